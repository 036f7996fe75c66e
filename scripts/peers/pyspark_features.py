#!/usr/bin/env python3
"""The benchmark's features in PySpark on this machine alone (local mode), Parquet to Parquet.

    pyspark_features.py GLOB OUT AS_OF THREADS
"""

import sys

from features import DAY_US, FEATURES, WINDOWS_DAYS
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as f


def main():
    glob, out, as_of, threads = sys.argv[1:]
    spark = (
        SparkSession.builder.master(f"local[{threads}]")
        .config("spark.driver.memory", "8g")
        .config("spark.sql.shuffle.partitions", 4 * int(threads))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.parquet.compression.codec", "zstd")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    now = f.unix_micros(f.lit(f"{as_of} 00:00:00").cast("timestamp"))
    since = {w: f.col("ts") >= now - w * DAY_US for w in WINDOWS_DAYS}
    bought = ~f.col("is_return")

    def number(condition):
        return f.coalesce(f.sum(condition.cast("long")), f.lit(0))

    lines = (
        spark.read.parquet(*__import__("glob").glob(glob))
        .withColumn("ts", f.unix_micros("timestamp"))
        .withColumn("is_return", (f.col("amount") < 0) | (f.col("quantity") < 0))
        .where(f.col("ts") < now)
    )
    # Both aggregations are by customer: one shuffle serves them.
    lines = lines.repartition("customer_id")
    by_customer = lines.groupBy("customer_id").agg(
        f.sum("amount").alias("spend"),
        *(f.sum(f.when(since[w], f.col("amount")).otherwise(0.0)).alias(f"spend_{w}d") for w in WINDOWS_DAYS),
        # Sets are folded in one pass; count(distinct) would expand every row threefold.
        *(
            f.size(f.collect_set(f.when(bought, f.col(column)))).cast("long").alias(name)
            for column, name in (
                ("product_id", "distinct_products"),
                ("category", "distinct_categories"),
                ("channel", "distinct_channels"),
            )
        ),
        number(f.col("is_return")).alias("returns"),
        number(bought).alias("lines_bought"),
    )
    orders = (
        lines.where(bought)
        .groupBy("customer_id", "order_id")
        .agg(
            f.min("ts").alias("ts"),
            f.sum("amount").alias("value"),
            f.sum(f.when(f.col("discount") > 0, f.col("amount")).otherwise(0.0)).alias("discounted"),
        )
    )
    before = f.lag("ts").over(Window.partitionBy("customer_id").orderBy("ts"))
    by_order = (
        orders.withColumn("gap", (f.col("ts") - before) / DAY_US)
        .groupBy("customer_id")
        .agg(
            f.count("*").alias("purchases"),
            *(number(since[w]).alias(f"purchases_{w}d") for w in WINDOWS_DAYS),
            ((now - f.max("ts")) / DAY_US).alias("days_since_last_purchase"),
            ((now - f.min("ts")) / DAY_US).alias("days_since_first_purchase"),
            f.avg("value").alias("order_value_mean"),
            f.stddev_samp("value").alias("order_value_sd"),
            f.min("value").alias("order_value_min"),
            f.max("value").alias("order_value_max"),
            f.avg("gap").alias("gap_mean_days"),
            f.stddev_samp("gap").alias("gap_sd_days"),
            f.try_divide(f.sum("discounted"), f.sum("value")).alias("discounted_spend_share"),
        )
    )
    counts = ["purchases", *(f"purchases_{w}d" for w in WINDOWS_DAYS)]
    (
        by_customer.join(by_order, "customer_id", "left")
        .withColumn("return_rate", f.try_divide(f.col("returns").cast("double"), f.col("lines_bought").cast("double")))
        .fillna(0, subset=counts)
        .select("customer_id", *FEATURES)
        .write.mode("overwrite")
        .parquet(out)
    )
    spark.stop()


if __name__ == "__main__":
    main()
