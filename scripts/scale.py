#!/usr/bin/env python3
"""Measures what the same features and scores cost on this machine alone and on a cluster: the figures of docs/scale.md.

    scripts/scale.py WINBACK [--sizes 2M,20M,200M] [--what features,score] [--data bench-data] [--on local,spark] [--sail COMMAND]

WINBACK is built with the feature spark. The cluster is a Spark of two workers of one core and 1 GB each, on this machine
(clusters.py; needs Java 17 and pyspark), or, with --sail, a Sail server. Every command runs once; a small one runs before them, so
that no first plan is measured. Bytes and processor seconds of the cluster are Spark's own
count (its event log); of what it reads of Parquet it counts next to nothing. Needs, for
200M, some 12 GB of disk.
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench import SIZES, generated, measured, question
from clusters import Cluster, sail_server

# Spark's advice is a multiple of the cores; a customer's rows meet in one task, and a task has some 500 MB.
CUSTOMERS_PER_PARTITION = 100_000
LINE = "| {size} | {what} | {where} | {wall:.1f} | {cpu} | {shuffled} | {written} |"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("winback", type=lambda path: Path(path).resolve())
    parser.add_argument("--data", type=lambda path: Path(path).resolve(), default=Path("bench-data").resolve())
    parser.add_argument("--sizes", type=lambda text: text.split(","), default=list(SIZES))
    parser.add_argument("--what", type=lambda text: text.split(","), default=["features", "score"])
    parser.add_argument("--on", type=lambda text: text.split(","), default=["local", "spark"])
    parser.add_argument("--sail", help="the command `sail` of a venv without pyspark")
    parser.add_argument("--threads", type=int, default=2, help="of the local runs [2]")
    return parser.parse_args()


def commands(args, size, folder, engine):
    """What is measured, by name."""
    asked = [*question(args, generated(args, size)), *engine]
    known = {
        "features": [args.winback, "--quiet", "features", *asked, "--out", folder / f"features-{size}"],
        "score": [
            args.winback, "--quiet", "score", *asked, "--models", folder / "models", "--output", folder / f"scores-{size}"
        ],
    }
    return {what: known[what] for what in args.what}


def train(args, folder):
    """A model to score by, of the smallest history."""
    asked = question(args, generated(args, "2M"))
    learnt = [args.winback, "--quiet", "train", *asked, "--horizon-days", "60", "--models", folder / "models"]
    subprocess.run(learnt, check=True, stdout=subprocess.DEVNULL)


class EventLog:
    """What Spark writes of its tasks, read from where it was read last."""

    def __init__(self, folder):
        self.folder, self.read = folder, {}

    def since_last(self):
        """Sums over the tasks that have ended since."""
        total = {"cpu": 0.0, "shuffled": 0, "written": 0}
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            with path.open() as log:
                log.seek(self.read.get(path, 0))
                for line in iter(log.readline, ""):
                    if line.startswith('{"Event":"SparkListenerTaskEnd"'):
                        add(total, json.loads(line).get("Task Metrics") or {})
                self.read[path] = log.tell()
        return total


def add(total, task):
    total["cpu"] += task.get("Executor CPU Time", 0) / 1e9
    total["shuffled"] += task.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    total["written"] += task.get("Output Metrics", {}).get("Bytes Written", 0)


def measure(args, where, folder, engine, log=None):
    """A line for every size and command."""
    for size in args.sizes:
        rows, _ = SIZES[size]
        for what, command in commands(args, size, folder, engine).items():
            if log:
                log.since_last()
            run = measured(command)
            cost = {"cpu": f"{run['cpu']:.0f}", "shuffled": "", "written": ""}
            if log:
                spent = log.since_last()
                cost = {name: f"{spent[name] / rows:.1f}" for name in ("shuffled", "written")}
                cost["cpu"] = f"{spent['cpu']:.0f}"
            print(LINE.format(size=size, what=what, where=where, wall=run["wall"], **cost), flush=True)
        for left in folder.glob(f"*-{size}"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def on_a_cluster(args, where, folder, remote, log=None):
    engine = ["--engine", "spark", "--remote", remote, "--work-dir", folder / "work"]
    for command in commands(args, "2M", folder, engine).values():
        measured(command)
    for left in folder.glob("*-2M"):
        shutil.rmtree(left)
    measure(args, where, folder, engine, log)


def main():
    args = arguments()
    with tempfile.TemporaryDirectory(prefix="winback-scale-", dir=args.data) as folder:
        folder = Path(folder)
        (folder / "work").mkdir()
        train(args, folder)
        print("| rows | command | on | s | processor s | bytes shuffled a row | written |", flush=True)
        print("|---|---|---|--:|--:|--:|--:|", flush=True)
        if "local" in args.on:
            measure(args, "this machine", folder, [])
        if "spark" in args.on:
            events = folder / "events"
            events.mkdir()
            customers = max(SIZES[size][1] for size in args.sizes)
            settings = {
                "spark.sql.shuffle.partitions": max(4, customers // CUSTOMERS_PER_PARTITION),
                "spark.eventLog.enabled": "true",
                "spark.eventLog.dir": events.as_uri(),
                "spark.eventLog.rolling.enabled": "false",
                "spark.eventLog.compress": "false",
            }
            with Cluster(folder, settings) as cluster:
                on_a_cluster(args, "Spark, two workers", folder, f"sc://127.0.0.1:{cluster.port}", EventLog(events))
        if args.sail:
            with sail_server(args.sail, folder) as remote:
                on_a_cluster(args, "Sail, two threads", folder, remote)


if __name__ == "__main__":
    main()
