#!/usr/bin/env bash
# Speaks through the gateway of a running server with clients that others wrote: connect-web with
# both of its transports and grpc-web, in Chromium too, protobuf-ts, and buf curl.
# Usage: web_clients_test.sh SOURCE_DIR BUILD_DIR TOUCHSTONED INTEROP_SERVER BUF NODE
set -euo pipefail
source_dir=$1 build_dir=$2 touchstoned=$3 interop_server=$4 buf=$5 node=$6
source "$source_dir/tests/e2e/server.sh"

# Descriptors in JavaScript and a page with the clients, below the folder that has the libraries.
export PATH=$source_dir/node_modules/.bin:$(dirname "$node"):$PATH
rm -rf "$build_dir/gen" "$build_dir/web"
(cd "$build_dir" && "$buf" generate "$source_dir/proto" --template \
  '{"version":"v2","plugins":[{"local":"protoc-gen-es","out":"gen","opt":"target=js,import_extension=js","include_imports":true}]}')
cp "$source_dir/tests/e2e/web_clients/"*.{mjs,html} "$build_dir"
"$node" "$build_dir/build_page.mjs"

web_port=$((20000 + RANDOM % 20000))
# A server with a gateway, started as server.sh does it.
with_gateway=$(mktemp)
printf '#!/bin/sh\nexec "%s" "$@" --web-listen 127.0.0.1:%s --web-root "%s"\n' \
  "$touchstoned" "$web_port" "$build_dir/web" >"$with_gateway"
chmod +x "$with_gateway"
start_server "$with_gateway"
rm -f "$with_gateway"
# Ends with its standard input, which is ours.
coproc interop { exec "$interop_server" "$build_dir/web"; }
read -r interop_port <&"${interop[0]}"
failures=0

"$node" "$build_dir/clients.mjs" "http://127.0.0.1:$web_port" "$token" || failures=$((failures + 1))
"$node" "$build_dir/browser.mjs" "http://127.0.0.1:$web_port" "$token" \
  "http://127.0.0.1:$interop_port" || failures=$((failures + 1))

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
