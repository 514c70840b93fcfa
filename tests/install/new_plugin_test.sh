#!/usr/bin/env bash
# `rulemap new KIND ID` in an empty folder: builds, passes its own test, loads, runs. Arguments: build
# folder, program, kind.
set -euo pipefail
build=$(realpath "$1") program=$(realpath "$2") kind=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --component sdk --prefix "$work/prefix" >/dev/null
mkdir "$work/plugin"
cd "$work/plugin"
"$program" new "$kind" acme.whois
cmake -B build -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build build -j2
ctest --test-dir build --output-on-failure
"$program" --plugins build check pipeline.yaml
"$program" --plugins build run pipeline.yaml --state "$work/state"
test -s out.jsonl -o -s out.txt
if "$program" new "$kind" acme.whois; then echo "it wrote over what was there"; exit 1; fi
