#!/bin/sh
# Installs what the firmware's tests take: the boards' targets, and QEMU. Sourced by a larger script or run by itself.
# What it may not install it names in one line, and fails.
set -eu

TARGETS="thumbv6m-none-eabi thumbv7m-none-eabi thumbv7em-none-eabihf thumbv8m.main-none-eabihf riscv32imc-unknown-none-elf riscv32imac-unknown-none-elf"

setup_fail() {
    echo "setup: $*" >&2
    exit 1
}

# Targets that rustup does not list as installed yet.
missing_targets() {
    installed=$(rustup target list --installed) || return 1
    for target in $TARGETS; do
        case "$installed" in *"$target"*) ;; *) echo "$target" ;; esac
    done
}

setup_targets() {
    command -v rustup >/dev/null || setup_fail "no rustup; install these targets yourself: $TARGETS"
    missing=$(missing_targets)
    # shellcheck disable=SC2086 # a list of words
    [ -z "$missing" ] || rustup target add $missing || setup_fail "may not install the targets" $missing
}

setup_qemu() {
    if command -v qemu-system-arm >/dev/null && command -v qemu-system-riscv32 >/dev/null; then return; fi
    hint="may not install QEMU; run as root: apt-get install --no-install-recommends qemu-system-arm qemu-system-misc"
    command -v apt-get >/dev/null || setup_fail "no apt-get; install qemu-system-arm and qemu-system-riscv32 yourself"
    [ "$(id -u)" = 0 ] || setup_fail "$hint"
    packages="qemu-system-arm qemu-system-misc"
    apt-get update -qq || true # an old list may do
    # A newer qemu-utils, if there is one, stands in the way of the emulators.
    # shellcheck disable=SC2086 # a list of words
    apt-get install -qq --no-install-recommends $packages ||
        apt-get install -qq --no-install-recommends $packages qemu-utils- || setup_fail "$hint"
}

setup_targets
setup_qemu
