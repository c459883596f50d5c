#!/usr/bin/env bash
# P14: clean build, after touching one rule, after touching one proto; without ccache, in a folder of
# its own. Prints BENCH lines.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CCACHE_DISABLE=1
cmake --preset dev -B "$folder" >/dev/null

# seconds COMMAND...
seconds() {
  local start end
  start=$(date +%s.%N)
  "$@" >/dev/null
  end=$(date +%s.%N)
  awk -v a="$start" -v b="$end" 'BEGIN { printf "%.1f", b - a }'
}
row() { echo "BENCH|P14|$1|s|$2|$2|$2|$3|$4|lower|one run"; }

targets=(touchstoned touchstone)
row "clean build of server and command line" "$(seconds cmake --build "$folder" --target "${targets[@]}")" 300 180
touch services/judging/scoring.cc
row "after touching one rule" "$(seconds cmake --build "$folder" --target "${targets[@]}")" 30 8
touch proto/touchstone/v1/ledger.proto
row "after touching one proto" "$(seconds cmake --build "$folder" --target "${targets[@]}")" 120 30
