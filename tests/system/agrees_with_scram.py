#!/usr/bin/env python3
"""Minimal cut sets and probabilities of random inventories without loops, as SCRAM finds them in
the fault trees.

    agrees_with_scram.py PROGRAM [INVENTORIES]

An account is the top event of a fault tree, a secret that may be forgotten a basic event. Cut sets
are those of fault trees made here, probabilities those of what `graph --format open-psa` prints.
SCRAM is no part of the project: exit status 77 where it is missing (Debian: scram).
"""

import itertools
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

MAX_ORDER = 3


# ------------------------------------------------------------------------------------- inventories


def random_accounts(seed):
    """Secrets, and the alternatives (needed, parts) of each account, which name earlier ones only."""
    dice = random.Random(seed)
    secrets = [f"s{i}-{seed}" for i in range(dice.randint(3, 9))]
    accounts = {}
    for number in range(dice.randint(2, 9)):
        alternatives = {}  # a gate takes no argument twice
        for _ in range(dice.randint(1, 4)):
            parts = dice.sample(secrets + list(accounts), dice.randint(1, 3))
            alternatives[frozenset(parts)] = dice.randint(1, len(parts)), parts
        accounts[f"a{number}-{seed}"] = list(alternatives.values())
    return secrets, accounts


def inventory_of(secrets, accounts, dice):
    # Nothing else is lost, accounts neither: that does not count against the account itself, and
    # SCRAM knows nothing of that. It asks for a figure for everything.
    figures = {"secret": 0.1, "account": 0, "place": 0}
    figures.update((f"secret:{secret}", round(dice.uniform(0, 0.4), 3))
                   for secret in secrets if dice.random() < 0.7)
    return {
        "version": 1,
        "policy": {"probabilities": figures},
        "authenticators": {secret: {"type": "secret", "stored_in": ["memory"]}
                           for secret in secrets},
        "accounts": {account: {"other_sign_in": [{"at_least": needed, "of": parts}
                                                 for needed, parts in alternatives]}
                     for account, alternatives in accounts.items()},
    }


def found_by(program, path):
    """Cut sets and probabilities, by account."""
    done = subprocess.run([program, "cut-sets", path, "--max-order", str(MAX_ORDER), "--kinds",
                           "secret", "--limit", "1000000", "--format", "json"],
                          capture_output=True, text=True, check=True)
    entries = json.loads(done.stdout)["accounts"]
    sets = {entry["account"]: {frozenset(loss.removeprefix("secret:") for loss in one)
                               for one in entry["cut_sets"]} for entry in entries}
    return sets, {entry["account"]: entry["probability"]["value"] for entry in entries}


# ------------------------------------------------------------------------------------- fault trees


def formula(kind, terms):
    """The gate over the terms; the format knows none over a single one."""
    if len(terms) == 1:
        return terms[0]
    gate = xml.Element(kind)
    gate.extend(terms)
    return gate


def lost_alternative(needed, parts):
    """Spelt out: SCRAM 0.16.2 miscounts under an `atleast` gate what comes twice, such as a secret
    and an account that is nothing but this secret."""
    enough = len(parts) - needed + 1  # are lost
    return formula("or", [formula("and", [
        xml.Element("gate" if part.startswith("a") else "basic-event", name=part) for part in lost])
        for lost in itertools.combinations(parts, enough)])


def fault_trees_of(secrets, accounts):
    root = xml.Element("opsa-mef")
    tree = xml.SubElement(root, "define-fault-tree", name="accounts")
    for account, alternatives in accounts.items():
        gate = xml.SubElement(tree, "define-gate", name=account)
        gate.append(formula("and", [lost_alternative(*one) for one in alternatives]))
        # Only what no other gate names is a top event.
        top = xml.SubElement(tree, "define-gate", name=f"top-{account}")
        top.append(formula("and", [xml.Element("gate", name=account),
                                   xml.Element("house-event", name="always")]))
    data = xml.SubElement(root, "model-data")
    xml.SubElement(xml.SubElement(data, "define-house-event", name="always"), "constant",
                   value="true")
    for secret in secrets:
        xml.SubElement(xml.SubElement(data, "define-basic-event", name=secret), "float",
                       value="0.1")
    return xml.ElementTree(root)


def products_of(path):
    done = subprocess.run(["scram", "-l", str(MAX_ORDER), path], capture_output=True, text=True,
                          check=True)
    return {products.get("name").removeprefix("top-"):
            {frozenset(event.get("name") for event in product.iter("basic-event"))
             for product in products.iter("product")}
            for products in xml.fromstring(done.stdout).iter("sum-of-products")}


def probabilities_of(program, inventory, model):
    drawn = subprocess.run([program, "graph", inventory, "--format", "open-psa"],
                           capture_output=True, text=True, check=True)
    model.write_text(drawn.stdout, encoding="utf-8")
    done = subprocess.run(["scram", "--bdd", "--probability", "true", model], capture_output=True,
                          text=True, check=True)
    accounts = {gate.get("name"): gate.findtext("label")
                for gate in xml.fromstring(drawn.stdout).iter("define-gate")}
    return {accounts[products.get("name")]: float(products.get("probability"))
            for products in xml.fromstring(done.stdout).iter("sum-of-products")}


# ----------------------------------------------------------------------------------------- compare


def shown(sets):
    return " ".join(sorted("+".join(sorted(one)) for one in sets)) or "none"


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__)
        return 2
    if shutil.which("scram") is None:
        print("skipped: SCRAM is not installed (Debian: scram)")
        return 77
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 200
    # All in one file, where they have nothing to do with each other: one run of each program.
    secrets, accounts = [], {}
    for seed in range(count):
        more_secrets, more_accounts = random_accounts(seed)
        secrets += more_secrets
        accounts.update(more_accounts)
    with tempfile.TemporaryDirectory() as folder:
        inventory, model = pathlib.Path(folder) / "inventory.json", pathlib.Path(folder) / "model.xml"
        inventory.write_text(json.dumps(inventory_of(secrets, accounts, random.Random(count))),
                             encoding="utf-8")
        fault_trees_of(secrets, accounts).write(model)
        (ours, likelihoods), theirs = found_by(program, inventory), products_of(model)
        their_likelihoods = probabilities_of(program, inventory, model)
    failed, between, by_order = 0, 0, [0] * (MAX_ORDER + 1)
    for account in accounts:
        for one in theirs[account]:
            by_order[len(one)] += 1
        if ours[account] != theirs[account]:
            failed += 1
            print(f"{account}: {shown(ours[account])}\n  SCRAM: {shown(theirs[account])}")
        # SCRAM prints six digits.
        likelihood, their_likelihood = likelihoods[account], their_likelihoods[account]
        between += 0 < likelihood < 1
        if abs(likelihood - their_likelihood) > 6e-6 * their_likelihood:
            failed += 1
            print(f"{account}: {likelihood}, SCRAM: {their_likelihood}")
    print(f"{count} inventories, cut sets by order {by_order[1:]}, {between} probabilities, "
          f"{failed} differences")
    return 1 if failed or min(by_order[1:]) < count or between < count else 0


if __name__ == "__main__":
    sys.exit(main())
