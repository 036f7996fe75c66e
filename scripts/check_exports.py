#!/usr/bin/env python3
"""Holds the exports of a model against the scores of `winback score`.

    winback score    --as-of D --model M <data flags> --output out
    winback features --as-of D --model M <data flags> --out features.parquet
    winback models export --format sql  --model M --out model.sql
    winback models export --format onnx --model M --out model.onnx
    winback models export --format json --model M --out model.json
    winback models export --format sql --from transactions --as-of D --model M <data flags> --out full.sql
    scripts/check_exports.py --scores 'out/scores/as_of=D/part-*.parquet' --features features.parquet \\
        --sql model.sql --onnx model.onnx --json model.json --full-sql full.sql

The SQL (of the dialect that --engine names) must give the churn probability of every scored customer to 1e-9, ONNX in
onnxruntime to 1e-5. --full-sql must give the same customers too, no more and no fewer. --json: a plain
Python reading of the document must give its own examples and the scores to 1e-9. Prints one line per export with the
largest difference; exit code 1 on a mismatch, 2 where nothing could be compared.
"""

import argparse
import json
import math
import sys

import duckdb
import engines

SQL_TOLERANCE = 1e-9
ONNX_TOLERANCE = 1e-5


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scores", required=True, help="Parquet file or glob of `winback score`")
    parser.add_argument("--features", required=True, help="Parquet file of `winback features --model`")
    parser.add_argument("--sql", help="exported SQL that reads the table features")
    parser.add_argument("--full-sql", help="exported SQL that reads the transactions")
    parser.add_argument("--engine", choices=engines.ENGINES, default="duckdb", help="what runs the SQL")
    parser.add_argument("--onnx", help="exported ONNX")
    parser.add_argument("--json", help="exported JSON")
    return parser.parse_args()


def prepare(args):
    """A connection with the tables `scores` and `features`."""
    db = duckdb.connect()
    db.execute("set TimeZone = 'UTC'")
    db.from_parquet(args.scores).create_view("every_customer")
    db.execute(
        """create table scores as select cast(customer_id as varchar) as customer_id, churn_probability
           from every_customer where churn_probability is not null"""
    )
    db.from_parquet(args.features).create("features")
    return db


def judge(name, differences, expected, tolerance):
    """Prints the verdict on absolute differences, None for a customer that is missing; returns failures."""
    missing = expected - sum(d is not None for d in differences)
    wrong = sum(d is not None and not d <= tolerance for d in differences)
    worst = max((d for d in differences if d is not None), default=math.nan)
    verdict = "ok" if not missing and not wrong else f"MISMATCH: {wrong} differ, {missing} missing"
    print(f"{name}: {expected} customers, largest difference {worst:.1e} (at most {tolerance:.0e}): {verdict}")
    return int(bool(missing or wrong))


def check_sql(db, name, path, exact_customers, engine, tables):
    with open(path, encoding="utf-8") as file:
        result = engines.run(engine, file.read(), tables)
    db.execute("drop table if exists theirs")
    db.from_arrow(result).create("theirs")
    rows = db.execute(
        """select abs(t.churn_probability - s.churn_probability),
             abs(1 / (1 + exp(-t.log_odds)) - s.churn_probability)
           from scores s left join theirs t on cast(t.customer_id as varchar) = s.customer_id"""
    ).fetchall()
    failures = judge(name, [row[0] for row in rows], len(rows), SQL_TOLERANCE)
    if any(row[1] is not None and not row[1] <= SQL_TOLERANCE for row in rows):
        print(f"{name}: MISMATCH: log_odds are not those of churn_probability")
        failures += 1
    if exact_customers:
        extra = db.execute(
            "select count(*) from theirs where cast(customer_id as varchar) not in (select customer_id from scores)"
        ).fetchone()[0]
        if extra:
            print(f"{name}: MISMATCH: {extra} customers that winback does not score")
            failures += 1
    return failures


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def scored_rows(db, names):
    """Expected probabilities and rows of features (None: not known), in one order."""
    columns = ", ".join(f"cast(f.{quoted(name)} as double)" for name in names)
    rows = db.execute(
        f"""select s.churn_probability, s.customer_id {', ' + columns if columns else ''}
            from scores s join features f on cast(f.customer_id as varchar) = s.customer_id
            order by s.customer_id"""
    ).fetchall()
    return [row[0] for row in rows], [row[2:] for row in rows]


def check_onnx(db, path, expected_customers):
    import numpy
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = json.loads(session.get_modelmeta().custom_metadata_map["feature_names"])
    expected, rows = scored_rows(db, names)
    matrix = numpy.array(rows, dtype=float).reshape(len(rows), len(names))
    found, log_odds = session.run(["churn_probability", "log_odds"], {"features": matrix})
    differences = [float(d) for d in numpy.abs(found - numpy.array(expected))]
    differences += [None] * (expected_customers - len(rows))
    # One row at a time must do as well, as a service would ask.
    alone = session.run(["log_odds"], {"features": matrix[:1]})[0]
    failures = judge("onnx", differences, expected_customers, ONNX_TOLERANCE)
    if alone.shape != (1,) or abs(float(alone[0] - log_odds[0])) > ONNX_TOLERANCE:
        print("onnx: MISMATCH: a row alone scores differently")
        failures += 1
    return failures


def standardise(entry, x):
    if x is None or math.isnan(x):
        return None
    if entry["shape"] == "log":
        x = math.log1p(max(x, 0.0))
    elif entry["shape"] == "asinh":
        x = math.asinh(x)
    elif entry["shape"] == "logit":
        p = min(max(x, 1e-6), 1.0 - 1e-6)
        x = math.log(p / (1.0 - p))
    return (min(max(x, entry["low"]), entry["high"]) - entry["mean"]) / entry["sd"]


def term_value(term, z):
    known = [z[name] or 0.0 for name in term["features"]]
    if len(known) == 2:
        sides = zip(term["features"], known, term.get("knots", [None, None]))
        values = [x if knot is None else float(z[name] is not None and x >= knot) for name, x, knot in sides]
        return values[0] * values[1]
    if "has no z" in term["formula"]:
        return float(z[term["features"][0]] is None)
    if "knot" in term:
        if z[term["features"][0]] is None:
            return 0.0
        above = known[0] - term["knot"]
        return float(above >= 0.0) if term["formula"].startswith("1 if") else max(0.0, above)
    return known[0]


def probability(model, values):
    """The score by the document alone."""
    z = {e["feature"]: standardise(e, x) for e, x in zip(model["inputs"], values)}
    u = model["intercept"]
    for term in model["terms"]:
        u += term["weight"] * (term_value(term, z) - term["centre"]) / term["scale"]
    calibration = model["calibration"]
    begun = [p for p in calibration["pieces"] if p["from_log_odds"] is None or p["from_log_odds"] <= u]
    piece = begun[-1]
    curve = piece["log_odds_out"] + piece["slope"] * (u - piece["log_odds_in"])
    trust = calibration["trust"]
    calibrated = (1.0 - trust) * u + trust * curve + calibration["base_rate_offset"]
    return 1.0 / (1.0 + math.exp(-calibrated))


def check_json(db, path, expected_customers):
    with open(path, encoding="utf-8") as file:
        model = json.load(file)
    names = [entry["feature"] for entry in model["inputs"]]
    examples = model["examples"]
    apart = [
        abs(probability(model, [e["features"][name] for name in names]) - e["churn_probability"]) for e in examples
    ]
    failures = judge("json, its own examples", apart, len(examples), SQL_TOLERANCE)
    expected, rows = scored_rows(db, names)
    differences = [abs(probability(model, row) - p) for p, row in zip(expected, rows)]
    differences += [None] * (expected_customers - len(rows))
    return failures + judge("json", differences, expected_customers, SQL_TOLERANCE)


def main():
    args = arguments()
    db = prepare(args)
    customers = db.execute("select count(*) from scores").fetchone()[0]
    if not customers or not (args.sql or args.full_sql or args.onnx or args.json):
        print("nothing to compare")
        return 2
    failures = 0
    if args.sql:
        failures += check_sql(db, "sql", args.sql, False, args.engine, {"features": args.features})
    if args.full_sql:
        failures += check_sql(db, "sql from transactions", args.full_sql, True, args.engine, {})
    if args.onnx:
        failures += check_onnx(db, args.onnx, customers)
    if args.json:
        failures += check_json(db, args.json, customers)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
