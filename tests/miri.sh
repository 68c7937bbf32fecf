#!/usr/bin/env bash
# The integer path under Miri, which finds undefined behaviour, if the toolchain has it or may install it.
set -euo pipefail
cd "$(dirname "$0")/.."

find_miri() {
    for toolchain in "" +nightly; do
        # shellcheck disable=SC2086 # nothing, or one word
        if cargo $toolchain miri --version >/dev/null 2>&1; then
            echo "$toolchain"
            return
        fi
    done
    return 1
}

rustup component add --toolchain nightly miri rust-src >/dev/null 2>&1 || true
if ! toolchain=$(find_miri); then
    echo "no Miri: the integer path was not run under it; install it with: rustup toolchain install nightly --component miri,rust-src"
    exit
fi
export MIRIFLAGS=-Zmiri-disable-isolation CARGO_TARGET_DIR=target/miri # the goldens are files
# shellcheck disable=SC2086
cargo $toolchain miri test --package npi-runtime
# shellcheck disable=SC2086
cargo $toolchain miri test --package npi-tests --no-default-features --test golden
