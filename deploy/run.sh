#!/usr/bin/env bash
# Builds touchstone, starts the server and plays the demo contest on it. The server stays up for your
# own contest afterwards; Ctrl-C ends it.
#
#   deploy/run.sh                 the contest day at a pace that a person can follow
#   deploy/run.sh --fast          the same in seconds
#   deploy/run.sh --exit          end the server after the demo; exit code 0 when the day went well
#   deploy/run.sh --no-demo       only the server
#   deploy/run.sh --data DIR      where marks are kept (default: var/data in this folder)
#   deploy/run.sh --listen ADDR   default 127.0.0.1:7443
set -euo pipefail
cd "$(dirname "$0")/.."
source deploy/setup.sh

data=var/data listen=127.0.0.1:7443 fast=() exit_after=no demo=yes
while [ $# -gt 0 ]; do
  case $1 in
    --fast) fast=(--fast) ;;
    --exit) exit_after=yes ;;
    --no-demo) demo=no ;;
    --data) data=${2:?--data needs a folder} && shift ;;
    --listen) listen=${2:?--listen needs an address} && shift ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0" && exit 0 ;;
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
bin=build/release
data=$(realpath -m "$data")
echo "== ready after $((SECONDS - started)) s"

mkdir -p "$data"
"$bin/services/server/touchstoned" --data-dir "$data" --listen "$listen" >var/touchstoned.log 2>&1 &
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
  "$bin/clients/cli/touchstone" demo "${fast[@]}"
  echo "== the demo contest day is over ($((SECONDS - started)) s since the start)"
fi
[ "$exit_after" = yes ] && exit 0

cat <<TEXT

服务器正在运行 / The server is running: $listen
  组织者令牌 / organiser's token: ${TOUCHSTONE_TOKEN#@}
  export TOUCHSTONE_SERVER=$TOUCHSTONE_SERVER TOUCHSTONE_TOKEN=$TOUCHSTONE_TOKEN
  $bin/clients/cli/touchstone event list
  $bin/clients/cli/touchstone --help
Ctrl-C 结束 / ends it.
TEXT
wait "$server"
