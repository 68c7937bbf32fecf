#!/bin/sh
# Installs ONNX Runtime, as PyPI has it, into target/onnxruntime, where the benchmark looks for its library. What it may not install it names in one
# line, and fails.
set -eu
cd "$(dirname "$0")/../.."

package="onnxruntime==1.32.0"
[ "$(cat target/onnxruntime/package 2>/dev/null)" != "$package" ] || exit 0

fail() {
    echo "setup: $*" >&2
    exit 1
}

python3 -c 'import ensurepip, venv' 2>/dev/null || fail "may not install $package without Python; run as root: apt-get install python3-venv"
mkdir -p target
python3 -m venv --clear target/onnxruntime
target/onnxruntime/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: "$package" ||
    fail "may not install $package into target/onnxruntime"
echo "$package" >target/onnxruntime/package
