#!/usr/bin/env python3
"""Runs winback and its peers in turn on the same generated files; see scripts/bench.

Every contender reads the same Parquet files and writes the same features (scripts/peers/features.py) to
Parquet. Their results are compared first: counts exactly, numbers to 1e-9 (relative, absolute below 1).
Then they run in alternating order, so that a busy minute hits all of them. What is reported is the
median; memory is the largest sum of resident sizes over the process and its children.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "peers"))
from bench_report import write_plot, write_table  # noqa: E402
from features import COUNTS, FEATURES  # noqa: E402

AS_OF = "2025-01-01"
SIZES = {"2M": (2_000_000, 100_000), "20M": (20_000_000, 1_000_000), "200M": (200_000_000, 5_000_000)}
FILES = 8
COLUMNS = ("customer_id", "timestamp", "amount", "order_id", "product_id", "category", "channel", "quantity", "discount")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--winback", default="target/release/winback", help="the program")
    parser.add_argument("--data", type=Path, default=Path("bench-data"), help="folder for what is generated")
    parser.add_argument("--runs", type=int, default=3, help="runs of each contender [3]")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["2M", "20M"])
    parser.add_argument("--full", action="store_true", help="200 M rows too, without the peers")
    parser.add_argument("--spark", action="store_true", help="PySpark in local mode too")
    parser.add_argument("--no-variants", action="store_true", help="only whole-number ids in time order, and only features")
    parser.add_argument("--memory-limit", default="4GiB", help="of winback's second run at 200 M rows [4GiB]")
    parser.add_argument("--out", type=Path, default=Path("."), help="where BENCHMARKS.md and docs/ go [.]")
    args = parser.parse_args()
    if args.full and "200M" not in args.sizes:
        args.sizes.append("200M")
    return args


def generated(args, size, ids="integer", order="time"):
    """The glob of a generated history's files; made once."""
    rows, customers = SIZES[size]
    folder = args.data / f"{size}-{ids}-{order}"
    if not folder.exists():
        print(f"generating {folder}", file=sys.stderr)
        staging = folder.with_suffix(".tmp")
        shutil.rmtree(staging, ignore_errors=True)
        subprocess.run(
            [args.winback, "--quiet", "generate", "--shape", "wholesale", "--transactions", str(rows)]
            + ["--customers", str(customers)]
            + ["--id-type", ids, "--row-order", order, "--no-events", "--out", staging]
            + ["--transactions-per-file", str(rows // FILES)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        staging.rename(folder)
    return f"{folder}/transactions/*.parquet"


def question(args, glob):
    """The flags that name the data and the date."""
    columns = [word for name in COLUMNS for word in (f"--{name.replace('_', '-')}", name)]
    return ["--transactions", glob, *columns, "--as-of", AS_OF, "--threads", str(args.threads)]


def features_command(args, glob, out):
    """The benchmark's features by winback."""
    wanted = ["--features", ",".join(FEATURES), "--out", f"{out}/winback.parquet"]
    return [args.winback, "--quiet", "features", *question(args, glob), *wanted]


def contenders(args, glob, out, with_peers=True):
    """Command lines by name."""
    wanted = ["--features", ",".join(FEATURES)]
    commands = {
        "decoding alone": [args.winback, "--quiet", "bench-scan", *question(args, glob), *wanted],
        "winback": features_command(args, glob, out),
    }
    if with_peers:
        for peer in ("duckdb", "polars") + (("pyspark",) if args.spark else ()):
            script = str(HERE / "peers" / f"{peer}_features.py")
            commands[peer] = [sys.executable, script, glob, f"{out}/{peer}.parquet", AS_OF, str(args.threads)]
    return commands


def nightly(args, size, out):
    """Command lines of scoring, training and judging beside the features; the model is made first."""
    models = ["--models", f"{out}/models"]
    asked = ["--horizon-days", "60", *models]
    small, glob = (question(args, generated(args, s)) for s in ("2M", size))
    shutil.rmtree(f"{out}/models", ignore_errors=True)
    subprocess.run([args.winback, "--quiet", "train", *small, *asked, "--model", "bench"], check=True, stdout=subprocess.DEVNULL)
    return {
        "winback": features_command(args, generated(args, size), out),
        "winback, all features": [args.winback, "--quiet", "features", *glob, "--out", f"{out}/all.parquet"],
        "winback score": [args.winback, "--quiet", "score", *glob, *models, "--model", "bench", "--output", f"{out}/scored"],
        "winback train": [args.winback, "--quiet", "train", *glob, *asked, "--model", "large"],
        "winback backtest, 6 cutoffs": [args.winback, "--quiet", "backtest", *glob, *asked, "--cutoffs", "6"],
    }


def nights(args, size, out):
    """Command lines of the whole night and of what one would write instead; both models are made first."""
    folder, glob = args.data / f"{size}-integer-time", generated(args, size)
    asked = [*question(args, glob), "--customers", str(folder / "customers.parquet"), "--horizon-days", "60"]
    models, peer = ["--models", f"{out}/night-models"], [sys.executable, str(HERE / "peers" / "duckdb_night.py")]
    # Results of another size would be compared with.
    for name in ("night-models", "night", "night-scores"):
        shutil.rmtree(f"{out}/{name}", ignore_errors=True)
    small, threads = generated(args, "2M"), str(args.threads)
    trained = [args.winback, "--quiet", "train", *question(args, small), "--horizon-days", "60", *models]
    for command in (trained, [*peer, "train", small, f"{out}/night.pickle", AS_OF, "60", threads]):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    scored = [glob, str(folder / "customers.parquet"), f"{out}/night.pickle", str(out), AS_OF, threads]
    return {
        "winback": [args.winback, "--quiet", "run", *asked, *models, "--output", f"{out}/night"],
        "winback score": [args.winback, "--quiet", "score", *asked, *models, "--output", f"{out}/night-scores"],
        "duckdb and scikit-learn": [*peer, "score", *scored],
    }


def stages(command):
    """Seconds of each stage of one more run, from the program's own log."""
    spoken = [word for word in command if word != "--quiet"] + ["--log-format", "json"]
    log = subprocess.run(spoken, capture_output=True, text=True, check=True).stderr
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    done = [line for line in lines if line.get("message", "").endswith(": done")]
    return {line["message"].removesuffix(": done"): line["seconds"] for line in done}


def family(pid):
    """The process and its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


class Sampler(threading.Thread):
    """Watches a process and its children: peak of the sum of resident bytes, and processor seconds.

    The system's own peak per process (VmHWM) catches what falls between two looks. Not ru_maxrss: that
    of a child counts the memory of this script, from which it was forked.
    """

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.cpu, self.over = pid, 0, {}, threading.Event()

    def run(self):
        page, tick = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
        while not self.over.wait(0.02):  # some commands end within 50 ms
            resident = 0
            try:
                for pid in family(self.pid):
                    resident += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
                    status = Path(f"/proc/{pid}/status").read_text()
                    highest = int(status.partition("VmHWM:")[2].split()[0]) * 1024
                    self.peak = max(self.peak, highest)
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    self.cpu[pid] = (int(fields[11]) + int(fields[12])) / tick
            except (OSError, IndexError):
                continue  # ended while it was looked at
            self.peak = max(self.peak, resident)


def measured(command):
    """Runs to the end; wall and processor seconds and peak bytes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    sampler = Sampler(process.pid)
    sampler.start()
    errors = []
    reader = threading.Thread(target=lambda: errors.append(process.stderr.read()), daemon=True)
    reader.start()
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    sampler.over.set()
    sampler.join()
    reader.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command[:3]))} ended with {process.returncode}:\n{errors[0][-2000:]}")
    cpu = max(usage.ru_utime + usage.ru_stime, sum(sampler.cpu.values()))
    return {"wall": wall, "cpu": cpu, "peak": sampler.peak}


def compare(out, peers):
    """Every customer and feature equal to winback's, or the benchmark ends here."""
    import duckdb

    db = duckdb.connect()
    for peer in peers:
        path = f"{out}/{peer}.parquet" + ("/*.parquet" if Path(f"{out}/{peer}.parquet").is_dir() else "")
        joined = f"read_parquet('{out}/winback.parquet') a full join read_parquet('{path}') b using (customer_id)"

        def differs(name):
            a, b = f'a."{name}"', f'b."{name}"'
            if name in COUNTS:
                return f"{a} is distinct from {b}"
            return (
                f"({a} is null) <> ({b} is null) or "
                f"coalesce(abs({a} - {b}) > 1e-9 * greatest(1, abs({a})), false)"
            )

        checks = ", ".join(f'count(*) filter ({differs(name)}) as "{name}"' for name in FEATURES)
        row = db.execute(f"select count(*), {checks} from {joined}").fetchone()
        wrong = {name: n for name, n in zip(FEATURES, row[1:]) if n}
        if wrong:
            raise SystemExit(f"{peer} and winback disagree; customers by feature: {wrong}")
        print(f"{peer} agrees with winback on {row[0]} customers × {len(FEATURES)} features", file=sys.stderr)


def case(args, label, rows, commands, out, peers=(), plotted=False):
    """Runs the contenders in turn, several times."""
    runs = {name: [] for name in commands}
    for i in range(args.runs):
        for name, command in commands.items():
            runs[name].append(measured(command))
            print(f"{label} {name} {i + 1}/{args.runs}: {runs[name][-1]}", file=sys.stderr)
        if i == 0 and peers:
            compare(out, peers)

    def median(name):
        return {key: statistics.median(run[key] for run in runs[name]) for key in ("wall", "cpu", "peak")}

    return {"label": label, "rows": rows, "plotted": plotted, "contenders": {name: median(name) for name in runs}, "runs": runs}


def machine(args):
    def first(path, key):
        lines = Path(path).read_text().splitlines() if Path(path).exists() else []
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "unknown")

    versions = [subprocess.run([args.winback, "--version"], capture_output=True, text=True).stdout.strip()]
    names = ["duckdb", "polars"] + (["pyspark"] if args.spark else [])
    versions += [f"{name} {importlib.metadata.version(name)}" for name in names]
    memory = int(first("/proc/meminfo", "MemTotal").split()[0]) / 1024**2
    return {
        "cpu": first("/proc/cpuinfo", "model name"),
        "threads": args.threads,
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "versions": versions,
        "date": time.strftime("%Y-%m-%d"),
        "runs": args.runs,
        "load": f"{os.getloadavg()[2]:.1f}",
    }


def main():
    args = arguments()
    out = args.data / "out"
    out.mkdir(parents=True, exist_ok=True)
    cases = []
    for size in args.sizes:
        # At 200 M rows the peers want more memory than most machines have.
        commands = contenders(args, generated(args, size), out, with_peers=size != "200M")
        if size == "200M":
            limited = [*commands["winback"], "--memory-limit", args.memory_limit, "--spill-dir", str(out)]
            commands[f"winback, {args.memory_limit}"] = limited
            # Beside a tenth of the rows in the same minutes, so that their ratio says something.
            commands["winback, 20M rows"] = features_command(args, generated(args, "20M"), out)
        peers = [name for name in commands if not name.startswith(("winback", "decoding"))]
        cases.append(case(args, f"{size} rows, whole-number ids, time order", SIZES[size][0], commands, out, peers, plotted=True))
    size = args.sizes[min(1, len(args.sizes) - 1)]
    if not args.no_variants:
        variants = {
            "winback": ("integer", "time"),
            "winback, text ids": ("text", "time"),
            "winback, shuffled": ("integer", "shuffled"),
            "winback, text ids, shuffled": ("text", "shuffled"),
        }
        commands = {
            name: features_command(args, generated(args, size, ids, order), out)
            for name, (ids, order) in variants.items()
        }
        cases.append(case(args, f"{size} rows, other files", SIZES[size][0], commands, out))
        commands = nightly(args, size, out)
        nightly_commands = case(args, f"{size} rows, the nightly commands", SIZES[size][0], commands, out)
        nightly_commands["stages"] = stages(commands["winback backtest, 6 cutoffs"])
        cases.append(nightly_commands)
        cases.append(case(args, f"{size} rows, the whole night", SIZES[size][0], nights(args, size, out), out))
    results = {"machine": machine(args), "cases": cases}
    (args.data / "results.json").write_text(json.dumps(results, indent=1))
    write_table(results, args.out / "BENCHMARKS.md")
    write_plot(results, args.out / "docs" / "bench.svg")


if __name__ == "__main__":
    main()
