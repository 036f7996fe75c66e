"""The engines that winback's SQL is written for: a statement in, an Arrow table out.

Used by oracle.py, check_exports.py and check_spark.py. An engine is imported when it is asked for.
"""

ENGINES = ("duckdb", "datafusion", "spark")


def run(engine, sql, tables=None):
    """The result of one statement. `tables` are Parquet files by the name that the statement knows."""
    return {"duckdb": _duckdb, "datafusion": _datafusion, "spark": _spark}[engine](sql, tables or {})


def _duckdb(sql, tables):
    import duckdb

    db = duckdb.connect()
    db.execute("set TimeZone = 'UTC'")
    for name, path in tables.items():
        db.from_parquet(path).create_view(name)
    return db.sql(sql).to_arrow_table()


def _datafusion(sql, tables):
    import datafusion

    # Files are named in the statement itself.
    context = datafusion.SessionContext().enable_url_table()
    for name, path in tables.items():
        context.register_parquet(name, path)
    return context.sql(sql).to_arrow_table()


def spark_session():
    """A session of Spark on this machine alone, in UTC."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("winback")
    for key, value in (
        ("spark.sql.session.timeZone", "UTC"),
        ("spark.ui.enabled", "false"),
        ("spark.sql.shuffle.partitions", "4"),
    ):
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _spark(sql, tables):
    import pyarrow

    session = spark_session()
    try:
        for name, path in tables.items():
            session.read.parquet(path).createOrReplaceTempView(name)
        frame = session.sql(sql)
        rows = frame.collect()
    finally:
        session.stop()
    columns = {name: [row[i] for row in rows] for i, name in enumerate(frame.columns)}
    return pyarrow.table({name: _plain(values) for name, values in columns.items()})


def _plain(values):
    """Spark's decimals as doubles, so that every engine's numbers are of one kind."""
    from decimal import Decimal

    return [float(value) if isinstance(value, Decimal) else value for value in values]
