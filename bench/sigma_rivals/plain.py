"""Events with what this engine finds in them laid out as plain fields, so that engines that know no
shapes of Windows events are asked about the same fields: what winlogbeat keeps under `event_data`,
`event_id` and the like, and the fields that stand in for others (lib/sigma/windows_sources.inc).

    plain.py < EVENTS.jsonl > PLAIN.jsonl
"""

import json
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).parents[2] / "lib/sigma/windows_sources.inc"
GENERAL = [
    ("EventID", "event_id"), ("Channel", "log_name"), ("Computer", "Hostname"),
    ("Computer", "computer_name"), ("Provider_Name", "SourceName"), ("Provider_Name", "source_name"),
]


def rows_of(kind):
    rows = re.findall(rf"^{kind}\((.*)\)$", SOURCES.read_text(), re.MULTILINE)
    return [re.findall(r'"([^"]*)"', row) for row in rows]


SERVICES = {channel.lower(): service for service, channel in rows_of("SERVICE")}
CATEGORIES = {(row[0], row[1]): row[3] for row in rows_of("EVENT")}
STAND_INS = rows_of("STAND_IN")


def plain(event):
    data = event.pop("event_data", None)
    event = {**(data if isinstance(data, dict) else {}), **event}
    for field, other in GENERAL:
        if field not in event and other in event:
            event[field] = event[other]
    service = SERVICES.get(str(event.get("Channel")).lower())
    category = CATEGORIES.get((service, str(event.get("EventID"))))
    for of_service, of_category, field, other in STAND_INS:
        if (of_service, of_category) == (service, category) and field not in event and other in event:
            event[field] = event[other]
    return event


for line in sys.stdin:
    print(json.dumps(plain(json.loads(line)), ensure_ascii=False, separators=(",", ":")))
