#!/usr/bin/env bash
# The theorem: exports the shipped models, and has Coq prove of their bytes that the networks obey their teachers, and of the adders
# that they add; without axioms. It also holds Coq's network against steps that the runtime's has taken. Everything is compiled under target/coq.
# usage: tests/coq.sh     NPI=path overrides the command, JOBS=1 leaves a core free
set -euo pipefail
cd "$(dirname "$0")/.."
npi=$(realpath "${NPI:-target/without-burn/release/npi}")
export npi here=$PWD

fail() {
    echo "coq: $*" >&2
    exit 1
}

# Exports a model and proves its theorems, each of which has to say of itself that it rests on no axiom.
prove() {
    local model=$1 file said
    shift
    "$npi" export coq "$here/runtime/tasks/models/$model.npi" -o "$model"
    "$here/tests/coq/traces.py" "$npi" "$here/runtime/tasks/models/$model.npi" >"$model/Traces.v"
    for file in Blob Specs Traces Steps Obeys "$@"; do
        if [ -e "$here/tests/coq/model/$file.v" ]; then cp "$here/tests/coq/model/$file.v" "$model/"; fi
        said=$(coqc -q -Q Npi Npi -Q "$model" Model "$model/$file.v")
        case $file in
            Blob | Specs | Traces) ;;
            *) [ "$said" = "Closed under the global context" ] || fail "$model: $file rests on more than Coq: $said" ;;
        esac
    done
    echo "$model: $(grep -o Decision "$model/Traces.v" | wc -l) steps of the runtime; Obeys${*:+, $*}: closed under the global context" >&2
}
export -f fail prove

if grep -nwE 'Admitted|admit|Axiom|Axioms|Parameter|Parameters|Conjecture' -r tests/coq --include='*.v'; then
    fail "expected proofs, found what is assumed"
fi

rm -rf target/coq
mkdir -p target/coq
cp -r tests/coq target/coq/Npi
rm -r target/coq/Npi/model
cd target/coq
# shellcheck disable=SC2046 # a list of files
for file in $(coqdep -Q Npi Npi -sort $(find Npi -name '*.v' | sort)); do
    coqc -q -Q Npi Npi "$file"
done

# The slowest first.
xargs -P "${JOBS:-2}" -L 1 bash -euo pipefail -c 'prove "$@"' prove <<'MODELS'
all Sorts
addition Adds
loops AddsInALoop SortsInALoop
addition-boxes Adds
traffic-loop
lock
traffic
frames
MODELS

# Of changed models, too, Coq says what `npi verify` says.
for model in lock traffic-loop addition-boxes; do
    "$here/tests/coq/mutants.py" "$npi" Npi mutant "$model" 1 >&2
done
