#!/usr/bin/env bash
# Builds touchstone, starts the server with its pages and plays the demo contest on it. The server
# stays up for your own contest afterwards; Ctrl-C ends it.
#
#   deploy/run.sh                 the contest day at a pace that a person can follow
#   deploy/run.sh --fast          the same in seconds
#   deploy/run.sh --exit          end the server after the demo; exit code 0 when the day went well
#   deploy/run.sh --no-demo       only the server
#   deploy/run.sh --data DIR      where marks are kept (default: var/data in this folder)
#   deploy/run.sh --listen ADDR   gRPC, default 127.0.0.1:7443
#   deploy/run.sh --local         pages for this machine only, over plain HTTP; otherwise tablets on
#                                 the same network reach them over HTTPS, with a small CA of our own
set -euo pipefail
cd "$(dirname "$0")/.."
source deploy/setup.sh

data=var/data listen=127.0.0.1:7443 fast=() exit_after=no demo=yes local=no
while [ $# -gt 0 ]; do
  case $1 in
    --fast) fast=(--fast) ;;
    --exit) exit_after=yes ;;
    --no-demo) demo=no ;;
    --data) data=${2:?--data needs a folder} && shift ;;
    --local) local=yes ;;
    --listen) listen=${2:?--listen needs an address} && shift ;;
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) echo "deploy/run.sh: unknown option $1 (try --help)" >&2 && exit 2 ;;
  esac
  shift
done

started=$SECONDS
install_packages base
echo "== building (a few minutes the first time)"
mkdir -p var
build_preset release touchstoned touchstone >var/build.log 2>&1 || {
  tail -n 40 var/build.log >&2
  exit 1
}
build_web >var/web.log 2>&1 || {
  tail -n 40 var/web.log >&2
  exit 1
}
bin=build/release
data=$(realpath -m "$data")

# The pages: their address and what the server needs for it.
host=$(hostname -I 2>/dev/null | awk '{print $1}')
[ -n "$host" ] || local=yes
if [ "$local" = yes ]; then
  pages=http://127.0.0.1:8443
  pages_options=(--web-listen 127.0.0.1:8443)
else
  pages=https://$host:8443
  ca=var/ca
  [ -f "$ca/ca.crt" ] || "$bin/clients/cli/touchstone" ca create "$ca"
  "$bin/clients/cli/touchstone" ca issue "$ca" --host "$host" --host localhost --host 127.0.0.1
  pages_options=(--web-listen 0.0.0.0:8443 --web-certificate "$ca/server.crt"
    --web-key "$ca/server.key" --onboarding-listen 0.0.0.0:8080 --onboarding-ca "$ca/ca.crt")
fi
echo "== ready after $((SECONDS - started)) s"

mkdir -p "$data"
"$bin/services/server/touchstoned" --data-dir "$data" --listen "$listen" --web-root build/web \
  --public-url "$pages" "${pages_options[@]}" >var/touchstoned.log 2>&1 &
server=$!
stop_server() { kill -TERM "$server" 2>/dev/null && wait "$server" || true; }
trap stop_server EXIT
trap 'exit 130' INT TERM

export TOUCHSTONE_SERVER=$listen TOUCHSTONE_TOKEN=@$data/first-token
for _ in $(seq 100); do
  "$bin/clients/cli/touchstone" token whoami >/dev/null 2>&1 && break
  kill -0 "$server" 2>/dev/null || {
    echo "the server did not start; var/touchstoned.log says:" >&2
    tail -n 20 var/touchstoned.log >&2
    exit 1
  }
  sleep 0.1
done

if [ "$demo" = yes ]; then
  "$bin/clients/cli/touchstone" demo "${fast[@]}" --web "$pages"
  echo "== the demo contest day is over ($((SECONDS - started)) s since the start)"
fi

cat <<TEXT

服务器正在运行 / The server is running
  赛务台 / desk:          $pages/desk/
  裁判评分 / judge's app: $pages/judge/
  排行榜 / board:         $pages/board/
TEXT
[ -f "$data/first-invitation" ] &&
  echo "  首次登录 / first sign-in:  $pages/desk/#invite=$(cat "$data/first-invitation")"
if [ "$local" = no ]; then
  echo "  同一 Wi-Fi 的平板扫这个码 / tablets on this Wi-Fi scan this: http://$host:8080/"
  (web_path && node -e 'import("uqr").then((uqr) => console.log(uqr.renderUnicodeCompact(process.argv[1])))' \
    "http://$host:8080/")
fi
[ "$exit_after" = yes ] && exit 0

cat <<TEXT
  命令行 / command line:
    export TOUCHSTONE_SERVER=$TOUCHSTONE_SERVER TOUCHSTONE_TOKEN=$TOUCHSTONE_TOKEN
    $bin/clients/cli/touchstone --help
Ctrl-C 结束 / ends it.
TEXT
wait "$server"
