#!/bin/sh
# Runs the packed benchmarks against the libtorch of a Python installation: symbols, numbers, then speed.
#   check.sh [cuda:0|cpu] [FOLDER OF LIBTORCH]
# Python that has PyTorch: $PYTHON (python3). Numbers of the peers: $PEERS ("3 32 16 256": channels, side, threads, real images per class).
# Networks and widths of the mitigation lab's steps: $MITIGATION (resnet-18:64,alexnet:128,vgg-11:64).
# A second argument takes another libtorch than Python's.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
device=${1:-cuda:0}
python=${PYTHON:-python3}
peers=${PEERS:-3 32 $(nproc) 256}
python=$(command -v "$python")
own=$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
libtorch=${2:-$own}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
failed=0

step() {
    echo "== $1"
    shift
    "$@" || { echo "== failed with $?"; failed=1; }
}

mkdir "$work/program"
tar -C "$work/program" -xJf "$root/publish/gpu.tar.xz" || exit 1
# Python itself would take the libraries of this path, so it names Python's own or nothing: the program loads its libtorch by full name.
if [ "$libtorch" = "$own" ]; then
    export LD_LIBRARY_PATH="$libtorch${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
export MALLOC_ARENA_MAX=1
program=$work/program/Engine.Benchmarks
cd "$root" || exit 1

step "symbols of $libtorch" "$python" "$here/symbols.py" check "$libtorch"
step "engine on $device" "$program" device-check --device "$device" --libtorch "$libtorch" --out "$work/check.npz"
step "the same in PyTorch" "$python" "$here/compare.py" "$work/check.npz" "$device"
# shellcheck disable=SC2086
step "speed beside PyTorch" "$program" peers $peers --device "$device" --libtorch "$libtorch" --python "$python"
step "mitigation steps beside PyTorch" "$program" mitigation --networks "${MITIGATION:-resnet-18:64,alexnet:128,vgg-11:64}" \
    --device "$device" --libtorch "$libtorch" --python "$python"
exit "$failed"
