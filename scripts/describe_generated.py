#!/usr/bin/env python3
"""Counts in the rows of a generated business what a shop is known by: docs/accuracy.md has the figures.

    winback generate --out business && scripts/describe_generated.py business

Needs duckdb. An order is a document with an amount that is not negative; years are 365 days.
"""

import sys

import duckdb

FIGURES = {
    "orders of a buyer": "select avg(n) from (select max(number) n from o group by customer_id)",
    "bought once, of all buyers": "select avg((n = 1)::int) from (select max(number) n from o group by customer_id)",
    "second order within a year, of first orders a year or more old": "select avg({soon}) from o where number = 1 and {old}",
    "third within a year of the second": "select avg({soon}) from o where number = 2 and {old}",
    "fourth within a year of the third": "select avg({soon}) from o where number = 3 and {old}",
    "bought again, of the buyers of the last 365 days": "select avg((n > 1)::int) from (select count(*) n from o where moment >= {end} - interval 365 day group by customer_id)",
    "order value, mean": "select avg(paid) from o",
    "order value, median": "select median(paid) from o",
    "order value, largest ÷ median": "select max(paid) / median(paid) from o",
    "order value, log-sd within customers": "select sqrt(avg(v)) from (select var_samp(ln(paid)) v from o where paid > 0 group by customer_id having count(*) > 3)",
    "order value, log-sd between customers": "select stddev(m) from (select avg(ln(paid)) m from o where paid > 0 group by customer_id having count(*) > 3)",
    "units of a line, 99th percentile": "select quantile_disc(quantity, .99) from t where quantity > 0",
    "units of a line, most": "select max(quantity) from t",
    "returned, of the value sold": "select -sum(amount) filter (amount < 0) / sum(amount) filter (amount > 0) from t",
    "November and December, of the last year's revenue": "select sum(amount) filter (month(timestamp) > 10) / sum(amount) from t where timestamp >= {end} - interval 365 day",
    "best 1 % of the customers, of revenue": "select sum(m) filter (place <= .01) / sum(m) from ranked",
    "best 20 % of the customers, of revenue": "select sum(m) filter (place <= .2) / sum(m) from ranked",
    "visits for each order by web or app": "select (select count(*) from e where type = 'visit') / (select count(*) from o where channel in ('web', 'app'))",
    "e-mails opened by a consenting customer in a year": "select sum(coalesce(n, 0)) / sum(years) from (select customer_id, date_diff('day', greatest(signup_date, {start}), {end}) / 365 as years from k where consent_email) left join (select customer_id, count(*) n from e where type = 'email_open' group by 1) using (customer_id)",
    "clicks for each e-mail opened": "select count(*) filter (type = 'email_click') / count(*) filter (type = 'email_open') from e",
    "net promoter score": "select 100 * (avg((value >= 9)::int) - avg((value <= 6)::int)) from e where type = 'nps'",
}


def main():
    folder = sys.argv[1]
    db = duckdb.connect()
    db.execute(f"create view t as from '{folder}/transactions/*.parquet'")
    db.execute(f"create view e as from '{folder}/events/*.parquet'")
    db.execute(f"create view k as from '{folder}/customers.parquet'")
    db.execute("""create table orders as select customer_id, order_id, min(timestamp) moment, sum(amount) paid,
        any_value(channel) channel from t where quantity > 0 group by all""")
    db.execute("""create table o as select *, row_number() over w as number, lead(moment) over w as following
        from orders window w as (partition by customer_id order by moment)""")
    db.execute("""create table ranked as select sum(amount) m, row_number() over (order by sum(amount) desc)
        / count(*) over () place from t group by customer_id""")
    first, last = db.execute("select min(timestamp)::date, max(timestamp)::date from t").fetchone()
    names = {
        "start": f"date '{first}'",
        "end": f"(date '{last}' + interval 1 day)",
        "soon": "coalesce(following <= moment + interval 365 day, false)::int",
    }
    names["old"] = f"moment < {names['end']} - interval 365 day"
    for name, query in FIGURES.items():
        print(f"{name}: {db.execute(query.format(**names)).fetchone()[0]:.3f}")


if __name__ == "__main__":
    main()
