#!/bin/sh
# Resolve dependencies into requirements.lock (what runs) and requirements-dev.lock (what checks it too).
# The locks carry versions and hashes only: no index address, no path, so that they install from anywhere.
set -eu

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-header --no-emit-index-url --no-emit-find-links --no-config "$@"
}

compile pyproject.toml --extra build --output-file requirements.lock "$@"
compile pyproject.toml --extra build --extra dev --constraints requirements.lock \
    --output-file requirements-dev.lock "$@"
