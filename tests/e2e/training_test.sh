#!/usr/bin/env bash
# Loads the sample contractor, then runs every command of docs/training.md and compares what it
# prints with what stands there; times of day are not compared. Then what a withdrawal changes, that
# loading again adds nothing, and imports with errors.
# Usage: training_test.sh SOURCE_DIR TOUCHSTONED TOUCHSTONE [--write]
set -euo pipefail
source_dir=$1 touchstoned=$2 program=$3
page=$source_dir/docs/training.md
source "$(dirname "$0")/server.sh"
start_server "$touchstoned"
export TOUCHSTONE_LANG=en TZ=Asia/Shanghai
touchstone() { "$program" "$@"; }
fail() { echo "$*" >&2; exit 1; }

begin=$(date +%s)
touchstone sample | tee "$work/sample"
echo "loaded in $(($(date +%s) - begin)) s"
grep -q 'sites 30, workers 15600, batches 39' "$work/sample" || fail "the sample is not the contractor"

# Each shell block of the page, with the output that follows it, into a file of its own.
cd "$work"
awk '/^```sh$/ { n++; on = "sh"; next } /^```text$/ { on = "text"; next } /^```$/ { on = ""; next }
     on == "sh" { print > ("c" n) } on == "text" { print > ("t" n) }' "$page"
count=0
for command in $(ls c* | sort -V); do
  number=${command#c}
  {
    echo "set -euo pipefail"
    echo "touchstone() { '$program' \"\$@\"; }"
    cat "$command"
  } >run.sh
  bash run.sh >out 2>&1 || { cat "$command" out >&2; fail "a command of docs/training.md failed"; }
  sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}/YYYY-MM-DD HH:MM:SS/g; s/ +$//' out >"o$number"
  count=$((count + 1))
  [ "${4:-}" = --write ] && continue
  diff "t$number" "o$number" || { cat "$command" >&2; fail "docs/training.md shows something else"; }
done
[ "$count" -ge 12 ] || fail "only $count commands"
if [ "${4:-}" = --write ]; then
  awk '/^```sh$/ { n++ } /^```text$/ { print; while ((getline line < ("o" n)) > 0) print line; skip = 1; next }
       /^```$/ { skip = 0 } !skip' "$page" >page.new
  cp page.new "$page"
fi

# The figures of the seed, counted from attendances.
report() { touchstone --lang zh report --by trade; }
report | grep -E '^281台车操作手 +21 +[0-9]+ +1425 ' || fail "not 21 batches and 1425 person-times"
report | grep -E '^无轨维修工 +18 +[0-9]+ +2309 ' || fail "not 18 batches and 2309 person-times"
people=$(report | awk '$1 == "281台车操作手" { print $3 }')
[ "$people" -lt 1425 ] || fail "people and person-times are one number"

# One attendance less is one person-time less; what was known before stays known.
known=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1.1
touchstone --json attendance list rig-281-01 >attendances.json
record=$(grep -o "workers/[^\"]*/records/[^\"]*" attendances.json | sed -n 1p)
worker=${record#workers/}
touchstone record withdraw "${worker%%/*}" "${record##*/}" --reason '误录 / by mistake' >/dev/null
report | grep -E '^281台车操作手 +21 +[0-9]+ +1424 ' || fail "a withdrawn attendance is still counted"
touchstone --lang zh report --by trade --known "$known" | grep -Eq '^281台车操作手 +21 +[0-9]+ +1425 ' ||
  fail "what was known then has changed"

# Loading the sample again adds nothing.
touchstone sample | grep -q 'new records 0$' || fail "the sample was loaded twice"

# Imports: a dry run writes nothing, errors name row and column, repeating adds nothing.
printf '\xef\xbb\xbf单位,工号,证书类型,证号,日期\n样例矿建公司,K00031,forklift-n1,N1-900,2025-02-01\n样例矿建公司,K00032,forklift-n1,N1-901,2025-02-30\n样例矿建公司,K99999,forklift-n1,N1-902,2025-02-01\n样例矿建公司,K00033,forklift-n9,N1-903,2025-02-01\n' >bad.csv
touchstone import certificates bad.csv >out 2>&1 && fail "a wrong file was imported"
for place in 'bad.csv:3' 'bad.csv:4' 'bad.csv:5'; do grep -q "$place" out || { cat out; fail "$place is not named"; }; done
! touchstone --json record list w00031 --kind certificate | grep -q N1-900 || fail "half imported"
head -n 2 bad.csv >good.csv
touchstone import certificates good.csv --dry-run | grep -q 'create 1, same 0 (dry run'
touchstone import certificates good.csv | grep -q 'create 1, same 0'
touchstone import certificates good.csv | grep -q 'create 0, same 1'
touchstone certificate check w00031 forklift-n1 --at 2025-03-01 | grep -q 'N1-900'

# Another company learns nothing, not even that he exists.
touchstone company create --id rival --name 别家 >/dev/null
touchstone token create --role training-department --company rival --out rival.token >/dev/null
touchstone --token @rival.token record list w00031 >there 2>&1 && fail "another company reads a file"
touchstone --token @rival.token record list w-nobody >nobody 2>&1 && fail "nobody has a file"
cmp there nobody || fail "another company learns that he exists"
echo "all commands of docs/training.md print what stands there"
