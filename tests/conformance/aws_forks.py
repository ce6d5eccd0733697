"""aws_forks.py AWS: the AWS CLI, with what it imports loaded once. Each line of stdin is a run of it, which a fork does as
the script AWS would; each line of stdout is an exit status."""

import json
import os
import runpy
import signal
import sys
import traceback

import awscli.clidriver

SECONDS = 120

# What the import of the AWS CLI adds to the environment.
IMPORTED = {name: value for name, value in os.environ.items() if name == "AWS_DATA_PATH"}


def become(run):
    """Does what a process of its own would, and never returns."""
    os.environ.clear()
    os.environ.update({**IMPORTED, **run["env"]})
    os.chdir(run["directory"])
    for descriptor, mode in enumerate(["r", "w", "w"]):
        opened = open(run["streams"][descriptor], mode)
        os.dup2(opened.fileno(), descriptor)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    sys.argv = [sys.argv[1], *run["arguments"]]
    signal.alarm(SECONDS)
    status = 1
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
        status = 0
    except SystemExit as end:
        status = end.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 1)


awscli.clidriver.create_clidriver()
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        become(json.loads(line))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
