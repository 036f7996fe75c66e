"""Clusters of this machine to try --engine spark on: Spark of the PyPI package pyspark, which needs Java 17, and Sail.

Used by check_spark_engine.py and scale.py. They listen on free ports of loopback, and are ended with the block that began them.
"""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, log, seconds=180):
    for _ in range(seconds * 5):
        assert process.poll() is None, f"it ended:\n{log.read_text()[:4000]}"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"port {port} does not open:\n{log.read_text()[-2000:]}")


class Cluster:
    """Master, two workers of one core and 1 GB, and a Connect server, each in a process group of its own."""

    def __init__(self, folder, settings=None):
        import pyspark

        self.settings = settings or {}
        self.home, self.folder = Path(pyspark.__file__).parent, folder
        self.environment = os.environ | {
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_NO_DAEMONIZE": "1",
        }
        self.processes = {}
        self.master, self.port = free_port(), free_port()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def launch(self, name, *command, memory="256m"):
        self.log(name).touch()
        self.processes[name] = subprocess.Popen(
            command, env=self.environment | {"SPARK_DAEMON_MEMORY": memory}, cwd=self.folder, start_new_session=True,
            stdout=self.log(name).open("w"), stderr=subprocess.STDOUT,
        )
        return self.processes[name]

    def log(self, name):
        return self.folder / f"{name}.log"

    def start(self):
        spark_class = self.home / "bin" / "spark-class"
        master = self.launch(
            "master", spark_class, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
            "--port", str(self.master), "--webui-port", str(free_port()),
        )
        wait_for_port(self.master, master, self.log("master"))
        for name in ["worker1", "worker2"]:
            self.launch(
                name, spark_class, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
                "--cores", "1", "--memory", "1g", "-d", str(self.folder / name),
                f"spark://127.0.0.1:{self.master}",
            )
        settings = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": self.port,
            "spark.executor.cores": 1,
            "spark.executor.memory": "1g",
            "spark.sql.shuffle.partitions": 4,
            "spark.ui.enabled": "false",
            **self.settings,
        }
        flags = [flag for key, value in settings.items() for flag in ("--conf", f"{key}={value}")]
        connect = self.launch(
            "connect", self.home / "sbin" / "start-connect-server.sh",
            "--master", f"spark://127.0.0.1:{self.master}", *flags, memory="1g",
        )
        wait_for_port(self.port, connect, self.log("connect"))

    def kill_worker(self):
        """A worker and its executor, which is a child of it."""
        worker = self.processes.pop("worker2")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def __exit__(self, *_):
        for process in self.processes.values():
            try:
                os.killpg(process.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def sail_server(command, folder):
    """The address of a Sail server, which is ended."""
    port, log = free_port(), folder / "sail.log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [command, "spark", "server", "--ip", "127.0.0.1", "--port", str(port)], cwd=folder, stdout=said,
            stderr=subprocess.STDOUT, start_new_session=True,
        )
    try:
        wait_for_port(port, server, log)
        yield f"sc://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
