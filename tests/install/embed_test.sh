#!/usr/bin/env bash
# The embedding example against installed trees: by find_package, and by pkg-config and the compiler
# alone. Arguments: build folder, the folder examples, compiler.
set -euo pipefail
build=$(realpath "$1") examples=$(realpath "$2") compiler=$3 here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for component in sdk lib engine plugins; do
  cmake --install "$build" --component $component --prefix "$work/first" >/dev/null
done
# A tree that was moved works as well.
mv "$work/first" "$work/prefix"
cp -r "$examples/embed" "$work/source"
# Sanitizers of the build have to be in the program too.
flags=$(sed -n 's/^RULEMAP_SANITIZE:STRING=\(..*\)/-fsanitize=\1/p' "$build/CMakeCache.txt")

cmake -S "$work/source" -B "$work/cmake" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
  -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$flags" >/dev/null
cmake --build "$work/cmake" >/dev/null
"$here/embed_run.sh" "$work/cmake/embed" "$examples"

found=$(dirname "$(find "$work/prefix" -name rulemap.pc)")
export PKG_CONFIG_PATH="$found${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
# shellcheck disable=SC2046
"$compiler" -std=c++20 $flags -o "$work/embed" "$work/source/embed.cc" \
  $(pkg-config --cflags --libs rulemap-plugins)
"$here/embed_run.sh" "$work/embed" "$examples"

# The Sigma engine alone; and who names it as a component is told where it is.
sigma() { # COMPONENT
  cmake -S "$here/sigma" -B "$work/sigma-$1" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
    -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$flags" -DRULEMAP_COMPONENT="$1" 2>&1
}
sigma lib >/dev/null
cmake --build "$work/sigma-lib" >/dev/null
titles=$("$work/sigma-lib/matches" "$examples/rules/process_creation/certutil_fetches_file.yml" \
  '{"Image":"C:\\certutil.exe","CommandLine":"certutil -urlcache -f http://a.example/b b"}')
[ "$titles" = "Certutil Used to Fetch a File" ] || { echo "$titles"; exit 1; }
if told=$(sigma sigma); then echo "there is no component sigma"; exit 1; fi
grep -q "and none *that is called sigma" <<<"$(tr '\n' ' ' <<<"$told" | tr -s ' ')" || { echo "$told"; exit 1; }

# A plugin needs the SDK's headers alone.
cat >"$work/acme.cc" <<'END'
#include "rulemap/sdk/plugin.h"
struct Shout final : rulemap::Step<Shout> {
  static constexpr rulemap::Label label{.id = "acme.shout", .summary = "Says it louder."};
  static constexpr auto reads = rulemap::fields(rulemap::field::text("ioc.value"));
  void process(Row) {}
};
RULEMAP_PLUGIN(Shout)
END
cmake --install "$build" --component sdk --prefix "$work/sdk" >/dev/null
export PKG_CONFIG_PATH="${found/#"$work/prefix"/"$work/sdk"}"
# shellcheck disable=SC2046
"$compiler" -std=c++20 $flags -shared -fPIC -fvisibility=hidden -fvisibility-inlines-hidden \
  -fno-gnu-unique "-Wl,--version-script=$(pkg-config --variable=plugin_map rulemap-sdk)" \
  -o "$work/acme.so" "$work/acme.cc" $(pkg-config --cflags rulemap-sdk)
exported=$(nm -D --defined-only "$work/acme.so" | grep -c ' [A-Z] ')
[ "$exported" = 1 ] || { nm -D --defined-only "$work/acme.so"; exit 1; }
echo "find_package, pkg-config, the Sigma engine and the SDK alone: all work"
