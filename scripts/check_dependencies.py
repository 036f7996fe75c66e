#!/usr/bin/env python3
"""Holds every crate in the lock file to deny.toml: licence, source, banned names.

    scripts/check_dependencies.py

Needs cargo and Python 3.11. Known vulnerabilities (the [advisories] of deny.toml) are for cargo-deny,
which is run too where it is installed: it needs the network for its database.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"


def is_allowed(expression, allowed):
    """Whether an SPDX expression can be met with allowed licences alone.

    >>> is_allowed("MIT OR GPL-3.0", {"MIT"}), is_allowed("MIT AND GPL-3.0", {"MIT"})
    (True, False)
    >>> is_allowed("(MIT OR GPL-3.0) AND Zlib", {"MIT", "Zlib"}), is_allowed("GPL-3.0/MIT", {"MIT"})
    (True, True)
    >>> is_allowed("Apache-2.0 WITH LLVM-exception", {"Apache-2.0"})
    False
    """
    # "/" is the old way to write OR; an exception belongs to its licence.
    text = re.sub(r"\s+WITH\s+", "+WITH+", expression.replace("/", " OR "))
    rest = re.findall(r"[()]|[^\s()]+", text)

    def alternatives():
        met = everything()
        while rest and rest[0] == "OR":
            rest.pop(0)
            met = everything() or met
        return met

    def everything():
        met = one()
        while rest and rest[0] == "AND":
            rest.pop(0)
            met = one() and met
        return met

    def one():
        word = rest.pop(0)
        if word != "(":
            return word.replace("+WITH+", " WITH ") in allowed
        met = alternatives()
        rest.pop(0)
        return met

    return alternatives()


def complaints(packages, policy):
    """What is wrong with the packages, one sentence each."""
    allowed = set(policy["licenses"]["allow"])
    banned = {ban["name"]: ban["reason"] for ban in policy["bans"]["deny"]}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        licence = package["license"]
        if not licence:
            yield f"{name} names no licence"
        elif not is_allowed(licence, allowed):
            yield f"{name} is under {licence}, which deny.toml does not allow"
        if package["source"] not in (None, CRATES_IO):
            yield f"{name} comes from {package['source']}, not from crates.io"
        if package["name"] in banned:
            yield f"{name} is banned by deny.toml: {banned[package['name']]}"


def main():
    root = Path(__file__).parent.parent
    policy = tomllib.loads((root / "deny.toml").read_text())
    command = ["cargo", "metadata", "--locked", "--all-features", "--format-version", "1"]
    metadata = json.loads(subprocess.run(command, cwd=root, check=True, capture_output=True).stdout)
    found = list(complaints(metadata["packages"], policy))
    for sentence in found:
        print(sentence, file=sys.stderr)
    print(f"{len(metadata['packages'])} crates: licences, sources and bans checked")
    if not shutil.which("cargo-deny"):
        print("skipped: known vulnerabilities (cargo-deny is not installed)")
    elif subprocess.run(["cargo", "deny", "check"], cwd=root).returncode:
        found.append("cargo deny")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
