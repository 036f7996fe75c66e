#!/usr/bin/env python3
"""The night as one would write it: features in DuckDB, a logistic regression of scikit-learn, a list.

    duckdb_night.py train GLOB MODEL AS_OF HORIZON_DAYS THREADS
    duckdb_night.py score GLOB CUSTOMERS MODEL OUT AS_OF THREADS

The features are those of duckdb_features.py. Who bought in the last year is scored; the list has the 10,000 with
consent and an address of the largest probability times spend. No checks, reasons, values, monitoring or page.
"""

import csv
import pickle
import sys
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb_features import query
from features import FEATURES
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

LOOKBACK_DAYS = 365
LIST_SIZE = 10_000


def features(db, glob, as_of):
    """(identifiers, matrix, spend of the last year) of those who bought in the last year."""
    rows = db.execute(f"select * from ({query(glob, as_of)}) where days_since_last_purchase <= {LOOKBACK_DAYS}").fetchnumpy()
    columns = [np.ma.filled(np.ma.masked_invalid(rows[name].astype(float)), 0.0) for name in FEATURES]
    matrix = np.column_stack(columns)
    return rows["customer_id"], np.sign(matrix) * np.log1p(np.abs(matrix)), np.asarray(rows["spend_365d"], float)


def train(glob, model, as_of, horizon_days, threads):
    db = duckdb.connect(config={"threads": threads})
    cutoff = db.execute(f"select cast(date '{as_of}' - {horizon_days} as varchar)").fetchone()[0]
    ids, x, _ = features(db, glob, cutoff)
    bought = db.execute(f"""select distinct customer_id from read_parquet('{glob}') where amount > 0
        and "timestamp" >= timestamptz '{cutoff} 00:00:00+00' and "timestamp" < timestamptz '{as_of} 00:00:00+00'
        """).fetchnumpy()["customer_id"]
    fitted = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(x, ~np.isin(ids, bought))
    Path(model).write_bytes(pickle.dumps(fitted))


def score(glob, customers, model, out, as_of, threads):
    db = duckdb.connect(config={"threads": threads})
    ids, x, spend = features(db, glob, as_of)
    p = pickle.loads(Path(model).read_bytes()).predict_proba(x)[:, 1]
    scores = pa.table({"customer_id": ids, "churn_probability": p, "value_at_risk": p * spend})
    pq.write_table(scores, f"{out}/night_scores.parquet", compression="zstd")
    listed = db.execute(f"""select s.customer_id, email, phone, churn_probability, value_at_risk
        from scores s join read_parquet('{customers}') c using (customer_id)
        where consent_email and email is not null and suppression_reason is null
        order by value_at_risk desc limit {LIST_SIZE}""")
    with open(f"{out}/night_list.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in listed.description])
        writer.writerows(listed.fetchall())


if __name__ == "__main__":
    {"train": train, "score": score}[sys.argv[1]](*sys.argv[2:])
