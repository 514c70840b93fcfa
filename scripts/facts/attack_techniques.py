#!/usr/bin/env python3
"""ATT&CK techniques, one a line, from MISP's cluster file.

usage: attack_techniques.py mitre-attack-pattern.json ATTACK_VERSION techniques.tsv

MISP's value of a technique is NAME + ' - ' + ID; a cluster that breaks this rule stops the script.
"""
import json
import sys

import table


def related(cluster, kind, by_uuid):
    ids = [
        by_uuid[r["dest-uuid"]]["meta"]["external_id"]
        for r in cluster.get("related", [])
        if r["type"] == kind
    ]
    if len(ids) > 1:
        raise ValueError(f"{cluster['value']}: more than one {kind}")
    return ids[0] if ids else ""


def row(cluster, by_uuid):
    technique = cluster["meta"]["external_id"]
    name, dash, tail = cluster["value"].rpartition(" - ")
    if not dash or tail != technique:
        raise ValueError(f"{cluster['value']}: not NAME - {technique}")
    # A kill chain is `attack-Windows:execution`: the same tactic once a platform.
    tactics = sorted({k.rpartition(":")[2] for k in cluster["meta"].get("kill_chain", [])})
    parent = related(cluster, "subtechnique-of", by_uuid)
    if not parent and "." in technique:  # revoked ones have lost the relation
        parent = technique.partition(".")[0]
    revoked = table.flag(cluster.get("revoked"))
    successor = related(cluster, "revoked-by", by_uuid)
    return [technique, name, cluster["uuid"], ",".join(tactics), parent, revoked, successor]


def main(source, attack_version, target):
    with open(source, encoding="utf-8") as file:
        galaxy = json.load(file)
    by_uuid = {cluster["uuid"]: cluster for cluster in galaxy["values"]}
    rows = sorted(row(cluster, by_uuid) for cluster in galaxy["values"])
    if len({r[0] for r in rows}) != len(rows):
        raise ValueError("an id stands twice")
    table.write(
        target,
        "id name uuid tactics parent revoked revoked_by; source: MISP/misp-galaxy "
        f"clusters/mitre-attack-pattern.json version {galaxy['version']}, "
        f"MITRE ATT&CK v{attack_version}",
        rows,
    )
    print(f"{len(rows)} techniques, {sum(r[5] == '1' for r in rows)} revoked")


if __name__ == "__main__":
    main(*sys.argv[1:])
