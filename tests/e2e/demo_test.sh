#!/usr/bin/env bash
# Plays the demo's contest day, in seconds, on a fresh server, and holds what it left against the
# offline scorer: chain verified, standings the same.
# Usage: demo_test.sh TOUCHSTONED TOUCHSTONE
set -euo pipefail
touchstoned=$1 program=$2
source "$(dirname "$0")/server.sh"
start_server "$touchstoned"

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

# Published results stand in the workers' files by themselves.
"$program" --json entrant list "$event" >"$work/entrants.json"
/usr/bin/python3 - "$work/entrants.json" "$work/server.json" "$program" <<'PY'
import json, subprocess, sys, time
workers = {e["code"]: e["worker"] for e in json.load(open(sys.argv[1]))["entrants"]
           if e["discipline"].endswith("/forklift")}
for line in json.load(open(sys.argv[2]))["standings"][:10]:
    command = [sys.argv[3], "--json", "record", "list", workers[line["code"]],
               "--kind", "contest_result"]
    for _ in range(50):
        records = json.loads(subprocess.check_output(command)).get("records", [])
        if records:
            break
        time.sleep(0.2)
    (record,) = records
    assert record["state"] == "STATE_COUNTED", record
    result = record["contestResult"]
    assert (result.get("place", 0), result.get("total", "")) == (
        line.get("place", 0), line.get("total", "")), (line, result)
print("results stand in the files of workers")
PY
