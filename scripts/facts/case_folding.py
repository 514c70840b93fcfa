#!/usr/bin/env python3
"""Simple case folding (statuses C and S of Unicode's CaseFolding.txt) as runs of code points.

usage: case_folding.py case_folding_table.inc

A run is {first, last, step, delta}: every `step`th code point from first to last folds to itself
plus delta. Python carries the data of Unicode; a full folding of more than one character has a
simple one where lower case has one character.
"""
import sys
import unicodedata


def folded(code):
    char = chr(code)
    full = char.casefold()
    if len(full) == 1:
        return ord(full)
    lower = char.lower()
    return ord(lower) if len(lower) == 1 else code


def runs():
    out = []
    for code in range(0x80, 0x110000):
        delta = folded(code) - code
        if delta == 0:
            continue
        if out and out[-1][3] == delta:
            first, last, step, _ = out[-1]
            if code - last == step or (first == last and code - last <= 2):
                out[-1] = (first, code, code - last, delta)
                continue
        out.append((code, code, 1, delta))
    return out


def main(target):
    rows = runs()
    with open(target, "w", encoding="ascii", newline="\n") as out:
        print(f"// Unicode {unicodedata.unidata_version}; made by scripts/facts/case_folding.py.", file=out)
        for row in rows:
            print("{%#x, %#x, %d, %d}," % row, file=out)
    print(f"{len(rows)} runs")


if __name__ == "__main__":
    main(*sys.argv[1:])
