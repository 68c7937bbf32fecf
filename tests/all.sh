#!/usr/bin/env bash
# Everything that must pass. Installs what it needs and the machine lacks, or says in one line what it may not.
set -euo pipefail
cd "$(dirname "$0")/.."

stage() { printf '── %s\n' "$*" >&2; "$@"; }

for setup in tests/setup*.sh; do
    [ -e "$setup" ] && stage bash "$setup"
done

stage cargo test --release --workspace
# The libraries again with overflow checks on, and without burn: the goldens are the same bytes.
stage cargo test -p npi-format -p npi-runtime
stage cargo test -p npi-tests --no-default-features --test addition --test format --test golden --test proof
stage tests/miri.sh
# The command without burn, for people who only run models.
stage cargo build --release -p npi-trainer --no-default-features --target-dir target/without-burn
