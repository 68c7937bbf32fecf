#!/usr/bin/env bash
# Everything that must pass. Installs what it needs and the machine lacks, or says in one line what it may not.
set -euo pipefail
cd "$(dirname "$0")/.."

stage() {
    local began=$SECONDS
    printf '── %s\n' "$*" >&2
    "$@"
    printf '   %d s\n' $((SECONDS - began)) >&2
}

# The kernels that this processor is said to be made for: their tests may not leave themselves out.
kernels() {
    has() { for feature; do grep -qwm1 "$feature" /proc/cpuinfo 2>/dev/null || return 1; done; }
    if has avx2; then echo avx2; fi
    if has avx512bw avx512vl avx512_vnni; then echo avx512; fi
}

# What a merge left undone.
if git grep -nE '^(<{7}|>{7}) ' -- ':!tests/all.sh'; then exit 1; fi

for setup in tests/setup*.sh; do
    [ -e "$setup" ] && stage bash "$setup"
done

# What needs nothing of the release build runs beside it, in target folders of its own: one lane alone leaves a core idle for a third of the time.
beside() {
    # (Without what a debugger asks for.)
    export CARGO_PROFILE_DEV_DEBUG=false
    # The libraries again with overflow checks on, and without burn: the goldens are the same bytes. (Proofs of all shipped boxes take minutes so.)
    stage cargo test -p npi-format -p npi-runtime -p npi-tasks --features npi-format/convert,npi-runtime/std,npi-tasks/embedded-hal
    stage cargo test -p npi-tests --no-default-features --test golden --test libraries -- \
        --skip shipped_boxes_hold --skip check:: --skip checkpoints:: --skip documents:: --skip instructions:: --skip loader:: --skip pins:: --skip spec
    # The firmware's parts that run on a desktop, too: the console, against a person's screen.
    stage cargo test --manifest-path runtime/firmware/Cargo.toml
    stage cargo test --manifest-path runtime/firmware/Cargo.toml --package npi-support --doc
    stage tests/miri.sh
    stage tests/aarch64.sh
    # Inputs that nobody thought of: ten seconds of each kind, as the build alone takes minutes. docs/fuzzing.md has a long run.
    stage tests/fuzz.sh
    # Licences, the oldest Rust, the oldest dependencies, and what would be published.
    stage tests/packages.sh
    # The command for those who only run models: at once inside the clone, and installed (in the same profile: what is built is there).
    [ "$(stage cargo npi-lite run addition 579 1221)" = 1800 ]
    stage cargo install --locked --path trainer --no-default-features --profile lite --root target/installed --target-dir target
    [ "$(stage target/installed/bin/npi run addition 579 1221)" = 1800 ]
    # A theorem about the shipped models, checked by Coq.
    stage env NPI=target/lite/npi tests/coq.sh
}
mkdir -p target
(set -e; beside) >target/beside.log 2>&1 &
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

# burn-flex is no default, but tested. Among the tests is a second program that proves all models that ship (trainer/tests/checker.rs).
# Tests unwind, whatever the profile says: so do the libraries and the command here, or each would be compiled twice.
stage env NPI_DEMAND="$(kernels | xargs)" cargo test --config 'profile.release.panic="unwind"' --release --workspace --features npi-tests/flex
# What was said beside all that, and whether it passed.
passed=0
wait $! || passed=$?
trap - EXIT
cat target/beside.log
exit "$passed"
