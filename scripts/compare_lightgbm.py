#!/usr/bin/env python3
"""Judges winback beside a tuned LightGBM and simpler models on any history, at past dates.

    scripts/compare_lightgbm --transactions FILE --as-of DATE [DATE ...] --horizon-days N \\
        --customer-id COL --timestamp COL (--amount COL | --quantity COL --unit-price COL) \\
        [--lookback-days 365] [--peers lightgbm stumps catboost] [--json FILE] [-- further flags of winback]

At each date winback trains on what was known before it and scores its customers. The peers learn from
the files that `winback features` writes at the same past cutoffs, of the same customers, with
outcomes read off the raw rows here by DuckDB:

  lightgbm  randomly searched, folds of customers, early stopping, then fitted on all rows; with --peers
            also stumps (LightGBM without interactions) and catboost, alike
  logistic  scikit-learn, L2 = 1, of log-transformed, standardised features
  recency   logistic regression on days since the last purchase
  bg_nbd    P(no purchase in the horizon) of winback's own fit, where its model reads it

Boosted trees may in addition choose, by the same folds, to learn from the newest cutoffs only. A purchase
is a row with a positive amount (quantity and price). Dates are UTC. Intervals are the middle 95 % of
bootstrap draws of customers; the last lines are paired differences. Brackets that hold 0: no
difference shown. Needs duckdb, lightgbm (catboost), numpy, scikit-learn and a built winback (--winback).
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import duckdb
import numpy as np
from sklearn.linear_model import LogisticRegression

import boosters
import judgement

PEERS = {"lightgbm": boosters.LightGbm, "stumps": lambda: boosters.LightGbm((2,)), "catboost": boosters.CatBoost}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--winback", default="target/release/winback")
    parser.add_argument("--transactions", required=True)
    parser.add_argument("--as-of", nargs="+", required=True)
    parser.add_argument("--horizon-days", type=int, required=True)
    parser.add_argument("--lookback-days", type=int, default=365)
    parser.add_argument("--customer-id", default="customer_id")
    parser.add_argument("--timestamp", default="timestamp")
    parser.add_argument("--amount", help="default: amount, unless --quantity is given")
    parser.add_argument("--quantity")
    parser.add_argument("--unit-price")
    parser.add_argument("--replicates", type=int, default=1000, help="bootstrap draws")
    parser.add_argument("--configurations", type=int, default=12, help="that each of the boosted trees may choose from")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=["lightgbm"])
    parser.add_argument("--json", help="file for the measures of every date")
    parser.add_argument("more", nargs="*", help="after --: passed to winback as they are")
    args = parser.parse_args()
    if not args.quantity and not args.amount:
        args.amount = "amount"
    return args


def data_flags(args):
    pairs = [("transactions", args.transactions), ("customer-id", args.customer_id), ("timestamp", args.timestamp),
             ("amount", args.amount), ("quantity", args.quantity), ("unit-price", args.unit_price)]
    return [part for name, value in pairs if value for part in (f"--{name}", value)] + args.more


def winback(args, *words):
    done = subprocess.run([args.winback, *words, *data_flags(args)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"winback {words[0]} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


class History:
    """The raw rows, for outcomes only."""

    def __init__(self, args):
        self.db, self.horizon_days = duckdb.connect(), args.horizon_days
        path = pathlib.Path(args.transactions)
        files = str(path / "**/*.parquet") if path.is_dir() else str(path)
        positive = [column for column in (args.quantity, args.unit_price, args.amount) if column]
        bought = " and ".join(f'"{column}" > 0' for column in positive) or "true"
        self.db.execute("set TimeZone = 'UTC'")
        self.db.execute(f"""create table purchases as
            select cast("{args.customer_id}" as varchar) id, cast("{args.timestamp}" as timestamp) bought_at
            from read_parquet(?) where {bought} and "{args.customer_id}" is not null""", [files])

    def churned(self, ids, as_of):
        """Whether each customer made no purchase in the horizon from the date on."""
        found = self.db.execute(
            "select distinct id from purchases where bought_at >= cast($1 as timestamp) "
            "and bought_at < cast($1 as timestamp) + to_days($2)", [as_of, self.horizon_days]).fetchall()
        buyers = {row[0] for row in found}
        return np.array([str(i) not in buyers for i in ids])


def features(args, folder, as_of, model=None):
    """(identifiers, names, matrix) of the eligible customers; NaN where a feature is null."""
    out = f"{folder}/features.parquet"
    more = ["--model", model] if model else []
    winback(args, "features", "--quiet", "--as-of", as_of, "--out", out, *more)
    eligible = "" if model else f"where days_since_last_purchase <= {args.lookback_days}"
    table = duckdb.sql(f"select * from '{out}' {eligible}").arrow().read_all()
    names = table.column_names[1:]
    column = lambda name: np.ma.filled(np.ma.masked_invalid(  # noqa: E731
        table[name].cast("double").to_numpy(zero_copy_only=False)), np.nan)
    return table["customer_id"].to_pylist(), names, np.column_stack([column(n) for n in names])


def logistic_scores(x, y, judged):
    """Signed logarithm, mean for the unknown with an indicator, standardised."""
    both = []
    bend = lambda m: np.sign(m) * np.log1p(np.abs(m))  # noqa: E731
    centre = np.nan_to_num(np.nansum(bend(x), axis=0) / np.maximum(1, (~np.isnan(x)).sum(axis=0)))
    for matrix in (x, judged):
        unknown = np.isnan(matrix)
        both.append(np.column_stack([np.where(unknown, centre, bend(matrix)), unknown]))
    mean, sd = both[0].mean(axis=0), both[0].std(axis=0)
    keep = sd > 1e-9
    learned, told = ((m[:, keep] - mean[keep]) / sd[keep] for m in both)
    model = LogisticRegression(C=1.0, max_iter=3000).fit(learned, y)
    return model.predict_proba(np.clip(told, -10, 10))[:, 1]


def at_date(args, history, as_of):
    """Winback's account of itself; customers, outcomes and all models' probabilities at one date."""
    question = ["--quiet", "--as-of", as_of, "--lookback-days", str(args.lookback_days)]
    with tempfile.TemporaryDirectory() as folder:
        trained = json.loads(winback(args, "train", *question, "--horizon-days", str(args.horizon_days),
                                     "--models", f"{folder}/models", "--format", "json"))
        model = f"{folder}/models/churn/{trained['version']}"
        winback(args, "score", *question, "--model", model, "--output", f"{folder}/out")
        scored = duckdb.sql(f"""select cast(customer_id as varchar) id, churn_probability p from
            '{folder}/out/scores/*/*.parquet' where eligible order by id""").fetchnumpy()
        cutoffs = sorted(trained["cutoffs"], reverse=True)
        past = [features(args, folder, cutoff) for cutoff in cutoffs]
        ids, names, now = features(args, folder, as_of)
        place = {str(i): k for k, i in enumerate(ids)}
        judged = now[[place[i] for i in scored["id"]]]
        told, read, values = features(args, folder, as_of, model)
        bg_nbd = None
        if "no_purchase_probability" in read:
            of = dict(zip(map(str, told), values[:, read.index("no_purchase_probability")]))
            bg_nbd = np.array([of[i] for i in scored["id"]])
    customer = np.unique(np.concatenate([[str(i) for i in p[0]] for p in past]), return_inverse=True)[1]
    age = np.concatenate([np.full(len(p[0]), k) for k, p in enumerate(past)])
    x = np.concatenate([p[2] for p in past])
    y = np.concatenate([history.churned(p[0], cutoff) for p, cutoff in zip(past, cutoffs)])
    recency = [names.index("days_since_last_purchase")]
    scores = {"winback": scored["p"].astype(float)}
    if len(np.unique(y)) == 2:
        learned = x, y, customer, age, judged
        for peer in args.peers:
            scores[peer] = boosters.scores(PEERS[peer](), *learned, args.configurations)
        scores["logistic"] = logistic_scores(x, y, judged)
        scores["recency"] = logistic_scores(x[:, recency], y, judged[:, recency])
    if bg_nbd is not None:
        scores["bg_nbd"] = bg_nbd
    return trained, (scored["id"].astype(str), history.churned(scored["id"], as_of), scores)


def main():
    args = arguments()
    history = History(args)
    kept = {}
    for as_of in args.as_of:
        trained, judged_rows = at_date(args, history, as_of)
        churned = judged_rows[1]
        print(f"\n{as_of}: {len(churned)} customers, {churned.mean():.4f} churned; learned from "
              f"{len(trained['cutoffs'])} cutoffs, {trained['n_rows']} rows; winback: {trained['level']}, "
              f"{trained['columns']} columns, grade {trained['grade']}")
        if churned.all() or not churned.any():
            print("one outcome only: nothing to compare")
            continue
        judged = judgement.judge([judged_rows], args.replicates)
        print("\n".join(judgement.table(judged, "winback")), flush=True)
        kept[as_of] = {"trained": {k: trained[k] for k in ("level", "columns", "grade")},
                       "measures": judgement.record(judged)}
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
