#!/bin/sh
# Makes the model of the card reader from nothing: cards, training, model file and digest. MINUTES is how long it learns.
set -eu
minutes="${1:-90}"
here="$(cd "$(dirname "$0")" && pwd)"
reader="$here/../../packages/card-reader"
work="$(mktemp -d)"
export OMP_NUM_THREADS=1
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$here"

# Cards first: the learners take up new shards as they come, but need some to begin with.
/usr/bin/python3 make_crops.py "$work/shards" 12 1000
/usr/bin/python3 make_crops.py "$work/shards" 60 2000 &
/usr/bin/python3 train.py "$work/shards" "$work/b.pt" "$minutes" "$work/meet.b" "$work/meet.a" &
/usr/bin/python3 train.py "$work/shards" "$work/a.pt" "$minutes" "$work/meet.a" "$work/meet.b"

/usr/bin/python3 export.py "$work/a.pt" "$reader/model/digits.f16" "$reader/src/model-sha256.ts"
