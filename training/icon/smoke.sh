#!/usr/bin/env bash
# Runs every stage with toy sizes on a CPU: a part of the data, two trainings of which the first is stopped and
# continued, export, goldens, and PyTorch against NumPy. About two minutes on two cores.
#
#   training/icon/smoke.sh DATA
#
# DATA holds data.bin or data.bin.xz, vocab.json and tokenizer.json; Python needs what requirements.txt names.
set -euo pipefail
data=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/data"
cp "$data/vocab.json" "$data/tokenizer.json" "$work/data/"
"$python" "$here/dataset.py" "$data" "$work/data/data.bin" --every 20
"$python" "$here/train.py" --tiny --device cpu --stop-after 0 "$work/data" "$work/out"
"$python" "$here/train.py" --tiny --device cpu "$work/data" "$work/out"
"$python" "$here/export.py" "$work/out" "$work/data" "$work/package" --bf16
"$python" "$here/golden.py" "$work/package" --data "$work/data" --max-tokens 64
"$python" "$here/check.py" "$work/package"
"$python" "$here/agree.py" "$work/package"
echo "every stage ran and agrees"
