#!/usr/bin/env bash
# The wall: our own plugins build in a prefix that holds only the installed SDK and libraries, and
# each exports one symbol. Arguments: build folder, source folder.
set -euo pipefail
build=$(realpath "$1") sources=$(realpath "$2") here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --component sdk --prefix "$work/prefix" >/dev/null
cmake --install "$build" --component lib --prefix "$work/prefix" >/dev/null
# Only the sources of the plugins: an include of anything else of the tree finds nothing.
mkdir "$work/plugins"
(cd "$sources/plugins" && tar cf - .) | tar xf - -C "$work/plugins"
cmake -S "$here/own" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
  -DRULEMAP_PLUGIN_SOURCES="$work/plugins" ${RULEMAP_PLUGINS:+-DRULEMAP_PLUGINS="$RULEMAP_PLUGINS"} >/dev/null
cmake --build "$work/build" -j2
for plugin in "$work"/build/lib/rulemap/plugins/*.so; do
  exported=$(nm -D --defined-only "$plugin" | grep -c ' [A-Z] ')
  [ "$exported" = 1 ] || { echo "$plugin exports $exported symbols"; nm -D --defined-only "$plugin"; exit 1; }
  echo "$(basename "$plugin"): 1 exported symbol"
done
