#!/usr/bin/env bash
# Plugins of strangers: built in a prefix that holds only the installed SDK, loaded and run by the
# program. Arguments: build folder, program.
set -euo pipefail
build=$(realpath "$1") program=$(realpath "$2") here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --component sdk --prefix "$work/prefix" >/dev/null
test ! -e "$work/prefix/lib/librulemap_engine.a"
cmake -S "$here/plugins" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/build" -j2 >/dev/null

for plugin in numbers shout tally length; do
  code=$(grep -cvE '^[[:space:]]*($|//|/\*|#include|[{}]*;?$)' "$here"/plugins/acme_$plugin.c*)
  [ "$code" -le 30 ] || { echo "acme_$plugin has $code code lines"; exit 1; }
  exported=$(nm -D --defined-only "$work/build/acme_$plugin.so" | grep -c ' [A-Z] ')
  [ "$exported" = 1 ] || { echo "acme_$plugin exports $exported symbols"; exit 1; }
  echo "acme_$plugin: $code code lines, 1 exported symbol"
done

cat >"$work/pipeline.yaml" <<END
pipeline: strangers
version: 1
sources: [ { id: n, use: acme.numbers, with: { count: 2 }, case: { title: Numbers } } ]
steps: [ { id: shout, use: acme.shout }, { id: length, use: acme.length } ]
sinks: [ { id: tally, use: acme.tally, with: { path: tally.txt } } ]
END
"$program" --plugins "$work/build" run "$work/pipeline.yaml" --state "$work/state"
diff "$work/tally.txt" - <<END
Numbers: HOST-1.EXAMPLE 14
Numbers: HOST-2.EXAMPLE 14
END
