#!/usr/bin/env bash
# deploy/nginx.conf in front of a running gateway, as it stands but for its paths and ports: valid,
# HTTP/2 with a certificate of `touchstone ca`, a call, a live stream, and its limits.
# Usage: nginx_test.sh SOURCE_DIR TOUCHSTONED TOUCHSTONE
set -euo pipefail
source_dir=$1 touchstoned=$2 touchstone=$3
source "$source_dir/tests/e2e/server.sh"

web_port=$((20000 + RANDOM % 10000)) nginx_port=$((30000 + RANDOM % 10000))
with_gateway=$(mktemp)
printf '#!/bin/sh\nexec "%s" "$@" --web-listen 127.0.0.1:%s --web-behind-proxy\n' \
  "$touchstoned" "$web_port" >"$with_gateway"
chmod +x "$with_gateway"
start_server "$with_gateway"
rm -f "$with_gateway"

"$touchstone" ca create "$work/ca" >/dev/null
"$touchstone" ca issue "$work/ca" --host hall.local >/dev/null
sed -e "s|/etc/touchstone/|$work/ca/|" -e "s|127.0.0.1:8443;|127.0.0.1:$web_port;|" \
  -e "s|listen 443 |listen 127.0.0.1:$nginx_port |" -e "s|^pid .*|pid $work/nginx.pid;|" \
  -e "s|/var/log/nginx/|$work/|" "$source_dir/deploy/nginx.conf" >"$work/nginx.conf"
nginx -t -q -c "$work/nginx.conf" 2>>"$work/nginx.log" || {
  cat "$work/nginx.log" >&2
  exit 1
}
nginx -c "$work/nginx.conf" -g 'daemon off;' 2>>"$work/nginx.log" &
nginx=$!
trap 'kill $nginx $server 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 100); do
  (exec 3<>"/dev/tcp/127.0.0.1/$nginx_port") 2>/dev/null && break
  sleep 0.05
done

failures=0
# expect NAME TEXT ANSWER
expect() {
  if [[ "$3" == *"$2"* ]]; then
    echo "ok: $1"
  else
    echo "FAILED: $1: no \"$2\" in: $3" >&2
    failures=$((failures + 1))
  fi
}
# call METHOD CURL_ARGUMENT...
call() {
  local method=$1
  shift
  curl -sS --max-time "${seconds:-20}" --http2 --cacert "$work/ca/ca.crt" \
    --resolve "hall.local:$nginx_port:127.0.0.1" -H "authorization: Bearer $token" "$@" \
    "https://hall.local:$nginx_port/touchstone.v1.$method" 2>&1 || true
}
json=(-H 'content-type: application/json')
expect "a call over HTTP/2, and nobody warns of the certificate" '"role":"ROLE_ORGANISER"' \
  "$(call IdentityService/WhoAmI "${json[@]}" -d '{}')"
expect "it is HTTP/2" "HTTP/2 200" "$(call IdentityService/WhoAmI "${json[@]}" -d '{}' -D - -o /dev/null)"
expect "an event" '"name":"events/n"' "$(call EventsService/CreateEvent "${json[@]}" \
  -d '{"event_id":"n","event":{"display_name":"n"}}')"

# A gRPC-Web message WatchStandingsRequest{board{event: "events/n"}}: the snapshot comes while the
# stream is open.
printf '\x00\x00\x00\x00\x0c\x0a\x0a\x0a\x08events/n' >"$work/watch"
seconds=5 call LeaderboardService/WatchStandings -N -H 'content-type: application/grpc-web+proto' \
  --data-binary "@$work/watch" -o "$work/stream" -D "$work/stream-head" >/dev/null &
stream=$!
for _ in $(seq 100); do
  [ -s "$work/stream" ] && break
  sleep 0.05
done
kill -0 $stream 2>/dev/null || echo "the stream ended early: $(cat "$work/stream-head")" >&2
expect "a snapshot comes before the stream ends" "yes" \
  "$([ -s "$work/stream" ] && kill -0 $stream 2>/dev/null && echo yes)"
wait $stream

head -c 300000 /dev/zero >"$work/large"
expect "a large body is refused here" "413" \
  "$(call IdentityService/WhoAmI "${json[@]}" --data-binary "@$work/large" -o /dev/null -w '%{http_code}')"
expect "a storm of calls is slowed down" "429" "$(curl -s --no-progress-meter --max-time 20 --http2 \
  --cacert "$work/ca/ca.crt" --resolve "hall.local:$nginx_port:127.0.0.1" --parallel \
  -o /dev/null -w '%{http_code} ' "https://hall.local:$nginx_port/[1-1000]")"
exit $((failures > 0))
