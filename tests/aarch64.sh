#!/usr/bin/env bash
# The kernels for 64-bit Arm processors against the portable loops, in an emulator whose processor has the dot product; and how many instructions a
# step takes there, within 2 % of what is committed (NPI_BLESS=1 accepts new figures).
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

# What a step costs, in instructions: those of twelve sums less those of two, without the process's start and end.
cargo build --quiet --release --package npi-tasks --features npi-runtime/std --example sums --target $target
mkdir -p target/qemu
cc -O2 -shared -fPIC -o target/qemu/count.so tests/qemu/count.c
# usage: count PROCESSOR MODEL SUMS     what the plugin says is the last line
count() {
    qemu-aarch64 -cpu "$1" -plugin file=target/qemu/count.so target/$target/release/examples/sums "$2" "$3" 2>&1 >/dev/null | tail -n 1
}
golden=tests/golden/aarch64.md
table=$'| model, processor | instructions a step, AArch64 |\n|---|---:|\n'
while read -r model processor; do
    now=$((($(count "$processor" "$model" 12) - $(count "$processor" "$model" 2)) / 10000)) # a sum has 1000 steps
    row="| $model, 16 hidden, $processor |"
    table+="$row $now |"$'\n'
    [ -z "${NPI_BLESS:-}" ] || continue
    line=$(grep -F "$row" $golden) && then=$(tr -dc 0-9 <<<"${line#"$row"}") || then=0
    if ((100 * (now > then ? now - then : then - now) > 2 * then)); then
        echo "aarch64: $row a step takes $now instructions, expected $then ± 2 %; hint: look for the cause, then accept it: NPI_BLESS=1 tests/aarch64.sh" >&2
        exit 1
    fi
done <<'MODELS'
int8 max
int8 cortex-a53
f32 max
MODELS
[ -z "${NPI_BLESS:-}" ] || printf %s "$table" >$golden
