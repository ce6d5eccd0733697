"""The modules of the botocore that the AWS CLI runs on."""

import importlib

try:
    PACKAGE = "botocore"
    importlib.import_module(PACKAGE)
except ImportError:
    PACKAGE = "awscli.botocore"  # version 2 of the AWS CLI brings its own


def part(name):
    return importlib.import_module(PACKAGE + "." + name)
