"""Which proxy the AWS CLI's own botocore takes: for a line of JSON with `env` and `url` on stdin, one with the proxy on stdout.

proxy    tls, host, port and authorization of the proxy, or null where there is none
refused  what it says when it takes none of what the environment says
"""

import json
import os
import sys
import warnings

from botocore_parts import part

httpsession = part("httpsession")
utils = part("utils")
warnings.simplefilter("ignore")


def proxy(url):
    configuration = httpsession.ProxyConfiguration(utils.get_environ_proxies(url))
    server = configuration.proxy_url_for(url)
    if server is None:
        return None
    manager = httpsession.proxy_from_url(server)
    return {
        "tls": manager.proxy.scheme == "https",
        "host": manager.proxy.host,
        "port": manager.proxy.port,
        "authorization": configuration.proxy_headers_for(server).get("Proxy-Authorization"),
    }


for line in sys.stdin:
    question = json.loads(line)
    os.environ.clear()
    os.environ.update(question["env"])
    try:
        print(json.dumps({"proxy": proxy(question["url"])}), flush=True)
    except Exception as e:
        print(json.dumps({"refused": repr(e)}), flush=True)
