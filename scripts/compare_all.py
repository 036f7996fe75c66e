#!/usr/bin/env python3
"""Judges winback beside boosted trees and simpler models on many histories.

    scripts/compare_lightgbm --all [--data FOLDER] [--seed 1] [--only NAME ...] [--dates 3] [--peers NAME ...]
                             [--markdown FILE] [--json FILE]

The histories are every shape of scripts/shapes.py, generated anew, and with --data those of scripts/histories.py. A
shape is asked its question at several dates, a horizon apart, the last of them a horizon before the history ends.
The contenders are those of scripts/compare_lightgbm, and the blend: the mean of the log-odds of winback and of the last
peer, which tells what the form of the model leaves on the table. A history's measures are means over its dates;
intervals are the middle 95 % of draws of customers, a customer drawn with all dates. The last rows are means over
histories, with 1.96 standard errors over histories. Prints tables in Markdown.
"""

import argparse
import datetime
import importlib.metadata
import json
import pathlib
import tempfile

import numpy as np
import pyarrow.parquet as pq

import compare_lightgbm
import histories
import judgement
import shapes

# Horizon and lookback in days: what somebody in that trade would ask.
QUESTIONS = {
    "grocery": (30, 180), "donors": (365, 1095), "one_time": (90, 365), "short": (30, 150), "small": (90, 365),
    "christmas": (60, 365), "subscribers": (60, 180), "growing": (60, 365), "wholesale": (60, 365),
}
SHOWN = ("auc", "log_loss", "ece")
NAMES = {"auc": "AUC", "log_loss": "log loss", "ece": "ECE"}
OTHERS = ("logistic", "recency", "bg_nbd")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--winback", default="target/release/winback")
    parser.add_argument("--data", type=pathlib.Path, help="folder of the real histories")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=[*histories.REAL, *shapes.SHAPES])
    parser.add_argument("--dates", type=int, default=3, help="of each shape")
    parser.add_argument("--peers", nargs="+", choices=compare_lightgbm.PEERS, default=list(compare_lightgbm.PEERS))
    parser.add_argument("--replicates", type=int, default=500, help="bootstrap draws")
    parser.add_argument("--configurations", type=int, default=12, help="that each of the boosted trees may choose from")
    parser.add_argument("--markdown", help="file for the tables")
    parser.add_argument("--json", help="file for the measures")
    return parser.parse_args()


def question(args, file, horizon, lookback, columns):
    """The arguments of compare_lightgbm for one history."""
    columns = {"amount": None, "quantity": None, "unit_price": None, "more": [], **columns}
    return argparse.Namespace(winback=args.winback, transactions=str(file), horizon_days=horizon,
                              lookback_days=lookback, configurations=args.configurations, peers=args.peers, **columns)


def shape_question(args, shape, folder):
    """A shape, written to the folder: its question and dates."""
    file = pathlib.Path(folder) / f"{shape}.parquet"
    pq.write_table(shapes.table(shape, args.seed), file)
    horizon, lookback = QUESTIONS[shape]
    end = shapes.START.astype(datetime.date) + datetime.timedelta(days=shapes.SHAPES[shape]["days"])
    dates = [str(end - datetime.timedelta(days=horizon * (k + 1))) for k in reversed(range(args.dates))]
    columns = {"customer_id": "customer_id", "timestamp": "timestamp", "amount": "amount"}
    return question(args, file, horizon, lookback, columns), dates


def real_question(args, name):
    file, columns, horizon, lookback, dates = histories.REAL[name]
    return question(args, args.data / file, horizon, lookback, columns), dates


def log_odds(p):
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return np.log(p / (1 - p))


def judged_history(args, asked, dates, seed):
    """Grades at the dates, and what `judgement.judge` makes of them."""
    history = compare_lightgbm.History(asked)
    grades, rows = "", []
    for date in dates:
        trained, (customers, churned, scores) = compare_lightgbm.at_date(asked, history, date)
        if churned.all() or not churned.any():
            continue
        peer = args.peers[-1]
        if peer in scores:
            mean = (log_odds(scores["winback"]) + log_odds(scores[peer])) / 2
            scores["blend"] = 1 / (1 + np.exp(-mean))
        grades += trained["grade"]
        rows.append((customers, churned, scores))
    shared = [name for name in rows[0][2] if all(name in scores for _, _, scores in rows)]
    rows = [(customers, churned, {name: scores[name] for name in shared}) for customers, churned, scores in rows]
    return grades, judgement.judge(rows, args.replicates, seed=seed)


def gap(judged, other, measure):
    """Winback − other, and its draws."""
    k = judgement.MEASURES.index(measure)
    (ours, our_draws), (theirs, their_draws) = judged["winback"], judged[other]
    return ours[k] - theirs[k], our_draws[:, k] - their_draws[:, k]


def written(value, low, high):
    return f"{value:+.4f} [{low:+.4f}, {high:+.4f}]".replace("-", "−")


def difference(judged, other, measure):
    """Winback − other with its interval; the favourable sign is +: for AUC, − for the rest."""
    value, draws = gap(judged, other, measure)
    return written(value, *np.quantile(draws, [0.025, 0.975]))


def over_histories(found, other, measure):
    """The mean difference over histories with 1.96 standard errors over them."""
    gaps = [gap(judged, other, measure)[0] for judged in found.values() if other in judged]
    if len(gaps) < 2:
        return ""
    mean, error = np.mean(gaps), np.std(gaps, ddof=1) / np.sqrt(len(gaps))
    return written(mean, mean - 1.96 * error, mean + 1.96 * error)


def measures_table(args, found, grades):
    models = ["winback", *args.peers, *OTHERS]
    lines = ["| history | grades | " + " | ".join(f"{NAMES[m]} {n}" for m in SHOWN for n in models) + " |",
             "|---|---|" + "--:|" * (len(SHOWN) * len(models))]
    for name, judged in found.items():
        cells = [f"{judged[model][0][judgement.MEASURES.index(m)]:.4f}" if model in judged else ""
                 for m in SHOWN for model in models]
        lines.append(f"| {name} | {grades[name]} | " + " | ".join(cells) + " |")
    return lines


def differences_table(found, other):
    lines = ["", f"| winback − {other} | AUC | log loss | ECE |", "|---|--:|--:|--:|"]
    for name, judged in found.items():
        if other in judged:
            lines.append(f"| {name} | " + " | ".join(difference(judged, other, m) for m in SHOWN) + " |")
    lines.append("| **mean over histories** | " + " | ".join(over_histories(found, other, m) for m in SHOWN) + " |")
    return lines


def main():
    args = arguments()
    names = args.only or [*(histories.REAL if args.data else ()), *shapes.SHAPES]
    found, grades = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for place, name in enumerate(names):
            is_real = name in histories.REAL
            asked, dates = real_question(args, name) if is_real else shape_question(args, name, folder)
            grades[name], found[name] = judged_history(args, asked, dates, [args.seed, place])
            against = [f"{peer} {difference(found[name], peer, 'log_loss')}" for peer in args.peers]
            print(f"{name}: grades {grades[name]}; log loss against {'; '.join(against)}", flush=True)
    lines = measures_table(args, found, grades)
    for other in [*args.peers, "blend"]:
        lines += differences_table(found, other)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}"
                         for name in ("lightgbm", "catboost", "scikit-learn"))
    lines.append(f"\nSeed {args.seed}, {args.dates} dates a shape, {args.configurations} configurations each; {versions}.")
    print("\n".join(lines))
    if args.markdown:
        pathlib.Path(args.markdown).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if args.json:
        kept = {name: judgement.record(judged) for name, judged in found.items()}
        pathlib.Path(args.json).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
