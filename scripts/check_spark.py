#!/usr/bin/env python3
"""Holds what Spark plans for the features' SQL against what it should cost.

    winback sql --dialect spark --as-of D <data flags> > features.sql
    scripts/check_spark.py features.sql …

Every statement must read each input once or twice, shuffle rows at most four times and expand none (as
Spark does for several `count(distinct …)`). In another session time zone than UTC it must fail. Prints a
line per statement; exit code 1 where one does not hold.
"""

import re
import sys

from engines import spark_session

MOST_SCANS = 2
MOST_EXCHANGES = 4


def counted(plan):
    """Scans per place, exchanges and expansions in the text of `explain formatted`."""
    tree, _, details = plan.partition("\n\n")
    nodes = re.findall(r"(\w+) (?:\w+ )?\(\d+\)", tree)
    scans = {}
    for place in re.findall(r"^Location: (.*)$", details, re.MULTILINE):
        scans[place] = scans.get(place, 0) + 1
    return scans, sum(node in ("Exchange", "BroadcastExchange") for node in nodes), nodes.count("Expand")


def complaints(session, sql):
    """What does not hold of one statement."""
    # As the client sets it: rows of a customer that lie together serve a join by customer and date.
    session.conf.set("spark.sql.requireAllClusterKeysForCoPartition", "false")
    # Adaptive plans show what is read again as if it were made again.
    session.conf.set("spark.sql.adaptive.enabled", "false")
    plan = session.sql(f"explain formatted {sql}").first()[0]
    scans, exchanges, expansions = counted(plan)
    said = f"{max(scans.values(), default=0)} scan(s) of an input, {exchanges} exchange(s), {expansions} Expand"
    found = []
    if not scans or max(scans.values()) > MOST_SCANS or exchanges > MOST_EXCHANGES or expansions:
        found.append(f"at most {MOST_SCANS} scans, {MOST_EXCHANGES} exchanges and no Expand are allowed\n{plan}")
    session.conf.set("spark.sql.session.timeZone", "America/New_York")
    try:
        session.sql(sql).first()
        found.append("it does not refuse the session time zone America/New_York")
    except Exception as error:  # noqa: BLE001 (whatever Spark wraps it in)
        if "the session time zone must be UTC" not in str(error):
            found.append(f"in another time zone it fails with {error}")
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return said, found


def main():
    files = sys.argv[1:]
    if not files:
        print(__doc__)
        return 2
    session, failures = spark_session(), 0
    for path in files:
        with open(path, encoding="utf-8") as file:
            said, found = complaints(session, file.read())
        failures += len(found)
        print(f"{path}: {said}", *found, sep="\n")
    session.stop()
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
