#!/usr/bin/env python3
"""PyMISP reads an event that misp.event wrote, and builds each of its objects anew from MISP's own
templates: what it would have written has to be what we wrote.

usage: misp_event_test.py EVENT.json FOLDER_OF_TEMPLATES

The folder holds one NAME.json a template and relationships.json. Ends with 0 where all is equal, 1
where something differs, 77 where PyMISP or the folder is missing.
"""
import json
import pathlib
import shutil
import sys
import tempfile

SKIPPED = 77
RELATIONSHIPS = "relationships.json"


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


try:
    from pymisp import MISPEvent, MISPObject
except ImportError:
    skip("PyMISP is not installed (scripts/install-peers)")


def lay_out(templates, folder):
    """The templates as PyMISP wants them: NAME/definition.json."""
    for template in sorted(templates.glob("*.json")):
        if template.name != RELATIONSHIPS:
            (folder / template.stem).mkdir()
            shutil.copy(template, folder / template.stem / "definition.json")


class Comparison:
    def __init__(self, described, relationships):
        self.described = described
        self.relationships = relationships
        self.problems = []
        self.uuids = set()
        self.counts = {"objects": 0, "attributes": 0, "references": 0, "event attributes": 0}

    def problem(self, where, what):
        self.problems.append(f"{where}: {what}")

    def equal(self, where, what, ours, theirs):
        if ours != theirs:
            self.problem(where, f"{what} is {ours!r}, PyMISP says {theirs!r}")

    def new_uuid(self, where, uuid):
        if uuid in self.uuids:
            self.problem(where, f"uuid {uuid} stands twice")
        self.uuids.add(uuid)

    def category(self, where, attribute):
        types = self.described["category_type_mappings"].get(attribute["category"], [])
        if attribute["type"] not in types:
            self.problem(where, f"{attribute['type']} may not be in {attribute['category']}")

    def attribute(self, where, ours, built):
        where = f"{where} {ours['object_relation']}"
        theirs = built.add_attribute(
            ours["object_relation"],
            ours["value"],
            to_ids=ours["to_ids"],
            disable_correlation=ours["disable_correlation"],
        )
        if theirs is None:
            return self.problem(where, f"PyMISP does not take {ours['value']!r}")
        # Templates name categories of their own; a type's default stands where they name none.
        self.equal(where, "type", ours["type"], theirs.type)
        self.equal(where, "category", ours["category"], theirs.category)
        self.equal(where, "to_ids", ours["to_ids"], theirs.to_ids)
        self.equal(
            where, "disable_correlation", ours["disable_correlation"], theirs.disable_correlation
        )
        definition = built._definition["attributes"][ours["object_relation"]]
        if definition.get("disable_correlation") and not ours["disable_correlation"]:
            self.problem(where, "correlates, the template forbids it")
        self.category(where, ours)
        self.new_uuid(where, ours["uuid"])
        self.counts["attributes"] += 1

    def single_relations(self, where, ours, built):
        seen = [attribute["object_relation"] for attribute in ours["Attribute"]]
        for relation in set(seen):
            multiple = built._definition["attributes"][relation].get("multiple", False)
            if seen.count(relation) > 1 and not multiple:
                self.problem(where, f"{relation} stands {seen.count(relation)} times")

    def object(self, ours, folder):
        where = f"{ours['name']} {ours['uuid']}"
        built = MISPObject(ours["name"], strict=True, misp_objects_path_custom=str(folder))
        self.equal(where, "template_uuid", ours["template_uuid"], built.template_uuid)
        self.equal(where, "template_version", int(ours["template_version"]), built.template_version)
        self.equal(where, "meta-category", ours["meta-category"], getattr(built, "meta-category"))
        self.new_uuid(where, ours["uuid"])
        for attribute in ours["Attribute"]:
            self.attribute(where, attribute, built)
        self.single_relations(where, ours, built)
        built.to_dict(strict=True)  # raises where the template demands more
        self.counts["objects"] += 1

    def references(self, objects, attributes):
        there = {each["uuid"] for each in objects + attributes}
        for each in objects:
            for reference in each.get("ObjectReference", []):
                where = f"reference {reference['uuid']}"
                self.new_uuid(where, reference["uuid"])
                self.counts["references"] += 1
                if reference["referenced_uuid"] not in there:
                    self.problem(where, "its target is not in the event")
                if reference["relationship_type"] not in self.relationships:
                    self.problem(where, f"no such relationship {reference['relationship_type']}")

    def event_attribute(self, ours):
        self.new_uuid(f"attribute {ours['value']}", ours["uuid"])
        self.category(f"attribute {ours['value']}", ours)
        self.counts["event attributes"] += 1


def loses_nothing(comparison, raw, loaded):
    """What PyMISP has after loading is what stands in the file."""
    for key in ("uuid", "info"):
        comparison.equal("event", key, raw[key], getattr(loaded, key))
    comparison.equal("event", "date", raw["date"], loaded.date.isoformat())
    comparison.equal("event", "published", raw["published"], False)
    tags = [tag["name"] for tag in raw.get("Tag", [])]
    comparison.equal("event", "tags", tags, [tag.name for tag in loaded.tags])
    reports = raw.get("EventReport", [])
    comparison.equal("event", "reports", len(reports), len(loaded.event_reports))
    for ours, theirs in zip(reports, loaded.event_reports):
        for key in ("uuid", "name", "content"):
            comparison.equal("report", key, ours[key], getattr(theirs, key))
        comparison.new_uuid("report", ours["uuid"])
        if len(ours["content"].encode()) > 65535:
            comparison.problem("report", "is longer than MISP's column")
    comparison.equal("event", "objects", len(raw["Object"]), len(loaded.objects))
    for ours, theirs in zip(raw["Object"], loaded.objects):
        comparison.equal(ours["uuid"], "attributes", len(ours["Attribute"]), len(theirs.attributes))
        ours_tags = [tag["name"] for a in ours["Attribute"] for tag in a.get("Tag", [])]
        theirs_tags = [tag.name for a in theirs.attributes for tag in a.tags]
        comparison.equal(ours["uuid"], "tags", ours_tags, theirs_tags)


def main(event_file, templates):
    templates = pathlib.Path(templates)
    if not (templates / RELATIONSHIPS).exists():
        skip(f"{templates} not there")
    loaded = MISPEvent()
    loaded.load_file(event_file)
    with open(event_file, encoding="utf-8") as file:
        raw = json.load(file)["Event"]
    with open(templates / RELATIONSHIPS, encoding="utf-8") as file:
        relationships = {each["name"] for each in json.load(file)["values"]}
    comparison = Comparison(loaded.describe_types, relationships)
    with tempfile.TemporaryDirectory() as folder:
        lay_out(templates, pathlib.Path(folder))
        for each in raw["Object"]:
            comparison.object(each, pathlib.Path(folder))
    for each in raw["Attribute"]:
        comparison.event_attribute(each)
    comparison.references(raw["Object"], raw["Attribute"])
    loses_nothing(comparison, raw, loaded)
    for problem in comparison.problems:
        print(problem)
    print(", ".join(f"{count} {what}" for what, count in comparison.counts.items()))
    return 1 if comparison.problems else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
