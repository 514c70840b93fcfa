#!/usr/bin/env python3
"""The names of the relationships that MISP's official list knows.

usage: misp_relationships.py relationships.json relationships.tsv
"""
import json
import sys

import table


def main(source, target):
    with open(source, encoding="utf-8") as file:
        listed = json.load(file)
    names = sorted({value["name"] for value in listed["values"]})
    table.write(
        target,
        f"name; source: MISP/misp-objects relationships/definition.json version {listed['version']}",
        [[name] for name in names],
    )
    print(f"{len(names)} relationships")


if __name__ == "__main__":
    main(*sys.argv[1:])
