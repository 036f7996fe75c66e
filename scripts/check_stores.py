#!/usr/bin/env python3
"""Reads from and publishes to object stores on this machine with a winback built with the feature cloud.

    scripts/check_stores.py WINBACK [s3|az]

Starts moto's server (S3) and Azurite (Azure Blob Storage) on free ports of loopback, and ends them. What comes from
s3:// and az://, and what is published there, must be byte for byte what it is in local folders. Of runs at once those
that lose must say so, a killed one must leave nothing that counts, and nobody's promotion may be lost. What is missing,
refused or cannot be reached must be said in words, with the documented exit code, and without a secret. Needs the PyPI
packages moto[server] and azure-storage-blob, and the npm package of tests/stores.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import duckdb
import pyarrow.parquet

from store_services import KEY, S3, SECRET, Azure

AS_OF, NEXT = "2024-10-01", "2024-10-02"
CURRENT = "current/results.jsonl"
RACERS, PROMOTERS = 16, 8


def run(winback, *args, code=0, env=None):
    done = subprocess.run([winback, *map(str, args)], env=env, capture_output=True, text=True, timeout=300)
    words = done.stdout + done.stderr
    assert SECRET not in words and KEY not in words, "a secret in a message"
    assert done.returncode == code, f"{args}: exit code {done.returncode}, not {code}\n{words}"
    return words


def at_once(winback, commands, env):
    """Exit codes and words of commands that are started together."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    runs = [subprocess.Popen([winback, *map(str, args)], env=env, text=True, **pipes) for args in commands]
    words = [one.communicate(timeout=300)[0] for one in runs]
    return list(zip([one.returncode for one in runs], words))


def upload(service, folder):
    """The transactions in several files of folders that name a day, with what Spark sets aside among them."""
    table = pyarrow.parquet.read_table(folder / "transactions" / "part-00000.parquet")
    local = folder / "parts"
    share = table.num_rows // 3 + 1
    for part in range(3):
        path = local / f"batch={part}" / "part-0.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pyarrow.parquet.write_table(table.slice(part * share, share), path, row_group_size=200)
        service.put(f"tx/batch={part}/part-0.parquet", path.read_bytes())
    service.put("tx/_SUCCESS", b"")
    service.put("tx/notes.txt", b"no rows here")
    service.put("customers.parquet", (folder / "customers.parquet").read_bytes())
    service.put("events/part-00000.parquet", (folder / "events" / "part-00000.parquet").read_bytes())
    service.put("delta/_delta_log/0.json", b"{}")
    service.put("cut/a.parquet", (local / "batch=0/part-0.parquet").read_bytes()[:500])
    service.put("empty/readme.txt", b"nothing")
    return local


def check_read(winback, service, folder, local):
    """The same features, byte for byte, however the table is named."""

    def features(name, *inputs):
        run(winback, "features", "--as-of", AS_OF, "--out", folder / name, *inputs, env=service.env)
        return (folder / name).read_bytes()

    url = service.url
    expected = features("local.parquet", "--transactions", local, "--events", folder / "events")
    events = ["--events", url("events/part-00000.parquet")]
    for i, spec in enumerate(["tx", "tx/", "tx/batch=*", "tx/**/*.parquet"]):
        assert features(f"{i}.parquet", "--transactions", url(spec), *events) == expected, spec
    one = features("one.parquet", "--transactions", url("tx/batch=1/part-0.parquet"))
    assert one == features("one-local.parquet", "--transactions", local / "batch=1" / "part-0.parquet")
    customers = ["--customers", url("customers.parquet")]
    run(winback, "check", "--transactions", url("tx"), *events, *customers, env=service.env)


class Output:
    """What is published in a service below a prefix."""

    def __init__(self, service, prefix):
        self.service, self.prefix = service, prefix
        self.url = service.url(prefix)

    def names(self):
        return sorted(key.removeprefix(f"{self.prefix}/") for key in self.service.keys(f"{self.prefix}/"))

    def current(self):
        """Generation by kind and date."""
        lines = self.service.get(f"{self.prefix}/{CURRENT}").decode().splitlines()
        return {(line["kind"], line["as_of"]): line["generation"] for line in map(json.loads, lines)}

    def left(self):
        """Generations that lie there and do not count, and marks of runs."""
        counts = {f"{kind}/as_of={as_of}/generation={g}" for (kind, as_of), g in self.current().items()}
        dated = {name for name in self.names() if "/generation=" in name or name.startswith("_writing/")}
        return sorted({"/".join(name.split("/")[:3]) for name in dated} - counts)

    def files(self):
        """Content by the name that it has in a local folder, of what counts and of the files of all dates."""
        found = {}
        for name in self.names():
            parts = name.split("/")
            if len(parts) > 3 and parts[2].startswith("generation="):
                if self.current().get((parts[0], parts[1].removeprefix("as_of="))) != parts[2].removeprefix("generation="):
                    continue
                parts.pop(2)
            elif name == CURRENT:
                continue
            found["/".join(parts)] = self.service.get(f"{self.prefix}/{name}")
        return found

    def download(self, folder):
        for name in self.names():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.service.get(f"{self.prefix}/{name}"))


def local_files(folder):
    """Content by name, of the same files."""
    found = {}
    for kind in ["scores", "audience", "report", "monitor"]:
        for path in (folder / kind).rglob("*"):
            if path.is_file():
                found[str(path.relative_to(folder))] = path.read_bytes()
        for link in (folder / kind).glob("as_of=*"):
            for path in link.resolve().rglob("*"):
                if path.is_file():
                    found[f"{kind}/{link.name}/{path.relative_to(link.resolve())}"] = path.read_bytes()
    return found


def same(found, expected, but=()):
    names = lambda files: {name for name in files if not name.endswith(but)}
    assert names(found) == names(expected), names(found) ^ names(expected)
    for name in names(found):
        assert comparable(name, found[name]) == comparable(name, expected[name]), f"{name} differs"


def comparable(name, content):
    """A manifest has the place among the settings that were given."""
    if not name.endswith("_manifest.json"):
        return content
    manifest = json.loads(content)
    del manifest["configuration"]["output"]
    return manifest


def inputs_of(service):
    tables = [("--transactions", "tx"), ("--events", "events"), ("--customers", "customers.parquet")]
    return [word for flag, name in tables for word in (flag, service.url(name))]


def check_nights(winback, service, folder):
    """Two nights and what comes after them, beside the same in a local folder."""
    local = folder / f"local-{service.scheme}"
    models = ["--models", local / "models"]
    there, here = Output(service, "deep/out"), local / "output"
    place = ["--output", there.url]
    inputs = inputs_of(service)

    def both(command, *args, code=0):
        run(winback, command, *inputs, *models, *args, "--output", here, code=code, env=service.env)
        return run(winback, command, *inputs, *models, *args, *place, code=code, env=service.env)

    words = both("run", "--as-of", AS_OF)
    assert f"{there.url}/scores/as_of={AS_OF}/generation=" in words, words
    # A link leads from the page to the list, whose place has a generation.
    but = ("report.html", "index.html", "report/as_of=%s/_manifest.json" % AS_OF, "report/as_of=%s/_manifest.json" % NEXT)
    same(there.files(), local_files(here), but)
    assert there.left() == []
    check_links(there)
    unchanged = there.current()
    words = both("run", "--as-of", AS_OF, "--if-changed", code=99)
    assert f"{there.url}/scores/as_of={AS_OF}/generation=" in words, words
    both("run", "--as-of", AS_OF, "--dry-run")
    assert there.current() == unchanged and there.left() == []
    both("run", "--as-of", NEXT)
    both("audience", "--as-of", AS_OF)
    both("report", "--as-of", AS_OF)
    same(there.files(), local_files(here), but)
    # What counted before stays for whoever reads it, until the next run.
    assert [name.split("/")[0] for name in there.left()] == ["report"], there.left()
    fewer = ["--transactions", service.url("tx/batch=0"), *inputs[2:], *models, "--as-of", NEXT]
    words = run(winback, "run", *fewer, *place, code=3, env=service.env)
    assert f"{there.url}/scores" in words and "lost something" in words, words
    check_sql(there, folder / f"sql-{service.scheme}")
    return there


def check_links(output):
    """From the list of nights to a page, from the page to the list."""
    current, files = output.current(), output.files()
    page = f"as_of={AS_OF}/generation={current['report', AS_OF]}/report.html"
    assert f'href="{page}"' in files["report/index.html"].decode()
    list_at = f"../../../audience/as_of={AS_OF}/generation={current['audience', AS_OF]}/win_back.csv"
    assert f'href="{list_at}"' in files[f"report/as_of={AS_OF}/report.html"].decode()


def check_sql(output, folder):
    """What docs/operations.md says of readers who do not know winback."""
    output.download(folder)
    rows = duckdb.sql(f"""
        SELECT as_of, count(*) FROM read_parquet('{folder}/scores/**/*.parquet', hive_partitioning = true)
        SEMI JOIN (FROM '{folder}/{CURRENT}' WHERE kind = 'scores') USING (as_of, generation)
        GROUP BY as_of ORDER BY as_of
    """).fetchall()
    manifests = [json.loads(output.files()[f"scores/as_of={date}/_manifest.json"]) for date in (AS_OF, NEXT)]
    assert [count for _, count in rows] == [manifest["rows"] for manifest in manifests], rows


def score(service, folder, output, as_of=AS_OF):
    models = folder / f"local-{service.scheme}" / "models"
    return ["score", "--transactions", service.url("tx"), "--models", models, "--as-of", as_of, "--output", output.url]


def check_racing(winback, service, folder):
    """Of runs at once, each is whole and counts, or says that it does not."""
    output = Output(service, "race")
    ended = at_once(winback, [score(service, folder, output)] * RACERS, service.env)
    lost = [words for code, words in ended if code != 0]
    for code, words in ended:
        assert SECRET not in words and code in (0, 1), f"exit code {code}\n{words}"
    assert all(f"another run has published to {output.url}" in words for words in lost), lost
    assert 0 < len(lost) < RACERS, f"{len(lost)} of {RACERS} lost"
    expected = local_files(folder / f"local-{service.scheme}" / "output")
    scores = {name: content for name, content in output.files().items() if name.endswith(".parquet")}
    assert scores and all(name in expected for name in scores), scores.keys()
    check_swept(winback, service, folder, output)
    return len(lost)


def check_swept(winback, service, folder, output):
    """After two more runs nothing lies there but what counts and what counted before."""
    for _ in range(2):
        run(winback, *score(service, folder, output), env=service.env)
    assert len(output.left()) == 1, output.left()


def check_killed(winback, service, folder):
    """A run that is killed while it uploads leaves nothing that counts, and what it leaves goes with the next."""
    output = Output(service, "killed")
    run(winback, *score(service, folder, output), env=service.env)
    for _ in range(40):
        before, left = output.current(), output.left()
        process = subprocess.Popen(
            [winback, *map(str, score(service, folder, output))], env=service.env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not any(n.startswith("scores") and n not in left for n in output.left()):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        if output.current() == before and any(name.startswith("scores") for name in output.left()):
            break
        run(winback, *score(service, folder, output), env=service.env)
    else:
        raise AssertionError("no run was killed while it uploaded")
    assert any(name.startswith("_writing/") for name in output.left()), output.left()
    check_swept(winback, service, folder, output)


def check_models(winback, service, folder):
    """Models are trained into a store, scored from there, promoted by many at once and rolled back."""
    models = service.url("models")
    place = ["--models", models]
    local = folder / f"local-{service.scheme}"
    train = ["train", "--transactions", service.url("tx"), "--as-of", AS_OF]
    run(winback, *train, *place, env=service.env)
    run(winback, *train, "--models", local / "trained", env=service.env)
    for path in (local / "trained").rglob("*.*"):
        if path.is_file():
            assert service.get(f"models/{path.relative_to(local / 'trained')}") == path.read_bytes(), path
    run(winback, *train, *place, env=service.env)
    (version,) = {key.split("/")[2] for key in service.keys("models/churn/") if key.count("/") == 3}
    model = service.get(f"models/churn/{version}/model.json")
    for n in range(PROMOTERS):
        service.put(f"models/churn/v{n}/model.json", model)
    # A card without a model is what a training leaves that was interrupted.
    service.put("models/churn/v99/card.md", b"# no model")
    promotions = [["models", "promote", f"churn/v{n}", *place] for n in range(PROMOTERS)]
    for code, words in at_once(winback, promotions, service.env):
        assert code == 0, words
    aliases = json.loads(service.get("models/churn/aliases.json"))
    assert len(aliases["history"]) == 1 + PROMOTERS, aliases
    assert {change["to"] for change in aliases["history"]} == {version, *(f"v{n}" for n in range(PROMOTERS))}
    before = aliases["earlier_champions"][-1]
    assert before in run(winback, "models", "rollback", *place, env=service.env)
    listed = run(winback, "models", "list", *place, env=service.env)
    assert version in listed and "v99" not in listed, listed
    run(winback, "models", "show", "churn/v1", *place, env=service.env)
    run(winback, "models", "promote", "churn/none", *place, code=2, env=service.env)
    output = ["--output", service.url("scored"), "--as-of", AS_OF, "--transactions", service.url("tx")]
    run(winback, "score", *output, *place, env=service.env)
    run(winback, "score", *output, "--model", f"{models}/churn/{version}", env=service.env)
    words = run(winback, "score", *output, "--model", f"{models}/churn/none", code=2, env=service.env)
    assert "no model at" in words, words


def check_refusals(winback, service, folder):
    """Each failure by its words."""

    def refused(spec, *words, code=2, env=service.env, command="check", flag="--transactions", more=()):
        output = run(winback, command, flag, spec, *more, code=code, env=env)
        for word in words:
            assert word in output, f"{spec}: no '{word}' in\n{output}"

    scheme, url = service.scheme, service.url
    refused(f"{scheme}://nowhere/tx", f"{scheme}://nowhere/tx", "does not exist", "bucket")
    refused(url("none"), url("none"), "no Parquet file")
    refused(url("tx/*.csv"), f"no file matches {url('tx/*.csv')}")
    refused(url("empty"), "no Parquet file")
    refused(url("delta"), f"{url('delta')} is a Delta table")
    refused(url("cut/a.parquet"), url("cut/a.parquet"), "truncated", code=1)
    refused(f"{scheme}://AKIA:{SECRET}@shop/tx", "environment")
    refused("hdfs://name/tx", "unknown kind of URL")
    refused(url("tx"), "cannot be reached", code=1, env=service.unreachable())

    models = folder / f"local-{service.scheme}" / "models"
    more = ["--transactions", url("tx"), "--as-of", AS_OF, "--models", models]
    publish = dict(command="score", flag="--output", more=more)
    refused(f"{scheme}://nowhere/out", "does not exist", "bucket", **publish)
    refused(url("tx/out"), "the next run would read it too", **publish)
    refused(url("out/*"), "wildcard", **publish)
    refused("hdfs://name/out", "unknown kind of URL", **publish)
    refused(url("out"), "cannot be reached", code=1, env=service.unreachable(), **publish | {"more": [
        "--transactions", folder / "transactions", "--as-of", AS_OF, "--models", models]})
    service.put(f"damaged/{CURRENT}", b"{}")
    refused(url("damaged"), f"{url('damaged')}/{CURRENT} is damaged", **publish)
    refused(f"{scheme}://nowhere/models", "does not exist", command="train", flag="--models",
            more=["--transactions", url("tx"), "--as-of", AS_OF])
    refused(url("tx"), "may lie in an object store", command="run", flag="--spill-dir", more=more)


def check_denied(winback, service, folder):
    """A user without rights is refused by the server, from now on."""
    iam = service.iam()
    iam.create_user(UserName="nobody")
    key = iam.create_access_key(UserName="nobody")["AccessKey"]
    address = f"{service.env['AWS_ENDPOINT_URL']}/moto-api/reset-auth"
    request = urllib.request.Request(address, data=b"0", headers={"Content-Type": "text/plain"})
    urllib.request.urlopen(request).close()
    poor = dict(
        service.env, AWS_ACCESS_KEY_ID=key["AccessKeyId"], AWS_SECRET_ACCESS_KEY=key["SecretAccessKey"]
    )
    local = ["--transactions", folder / "transactions", "--as-of", AS_OF, "--models", folder / "local-s3" / "models"]
    for command in [
        ["check", "--transactions", service.url("tx")],
        ["score", *local, "--output", service.url("denied")],
        ["models", "list", "--models", service.url("models")],
    ]:
        words = run(winback, *command, code=2, env=poor)
        assert "denied" in words and key["SecretAccessKey"] not in words, words


def check(winback, service, folder):
    began = time.monotonic()
    local = upload(service, folder)
    check_read(winback, service, folder, local)
    check_nights(winback, service, folder)
    lost = check_racing(winback, service, folder)
    check_killed(winback, service, folder)
    check_models(winback, service, folder)
    check_refusals(winback, service, folder)
    if service.scheme == "s3":
        check_denied(winback, service, folder)
    seconds = time.monotonic() - began
    print(f"{service.scheme}: read and published as in local folders; of {RACERS} runs at once {lost} said that "
          f"they lost; a killed one left nothing that counts; {PROMOTERS} promotions at once all counted ({seconds:.0f} s)")


def main():
    winback = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(winback, "generate", "--customers", "400", "--out", folder / "made")
        for kind in [kind for kind in (S3, Azure) if kind.scheme in (sys.argv[2:] or ["s3", "az"])]:
            made = folder / kind.scheme
            shutil.copytree(folder / "made", made)
            service = kind(folder)
            try:
                check(winback, service, made)
            finally:
                service.end()


if __name__ == "__main__":
    main()
