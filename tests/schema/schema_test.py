#!/usr/bin/env python3
"""Holds the JSON schemas, the program and the examples together.

    schema_test.py PROGRAM SOURCE_FOLDER

An inventory that one of program and schema refuses, the other refuses too; every key and word of
the program's tables is in the schema and the other way round; every JSON report is what the report
schema says; each example shows what it is there to show. Exit status 77: jsonschema is missing.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: the Python module jsonschema is not installed (Debian: python3-jsonschema)")
    sys.exit(77)

TODAY = "2026-11-22"

# Wrong inventories in bad/ that a schema cannot tell from good ones, and why.
PROGRAM_ONLY = {
    "at_least_more_than_there_are": "compares a number with the length of a list",
    "dangling_reference": "an id has to be declared somewhere",
    "day_in_the_future": "depends on today",
    "duplicate_key": "JSON readers keep one of the two",
    "duration_of_centuries": "compares a number inside a string",
    "id_of_an_accounts_own_codes": "an id is unique over the whole inventory",
    "id_taken_by_another_kind": "an id is unique over the whole inventory",
    "include_missing": "looks at another file",
    "include_out_of_the_folder": "looks at the folder",
    "limit_not_in_whole_days": "divides a number inside a string",
    "me_in_a_team": "\"me\" is an id like any other to a schema",
    "more_codes_left_than_issued": "compares two numbers",
    "more_slots_used_than_there_are": "compares two numbers",
    "place_in_a_way": "what an id stands for is declared elsewhere",
    "policy_twice": "JSON readers keep one of the two",
    "provider_by_another_name": "providers are in the catalog",
    "provider_not_in_the_catalog": "providers are in the catalog",
    "reference_of_the_wrong_kind": "what an id stands for is declared elsewhere",
    "secret_in_a_note": "looks at what the text is like",
    "two_of_one_type_in_place": "an id is unique over the whole inventory",
    "used_before_it_was_registered": "compares two days",
}

# Where the schema lists the words that the program keeps as Words<...>.
WORDS = {
    "Profile": "properties/profile",
    "PersonStatus": "definitions/person/properties/status",
    "Status": "definitions/status",
    "DeviceType": "definitions/device/properties/type",
    "Platform": "definitions/device/properties/platform",
    "Ownership": "definitions/device/properties/ownership",
    "Connector": "definitions/connectors/items",
    "AuthenticatorType": "definitions/authenticator_type",
    "RecoveryType": "definitions/recovery_type",
    "Importance": "definitions/account/properties/importance",
    "Role": "definitions/role",
    "Export": "definitions/vault/properties/export",
    "Severity": "definitions/policy/properties/severity/patternProperties/^PKA[0-9]{3}$",
}

failures = []
checked = 0


def check(holds, what):
    global checked
    checked += 1
    if not holds:
        failures.append(what)


# ---------------------------------------------------------------------------- program and schemas


class Program:
    def __init__(self, path):
        self.path = path

    def run(self, *arguments):
        return subprocess.run([self.path, *map(str, arguments)], capture_output=True, text=True,
                              check=False)

    def json(self, command, *arguments):
        """What the command prints as JSON, and its exit status."""
        done = self.run(command, *arguments, "--format", "json", "--today", TODAY)
        shown = " ".join(map(str, (command, *arguments)))
        try:
            return json.loads(done.stdout), done.returncode
        except ValueError:
            check(False, f"{shown}: prints no JSON; exit status {done.returncode}, {done.stderr}")
            return None, done.returncode


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def validator(schema, definition=None):
    """Of the whole schema, or of one of its definitions."""
    if definition is not None:
        schema = {"$schema": schema["$schema"], "definitions": schema["definitions"],
                  "allOf": [{"$ref": f"#/definitions/{definition}"}]}
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


def complaints(judge, document):
    return [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            for error in judge.iter_errors(document)]


def at(schema, path):
    """What stands at the path, {} when nothing does."""
    for segment in path.split("/"):
        schema = schema.get(segment, {})
    return schema


# ------------------------------------------------------------------------------------ inventories


def check_inventories(program, source, schema):
    judge = validator(schema)
    here = source / "tests" / "schema"
    good = sorted((here / "good").glob("*.json")) + sorted((source / "data/examples").glob("*.json"))
    bad = sorted((here / "bad").glob("*.json"))
    check(len(good) > 8 and len(bad) > 25, "the corpus is missing")
    for path in good:
        for complaint in complaints(judge, read(path)):
            check(False, f"{path.name}: the schema refuses a good inventory: {complaint}")
        report, status = program.json("check", path)
        errors = [error["message"] for error in (report or {}).get("errors", [])]
        check(status in (0, 1), f"{path.name}: the program refuses a good inventory: {errors}")
    for path in bad:
        status = program.run("check", path, "--today", TODAY).returncode
        check(status == 3, f"{path.name}: the program takes a wrong inventory, status {status}")
        refused = bool(complaints(judge, read(path)))
        if path.stem in PROGRAM_ONLY:
            check(not refused, f"{path.name}: the schema sees it after all; take it out of the table")
        else:
            check(refused, f"{path.name}: the schema takes a wrong inventory")
    names = {path.stem for path in bad}
    check(set(PROGRAM_ONLY) <= names, f"no such file in bad/: {set(PROGRAM_ONLY) - names}")


# ---------------------------------------------------------------------- keys and words of the code


class FieldTables:
    """The keys that src/inventory/fields.cpp knows, for each kind of thing and each type."""

    def __init__(self, text):
        self.every_type = None
        self.masks = {name: set(re.findall(r"::(\w+)", value)) for name, value in
                      re.findall(r"constexpr std::uint32_t (\w+)\s*=([^;]*bit\([^;]*);", text)}
        self.functions = {}
        for name, body in re.findall(r"constexpr Field<\w+> (\w+)\(\) \{(.*?)\n\}", text, re.S):
            key = re.search(r"\.key = \"(\w+)\"|\(\"(\w+)\"(?:, ([\w |]+))?\)", body)
            if key is not None:
                types = re.search(r"\.types = ([\w |]+)", body)
                self.functions[name] = (key[1] or key[2],
                                        self.types(types[1] if types else key[3]))
        self.tables = {name: list(self.entries(body)) for name, body in
                       re.findall(r"constexpr std::array (\w+)_fields\{(.*?)\n\};", text, re.S)}

    def types(self, expression):
        """The enumerators of a mask such as `secret | totp`; nothing told: every type."""
        if not expression:
            return None
        return set().union(*(self.masks[name.strip()] for name in expression.split("|")))

    def entries(self, body):
        for entry in re.finditer(r"\w+<[^()]*>\(\"(\w+)\"(?:,\s*([\w |]+))?\)|\b(\w+)\(\)", body):
            if entry[3]:
                yield self.functions[entry[3]]
            else:
                yield entry[1], self.types(entry[2])

    def keys(self, kind, type_word=None):
        enumerator = type_word and type_word.replace("-", "_")
        return {key for key, types in self.tables[kind]
                if types is None or enumerator is None or enumerator in types}


def same(what, program, schema):
    check(not program - schema, f"{what}: the schema lacks {sorted(program - schema)}")
    check(not schema - program, f"{what}: the program does not know {sorted(schema - program)}")


def check_keys(source, schema):
    definitions = schema["definitions"]
    tables = FieldTables((source / "src/inventory/fields.cpp").read_text(encoding="utf-8"))
    kinds = {"place", "person", "device", "authenticator", "recovery_method", "account"}
    same("tables of fields.cpp", set(tables.tables), kinds)
    for kind in ("place", "person", "device", "account"):
        same(kind, tables.keys(kind), set(definitions[kind]["properties"]))
    for kind, all_types in (("authenticator", "authenticator_type"),
                            ("recovery_method", "recovery_type")):
        described = []
        for choice in definitions[kind]["allOf"]:
            properties = at(schema, choice["then"]["$ref"].removeprefix("#/"))["properties"]
            own_type = properties["type"]
            for type_word in own_type.get("enum", [own_type.get("const")]):
                described.append(type_word)
                same(type_word, tables.keys(kind, type_word), set(properties) - {"type", "id"})
        check(sorted(described) == sorted(definitions[all_types]["enum"]),
              f"{kind}: each type is described once, not {described}")

    policy = (source / "src/inventory/policy_keys.cpp").read_text(encoding="utf-8")
    keys = set(re.findall(r"<&Policy::(\w+)[,>]", policy))
    same("policy", keys, set(definitions["policy"]["properties"]) - {"name", "note"})


def check_words(source, schema):
    text = (source / "include/passkey_audit/inventory/words.hpp").read_text(encoding="utf-8")
    lists = {name: re.findall(r"\"([^\"]+)\"", words) for name, words in
             re.findall(r"struct Words<(\w+)> \{.*?list\{(.*?)\}", text, re.S)}
    same("word lists of words.hpp", set(lists), set(WORDS))
    for name in set(lists) & set(WORDS):
        same(name, set(lists[name]), set(at(schema, WORDS[name]).get("enum", [])))


def keys_in(value):
    if isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from keys_in(member)
    elif isinstance(value, list):
        for entry in value:
            yield from keys_in(entry)


def check_every_key_is_tried(source, schema):
    described = {key for properties in (value for key, value in members(schema)
                                        if key == "properties") for key in properties}
    tried = {key for path in (source / "tests/schema/good").glob("*.json")
             for key in keys_in(read(path))}
    check(described <= tried, f"no inventory in good/ has the keys {sorted(described - tried)}")


def members(value):
    """Every key with its value, at any depth."""
    if isinstance(value, dict):
        yield from value.items()
        for member in value.values():
            yield from members(member)
    elif isinstance(value, list):
        for entry in value:
            yield from members(entry)


# ----------------------------------------------------------------------------------------- reports


def shortened(value):
    """The same with one entry in each list that may be short."""
    if isinstance(value, dict):
        return {key: member if key == "checklist" else shortened(member)
                for key, member in value.items()}
    if isinstance(value, list):
        return [shortened(entry) for entry in value[:1]]
    return value


def without_one_key(value):
    """(path, copy) for every key at any depth: what the document is without it."""
    def walk(part, path):
        if isinstance(part, dict):
            for key in part:
                yield path + [key]
                yield from walk(part[key], path + [key])
        elif isinstance(part, list):
            for index, entry in enumerate(part):
                yield from walk(entry, path + [index])

    for path in walk(value, []):
        without = copy.deepcopy(value)
        part = without
        for segment in path[:-1]:
            part = part[segment]
        del part[path[-1]]
        yield path, without


def valid(judge, document, what):
    for complaint in complaints(judge, document):
        check(False, f"{what}: {complaint}")
    check(True, what)


def in_order(value, definition, what):
    keys = [key for key in definition["properties"] if key in value]
    check(list(value) == keys, f"{what}: the keys stand in another order: {list(value)}")


def check_reports(program, source, schema):
    report_judge = validator(schema)
    drill_judge = validator(schema, "scenario")
    definitions = schema["definitions"]
    examples = sorted((source / "data/examples").glob("*.json"))
    for path in examples:
        report, _ = program.json("check", path)
        if report is None:
            continue
        valid(report_judge, report, f"report of {path.name}")
        in_order(report, definitions["audit"], f"report of {path.name}")
        for name, key in (("finding", "findings"), ("checklist_item", "checklist"),
                          ("scenario", "scenarios"), ("single_point", "single_points_of_failure")):
            for entry in report[key]:
                in_order(entry, definitions[name], f"{name} of {path.name}")
        for scenario in report["scenarios"]:
            drill, status = program.json("what-if", path, "--scenario", scenario["id"])
            valid(drill_judge, drill, f"what-if {path.name} --scenario {scenario['id']}")
            check(drill == scenario and status in (0, 1),
                  f"{path.name}, {scenario['id']}: what-if differs from the report")
        check_cut_sets(program, path, schema)

        for command in ("plan", "exposure"):
            printed, status = program.json(command, path)
            valid(validator(schema, command), printed, f"{command} {path.name}")
            in_order(printed, definitions[command], f"{command} {path.name}")
            check(status == 0, f"{command} {path.name}: exit status {status}")

    # Nothing in the schema is there by chance: without any one key a report is no report.
    household, _ = program.json("check", source / "data/examples/household.json")
    for path, without in without_one_key(shortened(household)):
        check(not report_judge.is_valid(without), f"the report schema does without {path}")

    for path in [*sorted((source / "tests/schema/bad").glob("*.json")), source / "no-such-file.json"]:
        refusal, status = program.json("check", path)
        valid(report_judge, refusal, f"report of {path.name}")
        check(status == 3 and refusal and refusal["exit"]["status"] == 3,
              f"{path.name}: exit status {status}")
    for path, without in without_one_key(shortened(refusal)):
        check(not report_judge.is_valid(without), f"the report schema does without {path}")

    check_probabilities(program, source, schema)

    both, status = program.json("check", examples[0], source / "no-such-file.json")
    valid(report_judge, both, "report of two files")
    check(status == 3 and len(both["reports"]) == 2, f"two files: exit status {status}")


def check_cut_sets(program, path, schema):
    judge = validator(schema, "cut_sets")
    definition = schema["definitions"]["cut_sets"]

    def cut_sets(*options):
        found, status = program.json("cut-sets", path, *options)
        what = f"cut-sets {path.name} {' '.join(options)}"
        valid(judge, found, what)
        check(status == 0, f"{what}: exit status {status}")
        in_order(found, definition, what)
        for entry in found["accounts"]:
            in_order(entry, definition["properties"]["accounts"]["items"], what)
            check("probability" not in entry, f"{what}: a probability, though no figure is told")
            check_sets(entry["cut_sets"], found["max_order"], f"{what}, {entry['account']}")
        return found

    for options in (("--eventual",), ("--kinds", "device,place"), ("--max-order", "1")):
        cut_sets(*options)
    check(cut_sets()["max_order"] == 2, f"cut-sets {path.name}: searches pairs unless told")
    listed, counted = cut_sets("--max-order", "4"), cut_sets("--max-order", "4", "--limit", "0")
    for some, none in zip(listed["accounts"], counted["accounts"]):
        orders = [len(one) for one in some["cut_sets"] if one]
        numbers = {entry["order"]: entry["count"] for entry in none.get("not_listed", [])}
        check(numbers == {order: orders.count(order) for order in set(orders)},
              f"{path.name}, {some['account']}: {orders} are listed, {numbers} counted")
    for path_of_key, without in without_one_key(shortened(counted)):
        if path_of_key[-1] != "not_listed":
            check(not judge.is_valid(without), f"the schema of cut sets does without {path_of_key}")


def check_probabilities(program, source, schema):
    """By the figures of a policy, and only by those."""
    judge, definition = validator(schema, "cut_sets"), schema["definitions"]["cut_sets"]
    household = source / "data/examples/household.json"
    figures = {"device": 0.05, "secret": 0.02, "account": 0, "place:home": 0.01}
    with tempfile.TemporaryDirectory() as folder:
        policy = pathlib.Path(folder) / "policy.json"
        policy.write_text(json.dumps({"probabilities": figures}), encoding="utf-8")
        found, status = program.json("cut-sets", household, "--config", policy)
    valid(judge, found, "probabilities of household.json")
    check(status == 0, f"probabilities of household.json: exit status {status}")
    in_order(found, definition, "probabilities of household.json")
    kinds = {loss.split(":")[0] for loss in found["without_figure"]}
    check(kinds and not kinds & {"device", "secret", "account"}, f"without a figure: {kinds}")
    for entry in found["accounts"]:
        what = f"household.json, probability of {entry['account']}"
        in_order(entry, definition["properties"]["accounts"]["items"], what)
        check(entry["probability"].keys() == {"value"}, f"{what}: not exact")
        listed = [one["loss"] for one in entry["importance"]]
        check(listed == sorted(set(listed)), f"{what}: losses are not in order: {listed}")
        for one in entry["importance"]:
            count = sum(one["loss"] in some for some in entry["cut_sets"])
            check(abs(one["share"] - count / max(len(entry["cut_sets"]), 1)) < 1e-9,
                  f"{what}: share of {one['loss']}")
            # What is certain to lock out does so with its own figure at least.
            if [one["loss"]] in entry["cut_sets"] and "birnbaum" in one:
                figure = figures.get(one["loss"], figures.get(one["loss"].split(":")[0]))
                check(entry["probability"]["value"] >= figure * (1 - 1e-9), f"{what}: too low")
    check(any(one.get("birnbaum") for entry in found["accounts"] for one in entry["importance"]),
          "household.json: no loss matters")
    for path, without in without_one_key(found):
        if path[-1] not in ("birnbaum", "without_figure"):
            check(not judge.is_valid(without), f"the schema of cut sets does without {path}")


def check_sets(sets, max_order, what):
    """In order, none too large, and none a part of another."""
    check(all(one == sorted(set(one)) for one in sets), f"{what}: a set is not in order")
    check(sets == sorted(sets, key=lambda one: (len(one), one)), f"{what}: sets are not in order")
    check(all(len(one) <= max_order for one in sets), f"{what}: a set is too large")
    for i, small in enumerate(sets):
        check(not any(set(small) <= set(large) for large in sets[i + 1:]),
              f"{what}: {small} is a part of another set")


# ---------------------------------------------------------------------------------------- examples


def lost(report, loss):
    """The accounts that one loss delays or locks out."""
    return {account for point in report["single_points_of_failure"] if point["loss"] == loss
            for account in point["delayed"] + point["locked_out"]}


def out_of_reach(report, scenario):
    return {entry["account"] for drill in report["scenarios"] if drill["id"] == scenario
            for entry in drill["accounts"] if entry["state"] in ("delayed", "locked_out")}


# What a reader is to see in each example.
SHOWN = {
    "careful": lambda r: r["verdict"]["safe"] and r["score"]["passed"] == 8 and
    r["exit"]["status"] == 0,
    "household": lambda r: lost(r, "device:iphone") == {"cloud"} and
    lost(r, "account:apple") == {"insurance"},
    "manager-circle": lambda r: r["circles"] == [["bitwarden", "mail", "vault", "bitwarden"]],
    "one-phone": lambda r: out_of_reach(r, "lost-phone:phone") ==
    {"google", "bank", "paypal", "instagram", "railway"},
    "own-domain": lambda r: lost(r, "account:mail") == {"registrar"},
    "phone-and-laptop": lambda r: {"bank", "tax", "dropbox", "netflix"} <= lost(r, "account:apple"),
    "team": lambda r: lost(r, "person:ada") == {"aws"} and not r["verdict"]["safe"] and
    [w["state"] for w in r["waivers"]] == ["in_force"],
    "team-ready": lambda r: r["verdict"]["safe"] and r["score"]["passed"] == 7,
    "traveller": lambda r: "bank" in out_of_reach(r, "abroad") and not lost(r, "phone-number:number")
    & {"bank"},
    "two-keys-only": lambda r: lost(r, "secret:key-pin") ==
    {"google", "github", "cloudflare", "mastodon"},
}


def check_examples(program, source):
    names = {path.stem for path in (source / "data/examples").glob("*.json")}
    same("examples", names, set(SHOWN))
    for name in sorted(names & set(SHOWN)):
        report, status = program.json("check", source / "data/examples" / f"{name}.json")
        check(report is not None and SHOWN[name](report), f"{name}.json shows something else")
        check(status == (0 if name in ("careful", "team-ready") else 1), f"{name}.json: exit status {status}")


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    program, source = Program(sys.argv[1]), pathlib.Path(sys.argv[2])
    inventory_schema = read(source / "data/schema/inventory.schema.json")
    report_schema = read(source / "data/schema/report.schema.json")
    for schema in (inventory_schema, report_schema):
        jsonschema.Draft7Validator.check_schema(schema)
    for which, schema in (("inventory", inventory_schema), ("report", report_schema)):
        check(json.loads(program.run("schema", which).stdout) == schema,
              f"`schema {which}` prints something else; build again")
    check_inventories(program, source, inventory_schema)
    check_keys(source, inventory_schema)
    check_words(source, inventory_schema)
    check_every_key_is_tried(source, inventory_schema)
    check_reports(program, source, report_schema)
    check_examples(program, source)
    for failure in failures:
        print(failure)
    print(f"{checked} checks, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
