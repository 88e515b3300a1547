#!/bin/sh
# Writes requirements.lock anew from pyproject.toml: hashes for every platform, no addresses.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --extra server --extra solver --extra dev pyproject.toml -o requirements.lock
if grep -q '://' requirements.lock; then
    echo "requirements.lock names an address" >&2
    exit 1
fi
