#!/usr/bin/env python3
"""Holds --engine spark against the local engine, on a cluster of this machine.

    scripts/check_spark_engine.py WINBACK [--remote sc://HOST:PORT | --sail COMMAND] [--only NAME,…]

WINBACK is built with the feature spark. Starts a Spark master, two workers and a Connect server on free ports of loopback
(four JVMs and two executors, some 4 GB) from the PyPI package pyspark, and ends them; with --remote a server that is there
is used, and what kills workers is left out. With --sail a Sail server is started by that command (of the PyPI package pysail,
in a venv without pyspark), and what Sail does otherwise is left out. Features, models, scores and lists must be those of the local engine; a
dropped connection, a killed worker, Ctrl-C, and whatever is wrong must end as docs/scale.md says. Needs Java 17.
"""

import argparse
import contextlib
import csv
import difflib
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from clusters import Cluster, free_port, sail_server

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data"
SECRET = "hush-this-is-secret"
TOLERANCE = 1e-9
AWKWARD = {
    # A zone of its own, so that one that is not set would show.
    "spark.sql.session.timeZone": "America/New_York",
    # Streams end early, so that every longer job is taken up again.
    "spark.connect.execute.reattachable.senderMaxStreamDuration": "5s",
}
NOTHING_TO_DO = 99
ONLINE_RETAIL = (
    "--customer-id CustomerID --timestamp InvoiceDate --quantity Quantity --unit-price UnitPrice "
    "--order-id InvoiceNo --product-id StockCode"
).split()


class Proxy:
    """A way to the server that can be cut."""

    def __init__(self, port):
        self.to, self.open, self.lock = port, [], threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            with self.lock:
                self.open += [near, far]
            for one, other in [(near, far), (far, near)]:
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    @staticmethod
    def pump(one, other):
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        """Cuts every connection; new ones are let in. Gives how many there were."""
        with self.lock:
            cut, self.open = self.open, []
        for end in cut:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        return len(cut) // 2


class Check:
    """The program, a working folder, and the address of a cluster."""

    def __init__(self, winback, folder, address, cluster):
        self.winback, self.folder, self.address, self.cluster = winback, folder, address, cluster

    def run(self, *args, code=0):
        done = subprocess.run(
            [self.winback, *map(str, args)], cwd=self.folder, capture_output=True, text=True, timeout=900
        )
        words = done.stdout + done.stderr
        assert SECRET not in words, "a secret in a message"
        assert done.returncode == code, f"{args}: exit code {done.returncode}, not {code}\n{words}"
        return words

    def spark(self, command, *args, address=None, code=0):
        remote = address or self.address
        return self.run(command, "--engine", "spark", "--remote", remote, *args, code=code)

    def popen(self, command, *args, address=None):
        remote = address or self.address
        words = [self.winback, command, "--engine", "spark", "--remote", remote, *map(str, args)]
        return subprocess.Popen(
            words, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def history(self):
        """A made-up shop with events and contact details."""
        if not (self.folder / "history").exists():
            self.run("generate", "--quiet", "--customers", "3000", "--days", "500",
                     "--transactions-per-file", "4000", "--out", "history")
        return [
            "--transactions", "history/transactions", "--events", "history/events",
            "--customers", "history/customers.parquet", "--as-of", "2024-10-01",
        ]


def table(path):
    """A file or folder of Parquet, by customer and, of snapshots, by date."""
    rows = pq.read_table(path)
    by = [name for name in ("customer_id", "as_of") if name in rows.column_names]
    return rows.sort_by([(name, "ascending") for name in by])


def compare(here, there, exact=(), scale=None, skip=(), what="customers"):
    """Equal in columns, types, nulls, counts and texts; numbers to 1e-9 of their own size, or of the `scale` that
    what they are differences of has."""
    names = [name for name in here.column_names if name not in skip]
    assert here.column_names == there.column_names, "the columns differ"
    assert here.num_rows == there.num_rows, f"{here.num_rows} and {there.num_rows} {what}"
    sizes = None if scale is None else pc.fill_null(pc.abs(here[scale]), 0.0).to_numpy()
    largest, equal = 0.0, 0
    for name in names:
        a, b = here[name].combine_chunks(), there[name].combine_chunks()
        assert a.type == b.type, f"{name}: {a.type} and {b.type}"
        if not pa.types.is_floating(a.type):
            wrong = [i for i, (x, y) in enumerate(zip(a.to_pylist(), b.to_pylist())) if x != y]
            assert not wrong, f"{name}: {len(wrong)} differ, as {a[wrong[0]]} and {b[wrong[0]]}"
            equal += 1
            continue
        x, y = (column.fill_null(0.0).to_numpy(zero_copy_only=False) for column in (a, b))
        size = abs(x).clip(min=1.0)
        if sizes is not None:
            size = size.clip(min=sizes)
        assert a.is_null().equals(b.is_null()), f"{name}: null for others"
        difference = (abs(x - y) / size).max(initial=0.0)
        assert difference <= TOLERANCE, f"{name}: {difference:e}"
        largest, equal = max(largest, difference), equal + int((x == y).all())
    return f"{here.num_rows} {what} × {len(names)} columns, {equal} equal to the bit, largest difference {largest:.1e}"


def features_of(check, name, *data, what="customers"):
    check.run("features", "--quiet", *data, "--out", f"{name}.parquet")
    begun = time.monotonic()
    check.spark("features", "--quiet", *data, "--out", f"{name}-spark")
    seconds = time.monotonic() - begun
    folder = check.folder / f"{name}-spark"
    assert (folder / "_SUCCESS").exists() and (folder / "_manifest.json").exists()
    here, there = table(check.folder / f"{name}.parquet"), table(folder)
    scale = "spend" if "spend" in here.column_names else None
    return f"{compare(here, there, scale=scale, what=what)}, {seconds:.0f} s"


def snapshots(check):
    """Labelled snapshots of several dates: features and what became of the customers; one of which not all is known yet."""
    dates = "2024-03-01,2024-05-15,2024-07-01,2024-08-20"
    data = [*check.history(), "--snapshots", dates, "--horizon-days", "60", "--gap-days", "3"]
    said = features_of(check, "snapshots", *data, what="rows of customers and dates")
    labelled = table(check.folder / "snapshots-spark")
    known = labelled.filter(pc.is_valid(labelled["churned"]))
    assert pc.count_distinct(labelled["as_of"]).as_py() == 4 and pc.count_distinct(known["as_of"]).as_py() == 3
    assert 0 < pc.sum(known["churned"]).as_py() < known.num_rows, "everybody has one label"
    return said


def generated_features(check):
    return features_of(check, "generated", *check.history())


def cdnow_features(check):
    path = REAL / "cdnow_master.parquet"
    columns = "--customer-id customer_id --timestamp date --amount dollar_value --quantity number_of_cds".split()
    return features_of(check, "cdnow", "--transactions", path, "--as-of", "1997-10-01", *columns)


def online_retail_features(check):
    path = REAL / "online_retail.parquet"
    return features_of(check, "retail", "--transactions", path, "--as-of", "2011-10-10", *ONLINE_RETAIL)


def models(check):
    """Where everybody is in the sample, the model is the same to the byte; a smaller one is the same every time."""
    data = [*check.history(), "--horizon-days", "60"]
    check.run("train", "--quiet", *data, "--models", "models")
    check.spark("train", "--quiet", *data, "--models", "models-spark")
    here, there = (next((check.folder / f).glob("churn/*/model.json")) for f in ("models", "models-spark"))
    assert here.read_bytes() == there.read_bytes(), "the models differ"
    few = check.folder / "few.toml"
    few.write_text("[engine]\nsample_customers = 1000\n")
    for models in ["few", "few-again"]:
        check.spark("train", "--quiet", "--config", "few.toml", *data, "--models", models)
    few, again = (next((check.folder / f).glob("churn/*/model.json")) for f in ("few", "few-again"))
    assert few.read_bytes() == again.read_bytes() != here.read_bytes()
    left = [path.name for path in check.folder.glob("output*/.*")]
    assert not left, f"left behind: {left}"
    return "the same to the byte; of 1000 customers the same every time"


def scores_of(check, name, data):
    """The columns that name the run are hashes of the last bits, and differ."""
    check.run("score", "--quiet", *data, "--output", f"{name}-here")
    begun = time.monotonic()
    words = check.spark("score", *data, "--output", f"{name}-there")
    seconds = time.monotonic() - begun
    here, there = (table(next((check.folder / f"{name}-{place}" / "scores").glob("as_of=*")))
                   for place in ("here", "there"))
    unsure = ("last_product_category",) if "not told of" in words else ()
    return f"{compare(here, there, skip=('run_id', *unsure))}, {seconds:.0f} s"


def scores(check):
    data = [*check.history(), "--horizon-days", "60", "--models", "models"]
    if not (check.folder / "models").exists():
        check.run("train", "--quiet", *data)
    return scores_of(check, "generated", data)


def lists(check):
    """The list that is made of either scores: the same people in the same order, money to a cent."""
    if not (check.folder / "generated-there").exists():
        scores(check)
    for place in ("here", "there"):
        check.run("audience", "--quiet", *check.history(), "--models", "models", "--output", f"generated-{place}")
    return same_list(*(check.folder / f"generated-{place}" for place in ("here", "there")))


def same_list(here, there, as_of="*"):
    said = []
    for name in ("win_back.csv", "control.csv", "left_off.csv"):
        ours, theirs = (rows_of(output, name, as_of) for output in (here, there))
        assert len(ours) == len(theirs) and ours[0] == theirs[0], name
        wrong = {column: [(a, b) for a, b in zip(*cells) if not same_cell(a, b)]
                 for column, *cells in zip(ours[0], zip(*ours), zip(*theirs))}
        beyond = {column: pairs[:3] for column, pairs in wrong.items() if pairs}
        assert not beyond, f"{name}: {beyond}"
        said.append(f"{name} {len(ours) - 1}")
    return f"the same: {', '.join(said)}"


def rows_of(output, name, as_of="*"):
    with next((output / "audience").glob(f"as_of={as_of}")).joinpath(name).open(newline="") as file:
        return list(csv.reader(file))


def page_of(output, as_of):
    """The page, an element a line, without the run's name, a hash of the last bits, and hashes of what names it."""
    page = (output / "report" / f"as_of={as_of}" / "report.html").read_text()
    run_id = json.loads((output / "scores" / f"as_of={as_of}" / "_manifest.json").read_text())["run_id"]
    return re.sub(r"sha256-[A-Za-z0-9+/=]+", "HASH", page.replace(run_id, "RUN")).replace("<", "\n<")


def same_readings(here, there):
    """What the checks found. Who stands on an edge of a bin may fall to its other side, which moves a drift a little."""
    watches = [json.loads(path.read_text()) for path in (here, there)]
    ours, theirs = ({(r["check"], r["of"]): r for r in watch["readings"]} for watch in watches)
    assert watches[0]["signal"] == watches[1]["signal"] and ours.keys() == theirs.keys()
    for name, reading in ours.items():
        other = theirs[name]
        assert reading["signal"] == other["signal"] and reading["customers"] == other["customers"], name
        values = [0.0 if r["value"] is None else r["value"] for r in (reading, other)]
        assert abs(values[0] - values[1]) < 1e-3, (name, values)


def same_cell(a, b):
    """Equal, or numbers that are rounded to neighbouring cents."""
    try:
        return a == b or abs(float(a) - float(b)) < 0.0101
    except ValueError:
        return False


def online_retail_scores(check):
    path = REAL / "online_retail.parquet"
    data = ["--transactions", path, "--as-of", "2011-10-10", "--horizon-days", "60", "--models", "retail-models",
            *ONLINE_RETAIL]
    check.run("train", "--quiet", *data)
    return scores_of(check, "retail", data)


def nights(check):
    """A night's scores, list, readings and page: those of the local night. With a first training; with purchases after
    the night, whose customers are left alone; then again with nothing to do. Of a sample the page says so."""
    for as_of in ("2024-10-01", "2024-09-01"):
        data = [*check.history()[:-1], as_of, "--horizon-days", "60"]
        here, there = (check.folder / f"night-{place}" for place in ("here", "there"))
        check.run("run", "--quiet", *data, "--models", f"{here}-models", "--output", here)
        there_too = [*data, "--models", f"{there}-models", "--output", there]
        words = check.spark("run", *there_too)
        unsure = ("last_product_category",) if "not told of" in words else ()
        said = compare(*(table(folder / "scores" / f"as_of={as_of}") for folder in (here, there)), skip=("run_id", *unsure))
        same_list(here, there, as_of)
        pages = [page_of(folder, as_of).split("\n") for folder in (here, there)]
        assert pages[0] == pages[1], "\n".join(list(difflib.unified_diff(*pages, n=0))[:20])
        same_readings(*(folder / "monitor" / f"as_of={as_of}" / "monitor.json" for folder in (here, there)))
    later = [row for row in rows_of(there, "left_off.csv", as_of) if "returned" in row]
    assert later, "nobody is left off who has bought since"
    check.spark("run", "--quiet", "--if-changed", *there_too, code=NOTHING_TO_DO)
    some = check.folder / "some.toml"
    some.write_text("[engine]\nsample_customers = 1000\n")
    check.spark("run", "--quiet", "--config", some, *data, "--models", f"{there}-models", "--output", "night-some")
    page = page_of(check.folder / "night-some", as_of)
    assert "of the customers, drawn at random" in page, "the page does not say that measures are of a sample"
    return f"{said}; the same list, readings and page"


def findings(check):
    """A check finds what a local one does; of a sample, what the cluster counts of everybody is the same."""
    data = [*check.history(), "--horizon-days", "60", "--format", "json"]
    here = json.loads(check.run("check", "--quiet", *data)) | {"input": None}
    there = json.loads(check.spark("check", "--quiet", *data)) | {"input": None}
    assert here == there, "the findings differ"
    some = check.folder / "few-checked.toml"
    some.write_text("[engine]\nsample_customers = 1000\n")
    there = json.loads(check.spark("check", "--quiet", "--config", some, *data))
    ours, theirs = ({f["subject"]: f for f in found["findings"]} for found in (here, there))
    assert "sample" in theirs and here["verdict"] == there["verdict"]
    counted = ["rows", "customer", "time", "amount", "span", "customers", "horizon", "age", "outcome windows"]
    counted += [subject for subject in ours if "customer_id" in subject]
    for subject in counted:
        assert ours[subject] == theirs[subject], (ours[subject], theirs[subject])
    return f"the same {len(ours)}; of a sample the same {len(counted)} that are counted of everybody"


def backtests(check):
    data = [*check.history(), "--horizon-days", "60", "--cutoffs", "2", "--format", "json"]
    assert check.run("backtest", "--quiet", *data) == check.spark("backtest", "--quiet", *data)
    return "the same to the byte"


def dropped_connection(check):
    """The connection is cut several times while the job runs."""
    port = int(check.address.split("/;")[0].rsplit(":", 1)[1])
    proxy = Proxy(port)
    address = f"sc://127.0.0.1:{proxy.port}/;token={SECRET}"
    running = check.popen("features", *check.history(), "--out", "dropped", address=address)
    # Often at first: a fast engine is done in a second.
    cuts, wait = 0, 0.3
    while running.poll() is None:
        time.sleep(wait)
        cuts, wait = cuts + (proxy.cut() > 0), min(1.5 * wait, 2.5)
    words = running.communicate()[0]
    assert running.returncode == 0, words
    assert SECRET not in words and cuts >= 2, (cuts, words)
    compare(table(check.folder / "generated.parquet"), table(check.folder / "dropped"), scale="spend")
    return f"cut {cuts} times, the same features"


@contextlib.contextmanager
def features_until(check, words, out):
    """Features being computed until the server's log has the words: the process, and the log from there on."""
    log = check.cluster.log("connect")
    before = log.stat().st_size
    running = check.popen("features", *check.history(), "--out", out)
    with log.open() as said:
        said.seek(before)
        text = ""
        while words not in text:
            assert running.poll() is None, running.communicate()[0]
            time.sleep(0.1)
            text += said.read()
        yield running, said


def interrupted(check):
    """Ctrl-C ends the job in the cluster too, and leaves nothing here."""
    with features_until(check, "Starting job", "interrupted/features") as (running, said):
        time.sleep(3)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        text = said.read()
        for _ in range(50):
            if "cancel" in text.lower() or "interrupt" in text.lower():
                break
            time.sleep(0.2)
            text += said.read()
    assert "cancel" in text.lower() or "interrupt" in text.lower(), text[-2000:]
    left = [str(path) for path in (check.folder / "interrupted").rglob("*")]
    assert not left, f"left behind: {left}"
    check.spark("features", "--quiet", *check.history(), "--out", "interrupted/features")
    return "exit code 130, ended in the cluster, and run again"


def killed_worker(check):
    """A worker is gone in the middle; the other one does its work."""
    with features_until(check, "Finished task", "killed") as (running, _):
        check.cluster.kill_worker()
    words = running.communicate()[0]
    assert running.returncode == 0, words
    compare(table(check.folder / "generated.parquet"), table(check.folder / "killed"), scale="spend")
    return "the same features"


def refusals(check):
    """What is wrong is said in one line, with the documented exit code."""
    data = check.history()

    def says(words, *parts):
        error = [line for line in words.splitlines() if line.startswith("error")]
        assert len(error) == 1 and all(part in error[0] for part in parts), words

    by_data = check.folder / "by-data.toml"
    by_data.write_text('[data]\nas_of = "data_end"\n')
    no_date = [flag for flag in data if flag not in ("--as-of", "2024-10-01")]
    says(check.spark("audience", "--config", by_data, *no_date, code=2), "--engine spark", "docs/scale.md")
    labelled = ["--snapshots", "2024-10-02", "--horizon-days", "60"]
    says(check.spark("features", *data, *labelled, "--out", "x", code=2), "2024-10-02", "--as-of 2024-10-01")
    says(check.run("features", *data, "--engine", "spark", "--out", "x", code=2), "engine.remote")
    says(check.spark("features", *data, "--out", "x", address="spark://h:7077", code=2), "sc://HOST:PORT")
    address = f"sc://h.invalid:15002/;token={SECRET}"
    says(check.spark("features", *data, "--out", "x", address=address, code=2), "use_ssl=true")
    address = f"sc://127.0.0.1:{free_port()}"
    says(check.spark("features", *data, "--out", "x", address=address, code=1), "does not answer", address)
    assert not (check.folder / "x").exists()
    # Rows that this program reads in text and SQL does not.
    orders = pq.read_table(next((check.folder / "history" / "transactions").glob("*.parquet")))
    text = orders.set_column(
        orders.schema.get_field_index("amount"), "amount", orders["amount"].cast(pa.string())
    )
    pq.write_table(text, check.folder / "text.parquet")
    words = check.spark("features", "--transactions", "text.parquet", "--as-of", "2024-10-01", "--out", "x", code=2)
    says(words, "amount", "export")
    # What is in the working folder of this program, named so that another process finds another folder.
    alone = Path("/proc/self/cwd")
    pq.write_table(orders, check.folder / "alone.parquet")
    one = ["--transactions", alone / "alone.parquet", "--as-of", "2024-10-01"]
    says(check.spark("features", *one, "--out", "x", code=2), "the cluster does not see", "alone.parquet")
    one = ["--transactions", "alone.parquet", "--as-of", "2024-10-01", "--features", "purchases"]
    says(check.spark("features", *one, "--out", alone / "x", code=2), "this machine sees nothing there")
    # A stage that fails for good: the footer is whole, the pages are not.
    path = check.folder / "damaged.parquet"
    pq.write_table(orders, path, compression="none")
    with path.open("r+b") as file:
        file.seek(4)
        file.write(b"\xff" * (path.stat().st_size // 2))
    one = ["--transactions", path, "--as-of", "2024-10-01"]
    says(check.spark("features", *one, "--out", "x", code=1), "Spark failed at counting rows: ")
    assert not (check.folder / "x").exists(), "something is left"
    return "each in a line of its own"


def catalogue(check):
    """A table by its name is what its files are; partitions and several folders included."""
    from pyspark.sql import SparkSession

    check.history()
    folder = check.folder / "catalogued"
    session = SparkSession.builder.remote(check.address).getOrCreate()
    try:
        session.sql("create database if not exists shop").collect()
        session.sql(
            f"create table shop.orders using parquet partitioned by (channel) location '{folder}' as "
            f"select * from parquet.`{check.folder}/history/transactions`"
        ).collect()
    finally:
        session.stop()
    dates = ["--as-of", "2024-10-01"]
    check.run("features", "--quiet", "--transactions", folder, *dates, "--out", "catalogued.parquet")
    check.spark("features", "--quiet", "--transactions", "table:shop.orders", *dates, "--out", "catalogued-spark")
    words = check.spark("features", "--transactions", "table:shop.none", *dates, "--out", "x", code=1)
    assert "shop" in words and "none" in words, words
    check.run("features", "--transactions", "table:shop.orders", *dates, "--out", "x", code=2)
    here, there = table(check.folder / "catalogued.parquet"), table(check.folder / "catalogued-spark")
    return compare(here, there, scale="spend")


CHECKS = [
    online_retail_features, generated_features, snapshots, findings, catalogue, cdnow_features, models, scores, lists, nights, online_retail_scores,
    backtests, dropped_connection, interrupted, refusals, killed_worker,
]
OF_REAL_DATA = {online_retail_features, cdnow_features, online_retail_scores}
NEED_OWN_CLUSTER = {interrupted, killed_worker}
# Sail takes a path that is not there for a table without columns, and has a catalogue of its own.
NOT_ON_SAIL = {*NEED_OWN_CLUSTER, catalogue, refusals}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("winback", type=Path)
    parser.add_argument("--remote")
    parser.add_argument("--sail", help="the command sail")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    wanted = set(filter(None, given.only.split(",")))
    checks = [check for check in CHECKS if not wanted or check.__name__ in wanted]
    if not REAL.is_dir():
        print(f"There is no {REAL}: the checks of real data are left out")
        checks = [check for check in checks if check not in OF_REAL_DATA]
    if shutil.which("java") is None and not given.remote and not given.sail:
        sys.exit("java is not installed: install a JRE, version 17 or later")
    with tempfile.TemporaryDirectory(prefix="winback-spark-") as folder:
        folder = Path(folder)
        (folder / "work").mkdir()
        winback = given.winback.resolve()
        if given.sail:
            checks = [check for check in checks if check not in NOT_ON_SAIL]
            # It runs in another folder.
            command = Path(shutil.which(given.sail) or given.sail).absolute()
            with sail_server(command, folder) as address:
                go_through(checks, Check(winback, folder / "work", address, None))
            return
        if given.remote:
            checks = [check for check in checks if check not in NEED_OWN_CLUSTER]
            go_through(checks, Check(winback, folder / "work", given.remote, None))
            return
        with Cluster(folder, AWKWARD) as cluster:
            address = f"sc://127.0.0.1:{cluster.port}"
            go_through(checks, Check(winback, folder / "work", address, cluster))


def go_through(checks, check):
    for one in checks:
        begun = time.monotonic()
        said = one(check)
        print(f"{one.__name__}: {said} [{time.monotonic() - begun:.0f} s]", flush=True)


if __name__ == "__main__":
    main()
