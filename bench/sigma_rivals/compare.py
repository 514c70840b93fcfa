"""Hits of one engine beside ours: a row of the table, and a file that lists what differs by rule.

    compare.py OURS.jsonl THEIRS.jsonl EVENTS DIFFERENCES

Prints: events with the same hits, with missing ones, with extra ones. In DIFFERENCES a line a rule
and kind, most events first: kind, rule, how many events, the first of them (counted from 0).
"""

import collections
import json
import sys


def hits_of(path):
    with open(path) as lines:
        return {hit["event"]: set(hit["rules"]) for hit in map(json.loads, lines)}


def main(ours_path, theirs_path, events, differences):
    ours, theirs = hits_of(ours_path), hits_of(theirs_path)
    groups = collections.defaultdict(list)
    missing = extra = same = 0
    for event in range(int(events)):
        a, b = ours.get(event, set()), theirs.get(event, set())
        missing, extra, same = missing + bool(a - b), extra + bool(b - a), same + (a == b)
        for rule in a - b:
            groups["missing", rule].append(event)
        for rule in b - a:
            groups["extra", rule].append(event)
    with open(differences, "w") as out:
        for (kind, rule), found in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
            first = ",".join(map(str, found[:5]))
            print(kind, rule, len(found), first, sep="\t", file=out)
    print(same, missing, extra)


main(*sys.argv[1:])
