#!/usr/bin/env python3
"""The benchmark's features in Polars: lazy frames on the streaming engine, Parquet to Parquet.

    polars_features.py GLOB OUT AS_OF THREADS
"""

import os
import sys

os.environ["POLARS_MAX_THREADS"] = sys.argv[4]

import polars as pl  # noqa: E402  (reads the number of threads when it is imported)
from features import DAY_US, FEATURES, WINDOWS_DAYS  # noqa: E402


def main():
    glob, out, as_of, _ = sys.argv[1:]
    now = pl.lit(as_of).str.to_datetime("%Y-%m-%d", time_unit="us", time_zone="UTC").dt.epoch("us")
    ts, amount, value, gap = pl.col("ts"), pl.col("amount"), pl.col("value"), pl.col("gap")
    is_return, bought = pl.col("is_return"), ~pl.col("is_return")
    lines = (
        pl.scan_parquet(glob)
        .with_columns(ts=pl.col("timestamp").dt.epoch("us"), is_return=(amount < 0) | (pl.col("quantity") < 0))
        .filter(ts < now)
    )
    by_customer = lines.group_by("customer_id").agg(
        spend=amount.sum(),
        **{f"spend_{w}d": amount.filter(ts >= now - w * DAY_US).sum() for w in WINDOWS_DAYS},
        distinct_products=pl.col("product_id").filter(bought).n_unique(),
        distinct_categories=pl.col("category").filter(bought).n_unique(),
        distinct_channels=pl.col("channel").filter(bought).n_unique(),
        returns=is_return.sum(),
        lines_bought=bought.sum(),
    )
    orders = (
        lines.filter(bought)
        .group_by("customer_id", "order_id")
        .agg(ts=ts.min(), value=amount.sum(), discounted=amount.filter(pl.col("discount") > 0).sum())
    )
    # Within a group the times are sorted first: a sort of the whole frame would cost more.
    gaps = ts.sort().diff() / DAY_US
    by_order = orders.group_by("customer_id").agg(
        purchases=pl.len(),
        **{f"purchases_{w}d": (ts >= now - w * DAY_US).sum() for w in WINDOWS_DAYS},
        last=ts.max(),
        first=ts.min(),
        order_value_mean=value.mean(),
        order_value_sd=value.std(),
        order_value_min=value.min(),
        order_value_max=value.max(),
        gap_mean_days=gaps.mean(),
        gap_sd_days=gaps.std(),
        all_value=value.sum(),
        discounted=pl.col("discounted").sum(),
    )
    counts = ["purchases", *(f"purchases_{w}d" for w in WINDOWS_DAYS)]

    def ratio(a, b):
        return pl.when(pl.col(b) != 0).then(pl.col(a) / pl.col(b))

    (
        by_customer.join(by_order, on="customer_id", how="left")
        .with_columns(
            pl.col(counts).fill_null(0),
            days_since_last_purchase=(now - pl.col("last")) / DAY_US,
            days_since_first_purchase=(now - pl.col("first")) / DAY_US,
            discounted_spend_share=ratio("discounted", "all_value"),
            return_rate=ratio("returns", "lines_bought"),
        )
        .select("customer_id", *FEATURES)
        .sink_parquet(out, compression="zstd")
    )


if __name__ == "__main__":
    main()
