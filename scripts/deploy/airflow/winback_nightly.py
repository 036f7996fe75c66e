"""The night of one shop as a DAG of Airflow 3: one task, one date.

The night's date is the day on which the data interval ends, so that a backfill runs each night as if it had run
then. Exit code 99 (nothing to do) skips the task; 1 is tried again; the others fail it for a person to look at.
"""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    dag_id="winback_nightly",
    schedule="0 3 * * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    doc_md=__doc__,
):
    BashOperator(
        task_id="run",
        bash_command=(
            "umask 077 && winback run --config /etc/winback/winback.toml "
            "--as-of {{ data_interval_end | ds }} --if-changed --log-format json"
        ),
        skip_on_exit_code=99,
        execution_timeout=timedelta(hours=4),
    )
