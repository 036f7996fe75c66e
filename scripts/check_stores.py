#!/usr/bin/env python3
"""Reads inputs from an S3 service on this machine with a winback built with the feature cloud.

    scripts/check_stores.py WINBACK

Starts moto's server on a free port of loopback, and ends it; permissions are checked by it from the last case on. Scores from
s3:// must be byte for byte those from local files; what is missing, refused or cannot be reached must be said in
words, with the documented exit code, and without a secret. Needs the PyPI package moto[server], which brings boto3.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3
import pyarrow.parquet

SECRET = "hush-this-is-secret"
AS_OF = "2024-10-01"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(port, **more):
    """The variables of a run: those of this process but the stores', and the server's address."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "GOOGLE_", "AZURE_"))}
    own |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
    }
    return own | more


def run(winback, *args, code=0, env=None):
    done = subprocess.run([winback, *args], env=env, capture_output=True, text=True, timeout=300)
    words = done.stdout + done.stderr
    assert SECRET not in words, "a secret in a message"
    assert done.returncode == code, f"{args}: exit code {done.returncode}, not {code}\n{words}"
    return words


def server(folder):
    """Moto, when it answers."""
    port = free_port()
    program = Path(sys.executable).parent / "moto_server"
    log = (folder / "moto.log").open("w")
    process = subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log
    )
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process, port
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise SystemExit("moto's server does not start: see the log\n" + (folder / "moto.log").read_text())


def upload(client, folder):
    """The transactions in several files of folders that name a day, with what Spark sets aside among them."""
    client.create_bucket(Bucket="shop")
    table = pyarrow.parquet.read_table(folder / "transactions" / "part-00000.parquet")
    local = folder / "parts"
    share = table.num_rows // 3 + 1
    for part in range(3):
        name = f"batch={part}/part-0.parquet"
        (local / name).parent.mkdir(parents=True)
        rows = table.slice(part * share, share)
        pyarrow.parquet.write_table(rows, local / name, row_group_size=200)
        client.upload_file(str(local / name), "shop", f"tx/{name}")
    client.put_object(Bucket="shop", Key="tx/_SUCCESS", Body=b"")
    client.put_object(Bucket="shop", Key="tx/notes.txt", Body=b"no rows here")
    client.upload_file(str(folder / "customers.parquet"), "shop", "customers.parquet")
    client.upload_file(str(folder / "events" / "part-00000.parquet"), "shop", "events/part-00000.parquet")
    client.put_object(Bucket="shop", Key="delta/_delta_log/0.json", Body=b"{}")
    client.put_object(Bucket="shop", Key="cut/a.parquet", Body=(local / "batch=0/part-0.parquet").read_bytes()[:500])
    client.put_object(Bucket="shop", Key="empty/readme.txt", Body=b"nothing")
    return local


def check_read(winback, folder, local, env):
    """The same features, byte for byte, however the table is named."""
    features = lambda name, *inputs, env=env: (
        run(winback, "features", "--as-of", AS_OF, "--out", folder / name, *inputs, env=env),
        (folder / name).read_bytes(),
    )[1]
    expected = features("local.parquet", "--transactions", local, "--events", folder / "events")
    events = ["--events", "s3://shop/events/part-00000.parquet"]
    for i, spec in enumerate(["s3://shop/tx", "s3://shop/tx/", "s3://shop/tx/batch=*", "s3://shop/tx/**/*.parquet"]):
        assert features(f"{i}.parquet", "--transactions", spec, *events) == expected, spec
    one = features("one.parquet", "--transactions", "s3://shop/tx/batch=1/part-0.parquet")
    assert one == features("one-local.parquet", "--transactions", local / "batch=1" / "part-0.parquet")
    customers = ["--customers", "s3://shop/customers.parquet"]
    run(winback, "check", "--transactions", "s3://shop/tx", *events, *customers, env=env)


def check_refusals(winback, folder, env):
    """Each failure by its words."""
    def refused(spec, *words, code=2, env=env):
        output = run(winback, "check", "--transactions", spec, code=code, env=env)
        for word in words:
            assert word in output, f"{spec}: no '{word}' in\n{output}"

    refused("s3://nowhere/tx", "s3://nowhere/tx", "does not exist", "bucket")
    refused("s3://shop/none", "s3://shop/none", "no Parquet file")
    refused("s3://shop/tx/*.csv", "no file matches s3://shop/tx/*.csv")
    refused("s3://shop/empty", "no Parquet file")
    refused("s3://shop/delta", "s3://shop/delta is a Delta table")
    refused("s3://shop/cut/a.parquet", "s3://shop/cut/a.parquet", "truncated", code=1)
    refused(f"s3://AKIA:{SECRET}@shop/tx", "environment")
    refused("hdfs://name/tx", "unknown kind of URL")
    closed = dict(env, AWS_ENDPOINT_URL=f"http://127.0.0.1:{free_port()}")
    refused("s3://shop/tx", "cannot be reached", code=1, env=closed)
    no_http = {k: v for k, v in env.items() if k != "AWS_ALLOW_HTTP"}
    refused("s3://shop/tx", "s3://shop/tx", code=1, env=no_http)
    words = run(
        winback, "run", "--transactions", folder / "transactions", "--as-of", AS_OF, "--output", "s3://shop/out",
        code=2, env=env,
    )
    assert "local folder" in words, words


def check_denied(winback, port, client, env):
    """A user without rights is refused by the server, from now on."""
    iam = boto3.client("iam", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
                       aws_access_key_id="test", aws_secret_access_key="test")
    iam.create_user(UserName="nobody")
    key = iam.create_access_key(UserName="nobody")["AccessKey"]
    address = f"http://127.0.0.1:{port}/moto-api/reset-auth"
    request = urllib.request.Request(address, data=b"0", headers={"Content-Type": "text/plain"})
    urllib.request.urlopen(request).close()
    poor = dict(env, AWS_ACCESS_KEY_ID=key["AccessKeyId"], AWS_SECRET_ACCESS_KEY=key["SecretAccessKey"])
    words = run(winback, "check", "--transactions", "s3://shop/tx", code=2, env=poor)
    assert "denied" in words and key["SecretAccessKey"] not in words, words


def main():
    winback = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(winback, "generate", "--customers", "400", "--out", folder / "made")
        process, port = server(folder)
        try:
            env = environment(port)
            client = boto3.client("s3", endpoint_url=env["AWS_ENDPOINT_URL"], region_name="us-east-1",
                                  aws_access_key_id="test", aws_secret_access_key="test")
            made = folder / "made"
            local = upload(client, made)
            check_read(winback, made, local, env)
            check_refusals(winback, made, env)
            check_denied(winback, port, client, env)
        finally:
            process.terminate()
            process.wait()
    print("inputs in S3: read as local files are, failures said in words")


if __name__ == "__main__":
    main()
