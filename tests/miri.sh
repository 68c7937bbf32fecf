#!/usr/bin/env bash
# Miri, which finds undefined behaviour: all `unsafe` that runs on a desktop. Installs Miri if it may; without it this fails, unless
# NPI_WITHOUT_MIRI=1 leaves it out on purpose.
# usage: tests/miri.sh [--goldens]     --goldens runs the integer path of whole networks, too, which has no `unsafe` and takes minutes
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

install_miri() {
    rustup toolchain install nightly --profile minimal --component miri,rust-src >&2 && find_miri
}

if [ "${NPI_WITHOUT_MIRI:-}" = 1 ]; then
    echo "LEFT OUT: Miri, because NPI_WITHOUT_MIRI=1" >&2
    exit
fi
if ! toolchain=$(find_miri || install_miri); then
    echo "expected Miri, found none, and may not install it
hint: rustup toolchain install nightly --component miri,rust-src
hint: NPI_WITHOUT_MIRI=1 leaves it out" >&2
    exit 1
fi

miri() {
    # shellcheck disable=SC2086 # nothing, or one word
    cargo $toolchain miri test "$@"
}

export MIRIFLAGS=-Zmiri-disable-isolation # the goldens are files
export CARGO_TARGET_DIR=target/miri
miri --package npi-runtime --lib --tests # examples of the documentation have no `unsafe`, and one proves a task
if [ "${1:-}" = --goldens ]; then
    miri --package npi-tests --no-default-features --test golden
fi
# Miri's processor has what it is compiled for: AVX2, of which it knows every instruction that is used here.
export CARGO_TARGET_DIR=target/miri-avx2 RUSTFLAGS=-Ctarget-feature=+avx2 NPI_DEMAND=avx2
miri --package npi-runtime --features std --target x86_64-unknown-linux-gnu --lib x86_64
