#!/usr/bin/env bash
# The kernels for 64-bit Arm processors against the portable loops, in an emulator whose processor has the dot product.
# usage: tests/aarch64.sh [--goldens]     --goldens holds whole traces, too, which takes two minutes to build
set -euo pipefail
cd "$(dirname "$0")/.."

target=aarch64-unknown-linux-musl # its linker comes with Rust
if ! rustup target list --installed | grep -qx $target; then
    rustup target add $target || { echo "aarch64: may not install the target $target" >&2; exit 1; }
fi
if ! command -v qemu-aarch64 >/dev/null; then
    [ "$(id -u)" = 0 ] || { echo "aarch64: may not install QEMU; run as root: apt-get install --no-install-recommends qemu-user" >&2; exit 1; }
    apt-get update -qq || true # an old list may do
    apt-get install -qq --no-install-recommends qemu-user
fi

export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=rust-lld CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUNNER=qemu-aarch64
NPI_DEMAND=dotprod cargo test --package npi-runtime --features std --lib --target $target
if [ "${1:-}" = --goldens ]; then
    cargo test --package npi-tests --no-default-features --test golden --target $target
fi
