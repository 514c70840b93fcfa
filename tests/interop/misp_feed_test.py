#!/usr/bin/env python3
"""PyMISP makes a feed of the events that misp.feed wrote, which has to be the feed that misp.feed wrote;
misp-stix converts them.

usage: misp_feed_test.py RULEMAP RECORDS.jsonl FOLDER

RECORDS are what table.jsonl wrote; FOLDER is made anew. Ends with 0 where all is equal, 1 where
something differs, 77 where a peer is missing.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

try:
    from misp_stix_converter import MISPtoSTIX21Parser
    from pymisp import MISPEvent
except ImportError as missing:
    print(f"skipped: {missing} (scripts/install-peers)")
    sys.exit(77)

# What misp-stix has no words for: whole objects, digests of VirusTotal's form (T1...), rules of which
# only the name is known. Everything else is a fault.
KNOWN = re.compile(
    r"MISP Object name (sandbox-report|virustotal-report|whois|annotation) not mapped"
    r"|Invalid TLSH value"
    r"|Error with the (sigma|yara|suricata) object .*required properties for Indicator: \(pattern\)",
    re.DOTALL,
)

READ = {"kind", "ioc.type", "ioc.value", "ioc.port", "ioc.private", "ioc.original", "ioc.line", "tags",
        "observables", "matches", "techniques", "errors", "also", "reputation.malicious",
        "reputation.suspicious", "reputation.harmless", "reputation.total", "reputation.label",
        "reputation.by"}

PIPELINE = """
pipeline: feed
version: 1
sources: [ { id: records, use: table.jsonl, with: { path: records.jsonl }, case: { title: Feed, tlp: green } } ]
sinks:
  - id: feed
    use: misp.feed
    with: { path: feed, organisation: CERT, organisation_uuid: 55f6ea5e-2c60-40e5-964f-47a8950d210f }
"""


def write_feed(rulemap, records, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (folder / "records.jsonl").open("w") as out:
        for line in records.read_text().splitlines():
            kept = {name: value for name, value in json.loads(line).items() if name in READ}
            out.write(json.dumps(kept) + "\n")
    (folder / "feed.yaml").write_text(PIPELINE)
    subprocess.run([rulemap, "run", "feed.yaml", "--state", "state", "--quiet"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    return folder / "feed"


def plain(entry):
    """An entry of a manifest without the form of its numbers and the order of its tags."""
    out = {name: str(entry[name]) for name in
           ("info", "date", "analysis", "threat_level_id", "timestamp")}
    out["Orgc"] = {name: entry["Orgc"][name] for name in ("name", "uuid")}
    out["Tag"] = sorted(tag["name"] for tag in entry["Tag"])
    return out


def compare(feed):
    problems = []
    manifest = json.loads((feed / "manifest.json").read_text())
    hashes = set((feed / "hashes.csv").read_text().split())
    theirs = set()
    counts = {"events": 0, "attributes": 0, "objects": 0}
    for uuid, entry in manifest.items():
        event = MISPEvent()
        event.load_file(str(feed / f"{uuid}.json"))
        counts["events"] += 1
        counts["objects"] += len(event.objects)
        counts["attributes"] += len(event.attributes) + sum(len(o.attributes) for o in event.objects)
        if plain(event.manifest[uuid]) != plain(entry):
            problems.append(f"manifest: {plain(entry)}\n  PyMISP says {plain(event.manifest[uuid])}")
        theirs.update(f"{digest},{uuid}" for digest in event.attributes_hashes("md5"))
        written = event.to_feed()["Event"]
        for level in ("Attribute", "Object"):
            ours = {e["uuid"]: e for e in json.loads((feed / f"{uuid}.json").read_text())["Event"][level]}
            for each in written.get(level, []):
                if str(each["timestamp"]) != str(ours[each["uuid"]]["timestamp"]):
                    problems.append(f"{level} {each['uuid']}: timestamp")
            if len(ours) != len(written.get(level, [])):
                problems.append(f"{level}: {len(ours)} here, {len(written.get(level, []))} by PyMISP")
        problems += convert(event)
    for line in sorted(hashes ^ theirs)[:20]:
        problems.append(f"hashes.csv: {line} stands {'here' if line in hashes else 'in PyMISP'} alone")
    return problems, counts


def convert(event):
    parser = MISPtoSTIX21Parser()
    parser.parse_misp_event(event)
    said = [each for kind in (parser.errors, parser.warnings) for texts in kind.values() for each in texts]
    if not parser.stix_objects:
        return ["misp-stix made nothing of it"]
    return [f"misp-stix: {each}" for each in said if not KNOWN.search(str(each))]


def main():
    rulemap, records, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    problems, counts = compare(write_feed(rulemap, records.resolve(), folder.resolve()))
    for each in problems:
        print(each)
    print(", ".join(f"{count} {what}" for what, count in counts.items()), "compared with PyMISP;",
          len(problems), "differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
