#!/usr/bin/env bash
# `cmake --install` of a tree where not everything is built installs nothing and says what to do.
# Argument: source folder.
set -euo pipefail
source=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake -S "$source" -B "$work/build" -G Ninja -DRULEMAP_DEVELOPER_MODE=OFF >/dev/null
if cmake --install "$work/build" --prefix "$work/prefix" >"$work/said" 2>&1; then
  echo "it installed what is not built"; exit 1
fi
grep -q "nothing was installed" "$work/said" || { cat "$work/said"; exit 1; }
test ! -e "$work/prefix"
# The SDK is only files of the source tree.
cmake --install "$work/build" --prefix "$work/prefix" --component sdk >/dev/null
test -e "$work/prefix/include/rulemap/sdk/plugin.h"
