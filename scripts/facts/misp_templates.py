#!/usr/bin/env python3
"""The object templates that we write, and the attribute types that they use.

usage: misp_templates.py MISP_OBJECTS_FOLDER describeTypes.json PYMISP_VERSION templates.tsv types.tsv

The folder holds one NAME.json a template; describeTypes.json is PyMISP's. Descriptions stay out.
"""
import json
import os
import sys

import table

NAMES = """annotation asn domain-ip file ip-port sandbox-report sigma suricata url virustotal-report
whois x509 yara""".split()
# Types of attributes that stand on their own, in no object.
EVENT_TYPES = {"email-src", "snort", "vulnerability"}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def template_row(t):
    must, one_of = (",".join(t.get(key, [])) for key in ("required", "requiredOneOf"))
    return ["template", t["name"], t["uuid"], str(t["version"]), t["meta-category"], must, one_of]


def attribute_row(template, relation, a):
    to_ids = table.flag(a["to_ids"]) if "to_ids" in a else "-"
    return [
        "attribute", template, relation, a["misp-attribute"], table.flag(a.get("multiple")), to_ids,
        table.flag(a.get("disable_correlation")), ",".join(a.get("categories", [])),
    ]  # fmt: skip


def type_row(name, described):
    default = described["sane_defaults"][name]
    allowed = [c for c, types in described["category_type_mappings"].items() if name in types]
    category = default["default_category"]
    if category not in allowed:
        raise ValueError(f"{name}: its default category {category} is not allowed")
    return [name, category, table.flag(default["to_ids"]), ",".join(sorted(allowed))]


def main(folder, describe_types, pymisp, templates_tsv, types_tsv):
    templates = [load(os.path.join(folder, name + ".json")) for name in NAMES]
    described = load(describe_types)["result"]
    rows = []
    for t in templates:
        rows.append(template_row(t))
        rows += [attribute_row(t["name"], *item) for item in sorted(t["attributes"].items())]
    types = sorted({row[3] for row in rows if row[0] == "attribute"} | EVENT_TYPES)
    table.write(
        templates_tsv,
        "template name uuid version meta_category required required_one_of | attribute template "
        "relation type multiple to_ids(- is the type's default) no_correlation categories; "
        "source: MISP/misp-objects",
        rows,
    )
    table.write(
        types_tsv,
        "type default_category default_to_ids allowed_categories; "
        f"source: PyMISP {pymisp} describeTypes.json",
        [type_row(name, described) for name in types],
    )
    print(f"{len(templates)} templates, {len(rows) - len(templates)} attributes, {len(types)} types")


if __name__ == "__main__":
    main(*sys.argv[1:])
