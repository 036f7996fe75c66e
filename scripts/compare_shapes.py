#!/usr/bin/env python3
"""Judges winback beside a tuned LightGBM and simpler models on every shape of scripts/shapes.py.

    scripts/compare_lightgbm --shapes [--seed 1] [--only NAME ...] [--dates 3] [--markdown FILE] [--json FILE]

Each shape is generated and asked its question at several dates, a horizon apart, the last of them a
horizon before the history ends; the contenders are those of scripts/compare_lightgbm. A shape's
measures are means over its dates, the last rows means over shapes; intervals are the middle 95 % of
draws of customers, a customer drawn with all dates. Prints tables in Markdown.
"""

import argparse
import datetime
import json
import pathlib
import tempfile

import lightgbm
import numpy as np
import pyarrow.parquet as pq
import sklearn

import compare_lightgbm
import judgement
import shapes

# Horizon and lookback in days: what somebody in that trade would ask.
QUESTIONS = {
    "grocery": (30, 180), "donors": (365, 1095), "one_time": (90, 365), "short": (30, 150), "small": (90, 365),
    "christmas": (60, 365), "subscribers": (60, 180), "growing": (60, 365), "wholesale": (60, 365),
}
SHOWN = ("auc", "log_loss", "ece")
MODELS = ("winback", "lightgbm", "logistic", "recency", "bg_nbd")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--winback", default="target/release/winback")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=shapes.SHAPES, default=list(shapes.SHAPES))
    parser.add_argument("--dates", type=int, default=3)
    parser.add_argument("--replicates", type=int, default=500, help="bootstrap draws")
    parser.add_argument("--configurations", type=int, default=12, help="that LightGBM may choose from")
    parser.add_argument("--markdown", help="file for the tables")
    parser.add_argument("--json", help="file for the measures")
    return parser.parse_args()


def asked(args, shape, file):
    """The arguments of compare_lightgbm for one shape, and the dates."""
    horizon, lookback = QUESTIONS[shape]
    end = shapes.START.astype(datetime.date) + datetime.timedelta(days=shapes.SHAPES[shape]["days"])
    dates = [str(end - datetime.timedelta(days=horizon * (k + 1))) for k in reversed(range(args.dates))]
    return argparse.Namespace(
        winback=args.winback, transactions=str(file), horizon_days=horizon, lookback_days=lookback,
        customer_id="customer_id", timestamp="timestamp", amount="amount", quantity=None, unit_price=None,
        configurations=args.configurations, more=[]), dates


def judged_shape(args, shape, folder):
    """Grades at the dates, and what `judgement.judge` makes of them."""
    file = pathlib.Path(folder) / f"{shape}.parquet"
    pq.write_table(shapes.table(shape, args.seed), file)
    question, dates = asked(args, shape, file)
    history = compare_lightgbm.History(question)
    grades, rows = "", []
    for date in dates:
        trained, judged = compare_lightgbm.at_date(question, history, date)
        grades += trained["grade"]
        rows.append(judged)
    return grades, judgement.judge(rows, args.replicates, seed=[args.seed, len(shape)])


def mean_over(found):
    """The mean over shapes; customers of different shapes are drawn apart."""
    values = list(found.values())
    return {name: tuple(np.mean([judged[name][part] for judged in values], axis=0) for part in (0, 1))
            for name in MODELS if all(name in judged for judged in values)}


def difference(judged, other, measure):
    """Winback − other with its interval; the favourable sign is +: for AUC, − for the rest."""
    k = judgement.MEASURES.index(measure)
    (ours, our_draws), (theirs, their_draws) = judged["winback"], judged[other]
    low, high = np.quantile(our_draws[:, k] - their_draws[:, k], [0.025, 0.975])
    return f"{ours[k] - theirs[k]:+.4f} [{low:+.4f}, {high:+.4f}]".replace("-", "−")


def tables(found, grades):
    lines = ["| shape | grades | " + " | ".join(f"{m} {n}" for m in ("AUC", "log loss", "ECE") for n in MODELS) + " |",
             "|---|---|" + "--:|" * (len(SHOWN) * len(MODELS))]
    everything = {**found, "**mean**": mean_over(found)}
    for shape, judged in everything.items():
        cells = [f"{judged[name][0][judgement.MEASURES.index(m)]:.4f}" if name in judged else ""
                 for m in SHOWN for name in MODELS]
        lines.append(f"| {shape} | {grades.get(shape, '')} | " + " | ".join(cells) + " |")
    lines += ["", "| winback − LightGBM | AUC | log loss | ECE |", "|---|--:|--:|--:|"]
    for shape, judged in everything.items():
        cells = [difference(judged, "lightgbm", m) for m in SHOWN]
        lines.append(f"| {shape} | " + " | ".join(cells) + " |")
    return lines


def main():
    args = arguments()
    found, grades = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for shape in args.only:
            grades[shape], found[shape] = judged_shape(args, shape, folder)
            print(f"{shape}: grades {grades[shape]}; log loss against LightGBM "
                  f"{difference(found[shape], 'lightgbm', 'log_loss')}", flush=True)
    lines = tables(found, grades)
    lines.append(f"\nSeed {args.seed}, {args.dates} dates a shape, lightgbm {lightgbm.__version__} of "
                 f"{args.configurations} configurations, scikit-learn {sklearn.__version__}.")
    print("\n".join(lines))
    if args.markdown:
        pathlib.Path(args.markdown).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if args.json:
        kept = {shape: judgement.record(judged) for shape, judged in found.items()}
        pathlib.Path(args.json).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
