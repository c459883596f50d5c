#!/usr/bin/env bash
# Sourced by the tests that run the programs: start_server TOUCHSTONED starts one on a free port over
# a folder of its own, waits until it answers, and ends it with the script. Sets work, port, token.
start_server() {
  work=$(mktemp -d)
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    "$1" --data-dir "$work/data" --listen "127.0.0.1:$port" >>"$work/log" 2>&1 &
    server=$!
    trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT
    while kill -0 $server 2>/dev/null; do
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        token=$(cat "$work/data/first-token")
        export TOUCHSTONE_SERVER=127.0.0.1:$port TOUCHSTONE_TOKEN=@$work/data/first-token
        return 0
      fi
      sleep 0.1
    done
  done
  echo "the server did not start:" >&2
  cat "$work/log" >&2
  return 1
}
