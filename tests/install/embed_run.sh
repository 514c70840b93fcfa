#!/usr/bin/env bash
# Runs the embedding example and holds what it prints against what the recordings say. Arguments:
# program, the folder examples.
set -euo pipefail
program=$(realpath "$1") examples=$(realpath "$2")
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
"$program" "$examples" "$state" >"$state/out" 2>"$state/report"
cat "$state/report"
# Answers of a provider come in any order.
sort "$state/out" | diff - <(sort <<'END'
3ecd2f5bb5aeae5f9b5bf988fb1b42c4: 47 call it malicious T1059.001 T1053.005 T1562.001 T1082 T1071.001 T1571 T1059.001 T1547.001 T1055 T1095 T1053.005 T1105
https://update-check.example/stage/2?id=7: 13 call it malicious
login.paket-status.example: 0 call it malicious
END
)
grep -q 'refused memory:4:1: `setup.exe`' "$state/report"
