#!/bin/sh
# Installs Coq, which checks the theorem, and Python, which asks it about changed models. What it may not install it names in one
# line, and fails.
set -eu
command -v coqc >/dev/null && command -v python3 >/dev/null && exit
[ "$(id -u)" = 0 ] || { echo "setup: may not install Coq; run as root: apt-get install coq python3" >&2; exit 1; }
apt-get update -qq || true # an old list may do
apt-get install -qq --no-install-recommends coq python3
