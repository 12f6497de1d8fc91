#!/usr/bin/env python3
"""Checks every story here against the program: what locked its teller out was announced the day
before, and after the repair the program is quiet about it.

    check.py [--program PROGRAM] [STORY.json ...]

One line for each failure; exit status 1 if there is one. Beside "rule" and "subject" an entry of
"announced_by" may have "at_least" (a severity), one of "quiet" "at_most" (the finding may stay, but
no more severe), and either "advice" and "never_advice": texts that the remedy must, or must not,
contain."""
import argparse
import json
import pathlib
import subprocess
import sys

TODAY = "2026-11-22"
OUT = ("delayed", "locked_out")
SEVERITIES = ["low", "medium", "high", "critical"]
KEYS = ["told_at", "what_happened", "lost", "locked_out", "announced_by", "before", "after", "quiet"]


class Unusable(Exception):
    pass


def run(program, arguments, inventory):
    """What the program prints, as JSON, of an inventory on its standard input."""
    done = subprocess.run([program, *arguments, "--format", "json", "--today", TODAY],
                          input=json.dumps(inventory), capture_output=True, text=True, timeout=60)
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        raise Unusable(f"{arguments[0]} prints no JSON, status {done.returncode}: {done.stderr.strip()}")
    if done.returncode not in (0, 1):
        errors = [f"{e['location'].get('pointer')}: {e['message']}" for e in report.get("errors", [])]
        raise Unusable(f"{arguments[0]} ends with {done.returncode}: {'; '.join(errors)}")
    return report


def found(report):
    return {(finding["rule"], finding["subject"]): finding for finding in report["findings"]}


def is_below(severity, other):
    return SEVERITIES.index(severity) < SEVERITIES.index(other)


def wrong_advice(when, entry, finding):
    for text in entry.get("advice", []):
        if text not in finding["remedy"]:
            yield f"{when}: {entry['rule']} about {entry['subject']} advises without \"{text}\": {finding['remedy']}"
    for text in entry.get("never_advice", []):
        if text in finding["remedy"]:
            yield f"{when}: {entry['rule']} about {entry['subject']} advises \"{text}\": {finding['remedy']}"


def not_announced(expected, findings):
    rule, subject = expected["rule"], expected["subject"]
    finding = findings.get((rule, subject))
    if finding is None:
        others = sorted(r for r, s in findings if s == subject)
        subjects = sorted(s for r, s in findings if r == rule)
        yield (f"before: no {rule} about {subject} "
               f"(about it: {' '.join(others) or 'nothing'}; the rule: {' '.join(subjects) or 'nowhere'})")
        return
    if is_below(finding["severity"], expected.get("at_least", "low")):
        yield f"before: {rule} about {subject} is {finding['severity']}, not {expected['at_least']}"
    yield from wrong_advice("before", expected, finding)


def not_quiet(silent, findings):
    finding = findings.get((silent["rule"], silent["subject"]))
    if finding is None:
        return
    if "at_most" not in silent:
        yield f"after: still {silent['rule']} about {silent['subject']}: {finding['message']}"
    elif is_below(silent["at_most"], finding["severity"]):
        yield (f"after: {silent['rule']} about {silent['subject']} is {finding['severity']}, "
               f"not {silent['at_most']}: {finding['message']}")
    yield from wrong_advice("after", silent, finding)


def states_after(program, inventory, losses):
    drill = run(program, ["what-if", "-", "--lose", *losses], inventory)
    return {entry["account"]: entry["state"] for entry in drill["accounts"]}


def lost_today(inventory, losses):
    """The losses that name something which is still in the inventory: a repair may do away with it."""
    known = {"carried"} | set(inventory["accounts"])
    for kind in ("places", "people", "devices", "authenticators", "recovery_methods"):
        known |= set(inventory.get(kind, {}))
    known |= {p.get("site", p_id) for p_id, p in inventory.get("places", {}).items()}
    return [loss for loss in losses if loss.split(":")[1].split("@")[0].split(".")[0] in known]


def failures(program, story):
    missing = [key for key in KEYS if key not in story]
    if missing:
        yield f"lacks {', '.join(missing)}"
        return
    before, after = run(program, ["check", "-"], story["before"]), run(program, ["check", "-"], story["after"])
    states = states_after(program, story["before"], story["lost"])
    for account in story["locked_out"]:
        if states.get(account) not in OUT:
            yield f"before: {account} is {states.get(account)} after {' '.join(story['lost'])}"
    for account, state in states.items():
        if state in OUT and account not in story["locked_out"] and f"account:{account}" not in story["lost"]:
            yield f"before: {account} is {state} as well, which the story does not tell"
    for expected in story["announced_by"]:
        yield from not_announced(expected, found(before))
    for silent in story["quiet"]:
        yield from not_quiet(silent, found(after))
    losses = lost_today(story["after"], story["lost"])
    states = states_after(program, story["after"], losses) if losses else {}
    for account in story["locked_out"]:
        if states.get(account) in OUT:
            yield f"after: {account} is {states[account]} after {' '.join(losses)}"


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(here.parents[1] / "build/release/passkey-audit"))
    parser.add_argument("stories", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    bad = 0
    for path in options.stories or sorted(here.glob("[0-9][0-9]-*.json")):
        try:
            story = json.loads(path.read_text(encoding="utf-8"))
            lines = list(failures(options.program, story))
        except (Unusable, json.JSONDecodeError, KeyError) as error:
            lines = [str(error)]
        for line in lines:
            print(f"{path.name}: {line}")
        bad += bool(lines)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
