#!/usr/bin/env bash
# Speaks through the gateway of a running server with clients that others wrote: connect-web with
# both of its transports, protobuf-ts, and buf curl.
# Usage: web_clients_test.sh SOURCE_DIR BUILD_DIR TOUCHSTONED BUF NODE
set -euo pipefail
source_dir=$1 build_dir=$2 touchstoned=$3 buf=$4 node=$5
source "$source_dir/tests/e2e/server.sh"

web_port=$((20000 + RANDOM % 20000))
# A server with a gateway, started as server.sh does it.
with_gateway=$(mktemp)
printf '#!/bin/sh\nexec "%s" "$@" --web-listen 127.0.0.1:%s\n' "$touchstoned" "$web_port" >"$with_gateway"
chmod +x "$with_gateway"
start_server "$with_gateway"
rm -f "$with_gateway"
failures=0

# Descriptors in JavaScript, below the folder that has the libraries.
export PATH=$source_dir/node_modules/.bin:$(dirname "$node"):$PATH
rm -rf "$build_dir/gen"
(cd "$build_dir" && "$buf" generate "$source_dir/proto" --template \
  '{"version":"v2","plugins":[{"local":"protoc-gen-es","out":"gen","opt":"target=js,import_extension=js","include_imports":true}]}')
cp "$source_dir/tests/e2e/web_clients/"*.mjs "$build_dir"
"$node" "$build_dir/clients.mjs" "http://127.0.0.1:$web_port" "$token" || failures=$((failures + 1))

# call PROTOCOL METHOD JSON [HEADER]
call() {
  local headers=()
  [ $# -lt 4 ] || headers=(-H "$4")
  "$buf" curl --schema "$source_dir/proto" --protocol "$1" "${headers[@]}" -d "$3" \
    "http://127.0.0.1:$web_port/touchstone.v1.$2" 2>&1 || true
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
auth="authorization: Bearer $token"
for protocol in connect grpcweb; do
  expect "buf curl, $protocol: who am I" ROLE_ORGANISER \
    "$(call $protocol IdentityService/WhoAmI '{}' "$auth")"
  expect "buf curl, $protocol: a refused call has its reason" TOKEN_MISSING \
    "$(call $protocol EventsService/ListEvents '{}')"
  expect "buf curl, $protocol: Chinese names" 叉车工 \
    "$(call $protocol EventsService/CreateEvent \
      "{\"event_id\":\"$protocol\",\"event\":{\"display_name\":\"叉车工\"}}" "$auth")"
  expect "buf curl, $protocol: a missing event" RESOURCE_NOT_FOUND \
    "$(call $protocol EventsService/GetEvent '{"name":"events/none"}' "$auth")"
done
expect "curl: every method is a POST of JSON" '"role":"ROLE_ORGANISER"' \
  "$(curl -s -H "$auth" -H 'content-type: application/json' -d '{}' \
    "http://127.0.0.1:$web_port/touchstone.v1.IdentityService/WhoAmI")"
exit $((failures > 0))
