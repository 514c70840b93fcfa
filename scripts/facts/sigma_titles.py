#!/usr/bin/env python3
"""Every title a SigmaHQ rule ever had, with the ids of its rules.

usage: sigma_titles.py title-to-uuids.json SIGMAHQ_COMMIT title_history.tsv
"""
import json
import re
import sys
import uuid

import table

MACHINE_PATH = re.compile(r"^/|[/\\](Users|home)[/\\]|^[A-Za-z]:\\")


def is_uuid(text):
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def row(title, ids):
    # A rule once carried an id with the wrong number of digits; nothing can be found by it.
    return [title, ",".join(sorted(i for i in ids if is_uuid(i)))]


def main(source, commit, target):
    with open(source, encoding="utf-8") as file:
        titles = json.load(file)
    rows = [row(title, titles[title]) for title in sorted(titles, key=table.byte_order)]
    kept = [r for r in rows if r[1] and "\t" not in r[0] and not MACHINE_PATH.search(r[0])]
    table.write(target, f"title uuids; source: SigmaHQ/sigma, all history up to {commit}", kept)
    ids = sum(map(len, titles.values())) - sum(r[1].count(",") + 1 for r in kept)
    print(f"{len(kept)} titles, {len(rows) - len(kept)} dropped, {ids} ids dropped")


if __name__ == "__main__":
    main(*sys.argv[1:])
