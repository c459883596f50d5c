#!/usr/bin/env bash
# Everything that a landing must pass, on a machine that has only git. Exit code 0 when all is well.
#
#   deploy/test.sh             all of it
#   deploy/test.sh --quick     without the sanitizers and the pages in Chromium
#   deploy/test.sh --tidy      clang-tidy over the rules and the storage as well
set -euo pipefail
cd "$(dirname "$0")/.."
source deploy/setup.sh

quick=no tidy=no
for option in "$@"; do
  case $option in
    --quick) quick=yes ;;
    --tidy) tidy=yes ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) echo "deploy/test.sh: unknown option $option (try --help)" >&2 && exit 2 ;;
  esac
done

# step NAME COMMAND...: runs it and says how long it took.
step() {
  local name=$1 before=$SECONDS
  shift
  echo "== $name"
  "$@"
  echo "== $name: $((SECONDS - before)) s"
}

check_format() {
  git ls-files '*.cc' '*.h' | xargs clang-format-14 --dry-run --Werror
}

check_protos() {
  local buf
  buf=$(buf_tool)
  "$buf" lint proto
  "$buf" breaking proto --against proto/released-api.binpb
  # The check must be able to fail: a removed field is a break.
  local planted
  planted=$(mktemp -d)
  cp -r proto/. "$planted"
  sed -i '/string display_name = 2/d' "$planted/touchstone/v1/events.proto"
  if "$buf" breaking "$planted" --against proto/released-api.binpb >/dev/null 2>&1; then
    echo "buf breaking did not notice a removed field" >&2
    return 1
  fi
  rm -rf "$planted"
}

# run_tests PRESET [CTEST OPTION...]
run_tests() {
  local preset=$1
  shift
  ctest --preset "$preset" -j "$(nproc)" --no-tests=error "$@"
}

# test_sanitized PRESET LABELS: only the programs with these labels are built.
test_sanitized() {
  build_preset "$1" sanitized_tests
  run_tests "$1" -L "$2"
}

# check_pages: the pages built, and the types of their tests looked at.
check_pages() {
  build_web
  (
    web_path
    tsc -p tests/web
  )
}

# test_pages: the pages in Chromium, with the programs of the dev build; the reports of all files that
# failed are printed at the end.
test_pages() {
  (
    web_path
    export TOUCHSTONED=$PWD/build/dev/services/server/touchstoned
    export TOUCHSTONE=$PWD/build/dev/clients/cli/touchstone
    node --test --test-concurrency=1 --test-reporter=dot --test-reporter-destination=stdout \
      --test-reporter=spec --test-reporter-destination=build/pages-tests.log tests/web/*/*.test.ts ||
      {
        grep -A 400 'failing tests' build/pages-tests.log
        exit 1
      }
    tail -n 8 build/pages-tests.log
  )
}

check_tidy() {
  git ls-files 'storage/*.cc' 'services/judging/*.cc' 'services/ledger/*.cc' 'services/leaderboard/*.cc' |
    xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/dev --quiet
}

step "packages" install_packages base tests
step "npm tools" install_npm_tools
step "format" check_format
step "protos" check_protos
step "pages" check_pages
step "build (dev)" build_preset dev
step "tests (dev)" run_tests dev
if [ "$quick" = no ]; then
  step "tests of the pages" test_pages
  step "core under AddressSanitizer and UBSan" test_sanitized asan "^(core|asan)$"
  step "core under ThreadSanitizer" test_sanitized tsan "^core$"
fi
[ "$tidy" = no ] || step "clang-tidy" check_tidy
echo "== all passed after $SECONDS s"
