#!/usr/bin/env bash
# Plays the demo's contest day, in seconds, on a fresh server, and holds what it left against the
# offline scorer: chain verified, standings the same.
# Usage: demo_test.sh TOUCHSTONED TOUCHSTONE
set -euo pipefail
touchstoned=$1 program=$2
work=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
"$touchstoned" --data-dir "$work/data" --listen "127.0.0.1:$port" >"$work/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/data/first-token" ] && break || sleep 0.1; done
export TOUCHSTONE_SERVER=127.0.0.1:$port TOUCHSTONE_TOKEN=@$work/data/first-token

"$program" demo --fast
event=$("$program" --json event list | grep -o 'events/park-2024-[0-9a-f]*' | head -n 1)
"$program" event verify "$event"
"$program" event export "$event" "$work/day.json"
for discipline in electrician forklift; do
  "$program" --json standings "$event" --discipline $discipline >"$work/server.json"
  "$program" --json score "$work/day.json" --discipline $discipline >"$work/offline.json"
  /usr/bin/python3 - "$work/server.json" "$work/offline.json" <<'PY'
import json, sys
server = json.load(open(sys.argv[1]))["standings"]
offline = json.load(open(sys.argv[2]))
(discipline,) = offline["disciplines"]
lines = {line["code"]: (line["total"], line["place"]) for line in discipline["entrants"]}
assert len(server) == 40, len(server)
for line in server:
    mine = (line.get("total", ""), line.get("place", 0))
    assert lines[line["code"]] == mine, (line["code"], mine, lines[line["code"]])
print("40 totals and places agree")
PY
done
