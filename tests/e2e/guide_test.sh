#!/usr/bin/env bash
# Runs every command of docs/user/first-contest.md against a fresh server, and checks that the Chinese
# page has the same commands.
# Usage: guide_test.sh SOURCE_DIR TOUCHSTONED TOUCHSTONE
set -euo pipefail
source_dir=$1 touchstoned=$2 program=$3
# commands PAGE: the shell blocks of a guide.
commands() { awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$source_dir/docs/user/$1"; }
diff <(commands first-contest.md) <(commands first-contest.zh.md) || {
  echo "the two guides have different commands" >&2
  exit 1
}

source "$(dirname "$0")/server.sh"
start_server "$touchstoned"
cd "$work"
{
  echo "set -euo pipefail"
  echo "touchstone() { '$program' \"\$@\"; }"
  commands first-contest.md
} >guide.sh
bash guide.sh >out 2>&1 || { tail -n 20 out && echo "a command of the guide failed" >&2 && exit 1; }
cat out
grep -q '1 *101 .*183.42' out || { echo "101 is not first with 183.42" >&2 && exit 1; }
"$program" --token "" --json standings yard --discipline forklift | grep -q STATUS_DISQUALIFIED
