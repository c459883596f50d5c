#!/usr/bin/env bash
# Installs what a step needs; sourced by run.sh, test.sh and the benchmarks. Quick when everything
# is there.
set -euo pipefail

# packages_of SECTION...: package names of the sections of packages.txt ("base" is the first).
packages_of() {
  awk -v want=" $* " '
    /^#(tests|bench)$/ { section = substr($0, 2); next }
    /^#/ || /^$/ { next }
    { s = section == "" ? "base" : section; if (index(want, " " s " ")) print }' \
    "$(dirname "${BASH_SOURCE[0]}")/packages.txt"
}

# install_packages SECTION...: installs what is missing. Needs root or sudo only then.
install_packages() {
  local missing=() package
  for package in $(packages_of "$@"); do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null || {
    echo "touchstone is built on Debian 12; there is no apt-get here. Needed: ${missing[*]}" >&2
    return 1
  }
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -v; then
      as_root=(sudo)
    else
      echo "These Debian packages are missing and need root or sudo to install:" >&2
      echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
  fi
  echo "== installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# install_npm_tools: the tools of package-lock.json, when they are not there or the lock changed.
install_npm_tools() {
  local stamp=node_modules/.touchstone-lock
  cmp -s package-lock.json "$stamp" && return 0
  command -v npm >/dev/null || {
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    echo "== installing npm"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends npm >/dev/null
  }
  echo "== npm ci"
  npm ci --ignore-scripts --no-audit --no-fund >/dev/null
  cp package-lock.json "$stamp"
}

# buf_tool: path of the buf binary for this machine.
buf_tool() {
  local arch=x64
  [ "$(uname -m)" = aarch64 ] && arch=aarch64
  echo "node_modules/@bufbuild/buf-linux-$arch/bin/buf"
}

# web_path: puts the Node of the lock file first; the machine's own may be too old.
web_path() {
  local arch=x64
  [ "$(uname -m)" = aarch64 ] && arch=arm64
  export PATH="$PWD/node_modules/node-linux-$arch/bin:$PWD/node_modules/.bin:$PATH"
}

# build_web: the pages, checked and built into build/web.
build_web() {
  install_npm_tools
  (
    web_path
    buf=$PWD/$(buf_tool)
    (cd clients/web && "$buf" generate)
    tsc -p clients/web
    vite build -c clients/web/vite.config.ts --logLevel warn
  )
}

# build_preset PRESET [TARGET...]: configures when needed, and builds.
build_preset() {
  local preset=$1
  shift
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null
  cmake --build "build/$preset" --target "${@:-all}"
}
