#!/usr/bin/env bash
# Runs every benchmark and prints one table. Exits non-zero when a median misses its "least" and is
# not listed, with its profile, in tests/bench/known.md.
#
#   tests/bench/run.sh            all
#   tests/bench/run.sh P6 P7      only the programs that print these; of board_bench only these lines
#   tests/bench/run.sh --build    P14 too: clean build times (some minutes)
#   tests/bench/run.sh --files DIR    10 million records of P10 in DIR, kept: loaded only once
#   tests/bench/run.sh --workers N    so many workers for P10 in place of 200,000
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup.sh

only=() files=() build_times=no
while [ $# -gt 0 ]; do
  case $1 in
    --build) build_times=yes ;;
    --files) files+=(--dir "${2:?}") && shift ;;
    --workers) files+=(--workers "${2:?}") && shift ;;
    P*) only+=("$1") ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
  esac
  shift
done

install_packages base tests bench
build_preset release touchstone_benches >/dev/null

work=$(mktemp -d)
chmod 755 "$work"
processes=()
clean_up() {
  for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

start_redis() {
  redis-server --port 16379 --bind 127.0.0.1 --save '' --appendonly no --dir "$work" \
    --maxclients 20000 --daemonize no >"$work/redis.log" 2>&1 &
  processes+=($!)
}

# start_postgres [VARIABLE=VALUE...]: with these in its environment; it refuses to run as root.
pg_bin=/usr/lib/postgresql/15/bin
as_postgres=()
[ "$(id -u)" -ne 0 ] || as_postgres=(setpriv --reuid postgres --regid postgres --clear-groups)
start_postgres() {
  if [ ! -d "$work/pg" ]; then
    mkdir "$work/pg"
    [ "$(id -u)" -ne 0 ] || chown postgres "$work/pg"
    "${as_postgres[@]}" "$pg_bin/initdb" -D "$work/pg" -U bench -A trust >/dev/null
  fi
  env "$@" "${as_postgres[@]}" "$pg_bin/postgres" -D "$work/pg" -p 15432 \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on \
    -c synchronous_commit=on -c shared_buffers=512MB \
    -c client_min_messages=warning -c max_connections=200 \
    -c max_wal_size=2GB >>"$work/pg.log" 2>&1 &
  postgres=$!
  processes+=("$postgres")
  for _ in $(seq 100); do
    "$pg_bin/pg_isready" -q -h 127.0.0.1 -p 15432 && return 0
    sleep 0.2
  done
  echo "PostgreSQL did not start:" >&2 && cat "$work/pg.log" >&2
}
stop_postgres() {
  kill -INT "$postgres" 2>/dev/null && wait "$postgres" || true
}

start_redis
start_postgres
export BENCH_REDIS_PORT=16379
export BENCH_POSTGRES="host=127.0.0.1 port=15432 user=bench dbname=postgres"
export BENCH_WORK=$work

bin=build/release/tests/bench
# Program and the ids that it prints.
programs=(
  "scoring_bench P7"
  "standings_bench P6 P6b P13"
  "marks_bench P1 P1b P1d P2 P3 P3b P5 P13"
  "board_bench P5b P8 P8b P9 P11"
  "files_bench P10 P10b P10c"
  "import_bench P12"
)
for row in "${programs[@]}"; do
  read -r program ids <<<"$row"
  if [ ${#only[@]} -gt 0 ]; then
    wanted=no
    for id in "${only[@]}"; do [[ " $ids " == *" $id "* ]] && wanted=yes; done
    [ $wanted = yes ] || continue
  fi
  echo "== $program ($ids)" >&2
  select=()
  [ "$program" != board_bench ] || select=("${only[@]}")
  [ "$program" != files_bench ] || select=("${files[@]}")
  case $program in files_bench | import_bench) stop_postgres ;; esac  # they have their own
  "$bin/$program" "${select[@]}" >"$work/$program.out" || {
    echo "$program failed" >&2
    tail -n 5 "$work/$program.out" >&2
    exit 1
  }
  cat "$work/$program.out" >>"$work/table"
  # Lines that depend on the disk once more, with 2 ms added to every sync, also of the rival.
  if [ "$program" = marks_bench ]; then
    echo "== $program, every sync 2 ms slower" >&2
    cp "$bin/libslow_sync.so" "$work"
    slow=(SLOW_SYNC_US=2000 "LD_PRELOAD=$work/libslow_sync.so")
    stop_postgres
    start_postgres "${slow[@]}"
    env "${slow[@]}" "$bin/$program" --slow-disk >"$work/$program-slow.out"
    cat "$work/$program-slow.out" >>"$work/table"
    stop_postgres
    start_postgres
  fi
done
[ "$build_times" = no ] || tests/bench/build_times.sh >>"$work/table"

tests/bench/table.py tests/bench/known.md <"$work/table"
