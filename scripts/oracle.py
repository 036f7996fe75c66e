#!/usr/bin/env python3
"""Holds the features of `winback features` against their SQL definitions, run by another engine.

    winback sql --dialect ENGINE --as-of D <data flags> > features.sql
    winback features --as-of D <data flags> --out features.parquet
    scripts/oracle.py --features features.parquet --sql features.sql --engine ENGINE

ENGINE is duckdb, datafusion or spark; DuckDB compares in any case.

The SQL reads the raw files itself where it was printed with the data flags. Where it was printed
without, it expects tables `transactions` and `events` with the canonical columns (see
src/features/sql/canonical.rs): name their Parquet files with --transactions and --events.

Every customer and every feature must be there on both sides, null where the other is null, and equal
to --tolerance, relative (absolute below 1). Prints one line per mismatching feature with its worst
example; exit code 1 on any, 2 where nothing could be compared.
"""

import argparse
import sys

import duckdb
import engines


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--features", required=True, help="Parquet file or glob of `winback features`")
    parser.add_argument("--sql", required=True, help="file with the SQL of `winback sql`")
    parser.add_argument("--engine", choices=engines.ENGINES, default="duckdb", help="what runs the SQL")
    parser.add_argument("--transactions", help="Parquet with canonical columns, where the SQL names a table")
    parser.add_argument("--events", help="Parquet with canonical columns, where the SQL names a table")
    parser.add_argument("--tolerance", type=float, default=1e-9)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def prepare(args):
    """A connection with the tables `ours` and `theirs`."""
    db = duckdb.connect()
    db.execute("set TimeZone = 'UTC'")
    db.execute(f"set threads = {args.threads}")
    tables = {"transactions": args.transactions, "events": args.events}
    with open(args.sql, encoding="utf-8") as file:
        result = engines.run(args.engine, file.read(), {name: path for name, path in tables.items() if path})
    db.from_arrow(result).create("theirs")
    db.from_parquet(args.features).create("ours")
    return db


def columns(db, table):
    return [row[0] for row in db.execute(f"describe {table}").fetchall()]


# Of labelled snapshots a customer has a row a date.
KEYS = ("customer_id", "as_of")


def key_of(names):
    """What rows of a table are known by, as text; the table's name in the query comes in."""
    return lambda table: " || ' ' || ".join(f"{table}.{name}::varchar" for name in KEYS if name in names)


def compare_customers(db, key):
    """Customers that stand on one side only; returns the number of failures."""
    failures = 0
    for here, there in (("ours", "theirs"), ("theirs", "ours")):
        query = f"select {key('h')} from {here} h except all select {key('t')} from {there} t"
        missing = db.execute(f"select count(*), min(#1) from ({query})").fetchone()
        if missing[0]:
            failures += 1
            print(f"customers: {missing[0]} only in {here}, such as {missing[1]}")
    return failures


def compare_feature(db, key, feature, tolerance):
    """Prints the mismatches of one feature; returns 1 if there are any."""
    a, b = f"cast(o.{quoted(feature)} as double)", f"cast(t.{quoted(feature)} as double)"
    apart = f"abs({a} - {b}) / greatest(1, abs({a}), abs({b}))"
    wrong = f"coalesce(not ({apart} <= {tolerance}), ({a} is null) <> ({b} is null))"
    count, total, example = db.execute(
        f"""select count(*) filter (where {wrong}), count(*),
              arg_max([{key('o')}, {a}::varchar, {b}::varchar], coalesce({apart}, 'inf'))
                filter (where {wrong})
            from ours o join theirs t on {key('o')} = {key('t')}"""
    ).fetchone()
    if count:
        who, ours, theirs = example
        print(f"{feature}: {count} of {total} differ; worst: customer {who}: winback {ours}, SQL {theirs}")
    return int(count > 0)


def main():
    args = arguments()
    db = prepare(args)
    ours, theirs = columns(db, "ours"), columns(db, "theirs")
    key = key_of(ours)
    failures = compare_customers(db, key)
    for here, missing in (("SQL", set(ours) - set(theirs)), ("winback", set(theirs) - set(ours))):
        if missing:
            failures += 1
            print(f"features missing in {here}: {', '.join(sorted(missing))}")
    shared = [name for name in ours if name in theirs and name not in KEYS]
    rows = db.execute("select count(*) from ours").fetchone()[0]
    if not shared or not rows:
        print("nothing to compare")
        return 2
    failures += sum(compare_feature(db, key, feature, args.tolerance) for feature in shared)
    print(f"{len(shared)} features of {rows} customers compared: {failures or 'no'} mismatches")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
