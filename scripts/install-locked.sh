#!/bin/sh
# Install the packages of a lock into .venv, each hash checked: with uv, which takes a fifth of pip's time;
# with pip where uv cannot be had or does not reach the packages.
set -eu
lock=$1
pip() { .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "$@"; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if pip --no-compile -r scripts/uv.txt >"$log" 2>&1 &&
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" >>"$log" 2>&1; then
    exit 0
fi
pip -r "$lock"
