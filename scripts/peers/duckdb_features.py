#!/usr/bin/env python3
"""The benchmark's features in DuckDB: one query, Parquet to Parquet.

    duckdb_features.py GLOB OUT AS_OF THREADS
"""

import sys

import duckdb
from features import DAY_US, WINDOWS_DAYS


def query(glob, as_of):
    now = f"epoch_us(timestamptz '{as_of} 00:00:00+00')"
    start = {w: f"{now} - {w * DAY_US}" for w in WINDOWS_DAYS}
    spend = ",\n".join(
        f"coalesce(sum(amount) filter (ts_us >= {start[w]}), 0) as spend_{w}d" for w in WINDOWS_DAYS
    )
    purchases = ",\n".join(f"count(*) filter (ts_us >= {start[w]}) as purchases_{w}d" for w in WINDOWS_DAYS)
    return f"""
with lines as (
  select customer_id, epoch_us("timestamp") as ts_us, amount, order_id, product_id, category, channel,
         discount, amount < 0 or quantity < 0 as is_return
  from read_parquet('{glob}')
  where "timestamp" < timestamptz '{as_of} 00:00:00+00'
),
by_customer as (
  select customer_id, sum(amount) as spend, {spend},
         count(distinct product_id) filter (not is_return) as distinct_products,
         count(distinct category) filter (not is_return) as distinct_categories,
         count(distinct channel) filter (not is_return) as distinct_channels,
         count(*) filter (is_return) as returns,
         count(*) filter (is_return) / nullif(count(*) filter (not is_return), 0) as return_rate
  from lines group by customer_id
),
orders as (
  select customer_id, order_id, min(ts_us) as ts_us, sum(amount) as value,
         sum(case when discount > 0 then amount else 0 end) as discounted
  from lines where not is_return group by customer_id, order_id
),
gapped as (
  select *, (ts_us - lag(ts_us) over (partition by customer_id order by ts_us)) / {DAY_US}::double as gap
  from orders
),
by_order as (
  select customer_id, count(*) as purchases, {purchases},
         ({now} - max(ts_us)) / {DAY_US}::double as days_since_last_purchase,
         ({now} - min(ts_us)) / {DAY_US}::double as days_since_first_purchase,
         avg(value) as order_value_mean, stddev_samp(value) as order_value_sd,
         min(value) as order_value_min, max(value) as order_value_max,
         avg(gap) as gap_mean_days, stddev_samp(gap) as gap_sd_days,
         sum(discounted) / nullif(sum(value), 0) as discounted_spend_share
  from gapped group by customer_id
)
select c.*, o.* exclude (customer_id, purchases, {", ".join(f"purchases_{w}d" for w in WINDOWS_DAYS)}),
       coalesce(o.purchases, 0) as purchases,
       {", ".join(f"coalesce(o.purchases_{w}d, 0) as purchases_{w}d" for w in WINDOWS_DAYS)}
from by_customer c left join by_order o using (customer_id)
"""


def main():
    glob, out, as_of, threads = sys.argv[1:]
    db = duckdb.connect()
    db.execute(f"set threads = {threads}")
    db.execute("set preserve_insertion_order = false")
    db.execute(f"copy ({query(glob, as_of)}) to '{out}' (format parquet, compression zstd)")


if __name__ == "__main__":
    main()
