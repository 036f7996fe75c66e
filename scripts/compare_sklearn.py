#!/usr/bin/env python3
"""Fits one matrix with winback's two solvers and with scikit-learn, and compares the optima.

    scripts/compare_sklearn.py [--rows 20000] [--columns 60] [--base 0.0] [--runs 1] [--tolerance 1e-6]
        [--profile release] [--features cloud]

The example `fit_matrix` makes the matrix, writes it down and fits it; this reads the same bytes.
scikit-learn's newton-cholesky at tol 1e-14 is the reference optimum for coefficients and standard
errors; its lbfgs is timed for comparison, at its default tolerance and at 1e-8. Seconds are of the
fit alone, wall clock, as is each solver's use of threads. Exits with 1 if anything differs by more
than the tolerance. Needs numpy, scikit-learn and cargo.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parent.parent


def winback_fits(arguments, folder):
    """Runs the example; returns fits by solver and the standard errors."""
    command = ["cargo", "run", "--quiet", "--profile", arguments.profile, "--features", arguments.features,
               "--example", "fit_matrix", "--",
               str(arguments.rows), str(arguments.columns), folder, str(arguments.base),
               str(arguments.runs)]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    fits, errors = {}, None
    for line in map(json.loads, output.splitlines()):
        if "fitted" in line:
            fits.setdefault(line["fitted"]["solver"], []).append(line)
        else:
            errors = line["standard_errors"]
    return fits, errors


def vector(coefficients):
    return np.append(coefficients["weights"], coefficients["intercept"])


def scikit_learn_fit(x, y, solver, tol):
    model = LogisticRegression(C=1.0, solver=solver, tol=tol, max_iter=10_000)
    started = time.perf_counter()
    model.fit(x, y)
    return np.append(model.coef_[0], model.intercept_[0]), time.perf_counter() - started


def mean_gradient_norm(x, y, found, l2=1.0):
    residual = 1 / (1 + np.exp(-(x @ found[:-1] + found[-1]))) - y
    return np.linalg.norm(np.append(x.T @ residual + l2 * found[:-1], residual.sum())) / len(y)


def standard_errors(x, found, l2=1.0):
    p = 1 / (1 + np.exp(-(x @ found[:-1] + found[-1])))
    design = np.column_stack([x, np.ones(len(x))])
    penalty = np.diag(np.append(np.full(x.shape[1], l2), 0.0))
    return np.sqrt(np.diag(np.linalg.inv(design.T @ (design * (p * (1 - p))[:, None]) + penalty)))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--columns", type=int, default=60)
    parser.add_argument("--base", type=float, default=0.0, help="log-odds of churn at zero")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--tolerance", type=float, default=1e-6)
    parser.add_argument("--profile", default="release", help="cargo's; dev where time does not matter")
    parser.add_argument("--features", default="", help="cargo's; those of a build that is there already save one")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        fits, errors = winback_fits(arguments, folder)
        y = np.fromfile(pathlib.Path(folder) / "churned.u8", dtype=np.uint8).astype(float)
        columns = np.fromfile(pathlib.Path(folder) / "x.f64").reshape(arguments.columns, len(y))
    x = np.ascontiguousarray(columns.T)  # the order that scikit-learn is fastest with
    reference, _ = scikit_learn_fit(x, y, "newton-cholesky", 1e-14)

    print(f"{arguments.rows:,} x {arguments.columns}, churn rate {y.mean():.3f}")
    print(f"{'solver':28} {'seconds':>8} {'gradient/n':>11} {'max difference':>15}")
    worst = 0.0
    for solver, runs in fits.items():
        found = vector(runs[0]["fitted"]["coefficients"])
        difference = np.abs(found - reference).max()
        worst = max(worst, difference)
        seconds = statistics.median(run["seconds"] for run in runs)
        gradient = mean_gradient_norm(x, y, found)
        print(f"{'winback ' + solver:28} {seconds:8.2f} {gradient:11.1e} {difference:15.1e}")
    for tol in (1e-4, 1e-8):
        runs = [scikit_learn_fit(x, y, "lbfgs", tol) for _ in range(arguments.runs)]
        seconds = statistics.median(run[1] for run in runs)
        found = runs[0][0]
        gradient = mean_gradient_norm(x, y, found)
        difference = np.abs(found - reference).max()
        print(f"{f'scikit-learn lbfgs {tol:.0e}':28} {seconds:8.2f} {gradient:11.1e} "
              f"{difference:15.1e}")
    relative = np.abs(vector(errors) / standard_errors(x, reference) - 1).max()
    print(f"standard errors: largest relative difference {relative:.1e}")
    if max(worst, relative) > arguments.tolerance:
        sys.exit(f"differs by {max(worst, relative):.1e}, more than {arguments.tolerance:.0e}")


if __name__ == "__main__":
    main()
