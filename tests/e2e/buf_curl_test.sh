#!/usr/bin/env bash
# Speaks to a running server with a client that others wrote: all services are listed by reflection,
# and a call with bad input returns a readable error with its reason and field.
# Usage: buf_curl_test.sh TOUCHSTONED BUF
set -euo pipefail
touchstoned=$1 buf=$2
source "$(dirname "$0")/server.sh"
start_server "$touchstoned"
failures=0

# call METHOD JSON [HEADER]: prints what the server answers, errors included.
call() {
  local headers=()
  [ $# -lt 3 ] || headers=(-H "$3")
  "$buf" curl --protocol grpc --http2-prior-knowledge "${headers[@]}" -d "$2" \
    "http://127.0.0.1:$port/$1" 2>&1 || true
}
# expect NAME TEXT ANSWER
expect() {
  if [[ "$3" == *"$2"* ]]; then
    echo "ok: $1"
  else
    echo "FAILED: $1: no \"$2\" in: $3" >&2
    failures=$((failures + 1))
  fi
}

services=$("$buf" curl --protocol grpc --http2-prior-knowledge --list-services "http://127.0.0.1:$port" 2>&1)
for service in touchstone.v1.EventsService touchstone.v1.JudgingService \
  touchstone.v1.LeaderboardService touchstone.v1.IdentityService grpc.health.v1.Health; do
  expect "reflection lists $service" "$service" "$services"
done

auth="authorization: Bearer $token"
events=touchstone.v1.EventsService
expect "the server is healthy" SERVING "$(call grpc.health.v1.Health/Check '{"service":"touchstone.v1.JudgingService"}')"
expect "a call without a token is refused" TOKEN_MISSING "$(call $events/ListEvents '{}')"
expect "a wrong token is refused" TOKEN_INVALID "$(call $events/ListEvents '{}' 'authorization: Bearer ts_wrong')"

answer=$(call $events/CreateEvent '{"event_id":"Not An Id","event":{}}' "$auth")
expect "bad input has its reason" REQUEST_INVALID "$answer"
expect "bad input names the first field" 'event_id:' "$answer"
expect "bad input names the second field" 'event.display_name:' "$answer"
expect "Chinese names are taken and returned" 叉车工技能赛 \
  "$(call $events/CreateEvent '{"event_id":"e1","event":{"display_name":"叉车工技能赛"}}' "$auth")"
expect "a missing event is said to be missing" RESOURCE_NOT_FOUND \
  "$(call $events/GetEvent '{"name":"events/none"}' "$auth")"
exit $((failures > 0))
