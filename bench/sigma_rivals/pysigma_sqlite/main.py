"""pySigma's SQLite backend over a folder of rules and a file of events, as Zircolite does it: one
table of all events, one query a rule. The protocol is that of ../run.

    main.py RULES_FOLDER EVENTS.jsonl ROUNDS
"""

import json
import pathlib
import re
import sqlite3
import sys
import time

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

TEXTS = "texts of the event"


def load(folder):
    backend = sqliteBackend(fulltext_field=TEXTS, event_id_field="rowid")
    queries, fields = [], set()
    for path in sorted(pathlib.Path(folder).rglob("*.yml")):
        try:
            for rule in SigmaCollection.from_yaml(path.read_text()).rules:
                texts = backend.convert_rule(rule)
                queries += [(str(rule.id), text.replace("SELECT *", "SELECT rowid", 1)) for text in texts]
                fields.update(backend.required_fields(rule))
        except Exception as error:  # whatever its reason, a rule is refused alone
            print(f"refused\t{path}\t{error}", file=sys.stderr)
    return queries, fields - {TEXTS}


def cell(value):
    return value if value is None or isinstance(value, str) else json.dumps(value)


def texts_of(value):
    if isinstance(value, (dict, list)):
        inner = value.values() if isinstance(value, dict) else value
        return [text for each in inner for text in texts_of(each)]
    return [] if value is None else [cell(value)]


def field_of(event, name):
    while name not in event and "." in name:
        head, name = name.split(".", 1)
        event = event.get(head)
        if not isinstance(event, dict):
            return None
    return cell(event.get(name))


def regexp(pattern, text):
    return text is not None and re.search(pattern, text) is not None


def match(queries, columns, lines):
    table = sqlite3.connect(":memory:")
    table.create_function("REGEXP", 2, regexp)
    names = ", ".join(f'"{name}" TEXT COLLATE NOCASE' for name in [*columns, TEXTS])
    table.execute(f"CREATE TABLE logs (id INTEGER PRIMARY KEY, {names})")
    insert = f"INSERT INTO logs VALUES ({', '.join('?' * (len(columns) + 2))})"
    for number, line in enumerate(lines):
        event = json.loads(line)
        found = ([field_of(event, name) for name in spellings] for spellings in columns.values())
        cells = [next((one for one in each if one is not None), None) for each in found]
        table.execute(insert, [number, *cells, "\n".join(texts_of(event))])
    hits = {}
    for rule, query in queries:
        for (number,) in table.execute(query):
            hits.setdefault(number, set()).add(rule)
    return hits


def main(folder, events, rounds):
    queries, fields = load(folder)
    columns = {}  # SQLite folds the names of columns, so one may have several spellings
    for name in sorted(fields):
        columns.setdefault(name.lower(), []).append(name)
    lines = pathlib.Path(events).read_text().rstrip("\n").split("\n")
    best = float("inf")
    for _ in range(int(rounds)):
        begin = time.perf_counter()
        hits = match(queries, columns, lines)
        best = min(best, time.perf_counter() - begin)
    for number in sorted(hits):
        print(json.dumps({"event": number, "rules": sorted(hits[number])}))
    loaded = len({rule for rule, _ in queries})
    print(f"speed\t{loaded}\t{len(lines) / best:.1f}", file=sys.stderr)


main(*sys.argv[1:])
