#!/usr/bin/env bash
# Prints the Python that has schemathesis, which holds the service to the document of its API, after putting it in target/schemathesis if it is missing.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

python_with schemathesis schemathesis==4.32.5
