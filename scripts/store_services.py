"""Object stores on this machine for scripts/check_stores.py: moto's server and Azurite, each with a bucket and a client.

Nothing here knows winback but for the variables by which it is given addresses and credentials.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import boto3
from azure.core.exceptions import AzureError
from azure.storage.blob import BlobServiceClient

SECRET = "hush-this-is-secret"
BUCKET = "shop"
# The account of every Azurite, as its documentation has it.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
AZURITE = Path(__file__).parent.parent / "tests" / "stores" / "node_modules" / ".bin" / "azurite-blob"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    """A server that runs until it is ended, with one bucket."""

    def __init__(self, folder):
        self.port = free_port()
        log = folder / f"{self.scheme}.log"
        with log.open("w") as output:
            self.process = subprocess.Popen(self.command(), stdout=output, stderr=output)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            self.end()
            raise SystemExit(f"the server of {self.scheme}:// does not start: see the log\n{log.read_text()}")
        self.env = self.environment(self.port)
        self.connect()

    def environment(self, port):
        """The variables of a run: those of this process but the stores', and the server's."""
        stores = ("AWS_", "GOOGLE_", "AZURE_")
        return {k: v for k, v in os.environ.items() if not k.startswith(stores)} | self.variables(port)

    def unreachable(self):
        """The same with an address where nobody answers."""
        return self.environment(free_port())

    def url(self, key):
        return f"{self.scheme}://{BUCKET}/{key}"

    def end(self):
        self.process.terminate()
        self.process.wait()


class S3(Service):
    scheme = "s3"

    def command(self):
        return [sys.executable, __file__, str(self.port)]

    def variables(self, port):
        return {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ALLOW_HTTP": "true",
        }

    def client(self, kind):
        return boto3.client(kind, endpoint_url=self.env["AWS_ENDPOINT_URL"], region_name="us-east-1",
                            aws_access_key_id="test", aws_secret_access_key="test")

    def connect(self):
        self.s3 = self.client("s3")
        self.s3.create_bucket(Bucket=BUCKET)

    def iam(self):
        return self.client("iam")

    def put(self, key, content):
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=content)

    def get(self, key):
        return self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    def keys(self, prefix):
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return [found["Key"] for page in pages for found in page.get("Contents", [])]


class Azure(Service):
    scheme = "az"

    def command(self):
        return [AZURITE, "--blobHost", "127.0.0.1", "--blobPort", str(self.port), "--inMemoryPersistence",
                "--skipApiVersionCheck", "--disableTelemetry", "--silent"]

    def variables(self, port):
        return {
            "AZURE_STORAGE_ACCOUNT_NAME": ACCOUNT,
            "AZURE_STORAGE_ACCOUNT_KEY": KEY,
            "AZURE_STORAGE_ENDPOINT": f"http://127.0.0.1:{port}/{ACCOUNT}",
            "AZURE_ALLOW_HTTP": "true",
        }

    def connect(self):
        address = self.env["AZURE_STORAGE_ENDPOINT"]
        self.container = BlobServiceClient(address, credential=KEY).get_container_client(BUCKET)
        for last in range(50, -1, -1):
            try:
                self.container.create_container()
                return
            except AzureError:
                if last == 0:
                    raise
                time.sleep(0.1)

    def put(self, key, content):
        self.container.upload_blob(key, content, overwrite=True)

    def get(self, key):
        return self.container.download_blob(key).readall()

    def keys(self, prefix):
        return list(self.container.list_blob_names(name_starts_with=prefix))


def serve_moto(port):
    """Moto's server, a request at a time: it compares e-tags and writes in two steps, which S3 does in one."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import run_simple

    moto, alone = DomainDispatcherApplication(create_backend_app), threading.Lock()

    def application(environment, start):
        with alone:
            return list(moto(environment, start))

    os.environ["MOTO_PORT"] = str(port)
    run_simple("127.0.0.1", port, application, threaded=True)


if __name__ == "__main__":
    serve_moto(int(sys.argv[1]))
