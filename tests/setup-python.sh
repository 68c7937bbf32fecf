#!/bin/sh
# Installs Python 3, in which the checker is written. What it may not install it names in one line, and fails.
set -eu
command -v python3 >/dev/null && exit
[ "$(id -u)" = 0 ] || { echo "setup: may not install Python; run as root: apt-get install python3" >&2; exit 1; }
apt-get update -qq || true # an old list may do
apt-get install -qq --no-install-recommends python3
