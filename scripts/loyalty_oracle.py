#!/usr/bin/env python3
"""Holds the measures of `winback report --format json` against SQL over the raw files, run by DuckDB.

    winback report --format json --as-of D <data flags> > report.json
    scripts/loyalty_oracle.py --report report.json --transactions FILES --customer-id id --timestamp ts \
        --amount "quantity * price" --is-return "quantity < 0" --order-id receipt

The SQL here is written from the measures' definitions alone. It wants transactions whose order numbers are used
once and in which no row lowers another of its order. Optional: --category, --channel, --discount, --events.
Times are in UTC.

Prints one line per number that differs; exit code 1 on any, 2 where nothing could be compared.
"""

import argparse
import datetime
import json
import sys

import duckdb


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--report", required=True, help="file with the JSON of `winback report`")
    parser.add_argument("--transactions", required=True, help="Parquet file or glob")
    parser.add_argument("--events", help="Parquet file or glob with customer_id, timestamp, type and value")
    for part in ("customer-id", "timestamp", "amount", "is-return", "order-id"):
        parser.add_argument(f"--{part}", required=True, help="SQL expression")
    for part in ("category", "channel", "discount"):
        parser.add_argument(f"--{part}", help="SQL expression")
    parser.add_argument("--tolerance", type=float, default=1e-9)
    return parser.parse_args()


class Compared:
    """Counts comparisons and prints those that fail."""

    def __init__(self, tolerance):
        self.tolerance, self.numbers, self.failures = tolerance, 0, 0

    def check(self, name, ours, theirs, tolerance=None):
        self.numbers += 1
        if ours is None or theirs is None:
            same = ours is None and theirs is None
        else:
            allowed = (tolerance or self.tolerance) * max(1.0, abs(ours), abs(theirs))
            same = abs(ours - theirs) <= allowed
        if not same:
            self.failures += 1
            print(f"{name}: winback {ours}, SQL {theirs}")


def prepare(args, report):
    db = duckdb.connect()
    db.execute("set TimeZone = 'UTC'")
    optional = {part: getattr(args, part) or "null" for part in ("category", "channel", "discount")}
    db.execute(
        f"""create table lines as
            select c, ts, ts::date as day, o, r as is_return, case when r then -abs(a) else a end as amount,
                   category, channel, coalesce(discount, 0) as discount
            from (select ({args.customer_id})::varchar as c, ({args.timestamp})::timestamp as ts,
                         ({args.order_id})::varchar as o, ({args.is_return}) as r, ({args.amount})::double as a,
                         ({optional["category"]})::varchar as category, ({optional["channel"]})::varchar as channel,
                         ({optional["discount"]})::double as discount
                  from '{args.transactions}')
            where c is not null and ts is not null and a is not null
              and ts < timestamp '{report["loyalty"]["as_of"]}'"""
    )
    db.execute(
        """create table orders as
           select c, o, min(ts) as ts, min(ts)::date as day, sum(amount) as value
           from lines where not is_return group by c, o"""
    )
    if args.events:
        db.execute(
            f"""create table events as
                select customer_id::varchar as c, timestamp::timestamp as ts, type, value from '{args.events}'
                where timestamp::timestamp < timestamp '{report["loyalty"]["as_of"]}'"""
        )
    return db


def one(db, sql):
    return db.execute(sql).fetchone()


def divided(a, b):
    return a / b if b else None


class Period:
    """SQL conditions of one period."""

    def __init__(self, start, end, lookback_days):
        self.start, self.end = f"timestamp '{start}'", f"timestamp '{end}'"
        self.back = f"interval {lookback_days} day"

    def within(self, ts="ts"):
        return f"{ts} >= {self.start} and {ts} < {self.end}"

    def customers_at(self, instant):
        return f"(select distinct c from orders where ts >= {instant} - {self.back} and ts < {instant})"

    def lapsed_at(self, instant):
        return f"(select c from orders where ts < {instant} group by c having max(ts) < {instant} - {self.back})"


def sales(db, p):
    customers, repeated, orders = one(
        db,
        f"""select count(*), count(*) filter (n > 1), coalesce(sum(n), 0)
            from (select c, count(*) as n from orders where {p.within()} group by c)""",
    )
    revenue = one(db, f"select coalesce(sum(amount), 0) from lines where {p.within()}")[0]
    return {
        "repeat_purchase_rate.rate": divided(repeated, customers),
        "sales_per_customer": divided(revenue, customers),
        "spend_per_transaction": divided(revenue, orders),
        "purchase_frequency": divided(orders, customers),
    }


def turnover(db, p):
    at_start, retained = one(
        db,
        f"""select count(*), count(e.c) from {p.customers_at(p.start)} s
            left join {p.customers_at(p.end)} e on s.c = e.c""",
    )
    lapsed, back = one(
        db,
        f"""select count(*), count(b.c) from {p.lapsed_at(p.start)} l
            left join (select distinct c from orders where {p.within()}) b on l.c = b.c""",
    )
    return {
        "retention_rate": divided(retained, at_start),
        "churn_rate": divided(at_start - retained, at_start),
        "reactivation_rate": divided(back, lapsed),
    }


def upsell(db, p):
    one_category, several = one(
        db,
        f"""select count(*) filter (n = 1), count(*) filter (n > 1)
            from (select c, count(distinct category) as n from lines
                  where {p.within()} and not is_return and category is not null group by c)""",
    )
    return {"upsell_ratio": divided(several, one_category)}


def concentration(db, p):
    top, needed = one(
        db,
        f"""with spends as (
              select o.c, greatest(0, sum(l.amount)) as spend
              from (select distinct c from orders where {p.within()}) o
              join lines l on l.c = o.c and {p.within("l.ts")} group by o.c),
            ranked as (
              select spend, row_number() over (order by spend desc, c) as rank, count(*) over () as n,
                     sum(spend) over (order by spend desc, c rows unbounded preceding) as so_far,
                     sum(spend) over () as total
              from spends)
            select sum(spend) filter (rank <= ceil(n / 5)) / any_value(total),
                   min(rank) filter (so_far >= 0.8 * total) / any_value(n)
            from ranked""",
    )
    return {
        "concentration.top_fifth_share": top,
        "concentration.customers_for_four_fifths": needed,
    }


def channels(db, p):
    share = one(
        db,
        f"""select avg((n > 1)::int) from (
              select c, count(distinct channel) as n from lines
              where {p.within()} and not is_return and channel is not null group by c)""",
    )[0]
    rates = one(
        db,
        f"""select avg((e.c is not null)::int) filter (n > 1), avg((e.c is not null)::int) filter (n = 1)
            from (select c, count(distinct channel) as n from lines
                  where ts >= {p.start} - {p.back} and ts < {p.start} and not is_return and channel is not null
                  group by c) s
            join {p.customers_at(p.start)} a on a.c = s.c
            left join {p.customers_at(p.end)} e on e.c = s.c""",
    )
    return {
        "multi_channel.share": share,
        "multi_channel.retention_of_several": rates[0],
        "multi_channel.retention_of_one": rates[1],
    }


def discounts(db, p):
    hunters = one(
        db,
        f"""select avg((coalesce(sum_off, 0) > 0.5 * sum_all * (1 + 1e-9))::int) from (
              select c, sum(amount) as sum_all, sum(amount) filter (discount > 0) as sum_off
              from lines where {p.within()} and not is_return group by c)
            where c in (select c from orders where {p.within()})""",
    )[0]
    return {"discount_dependence.hunters": hunters}


def promoters(db, p):
    score = one(
        db,
        f"""select 100.0 * (count(*) filter (v >= 9) - count(*) filter (v <= 6)) / count(*)
            from (select c, arg_max(value, (ts, -value)) as v from events
                  where type = 'nps' and value between 0 and 10 and {p.within()} group by c)""",
    )[0]
    return {"net_promoter_score.score": score}


def service(db, p):
    complaints = (
        f"""union all select c, 'complaint ' || row_number() over () from events where type = 'complaint'
              and ts >= {p.end} - {p.back} and ts < {p.end}"""
        if has(db, "events")
        else ""
    )
    share = one(
        db,
        f"""with failures as (
              select distinct c, day::varchar as what from lines
              where is_return and ts >= {p.end} - {p.back} and ts < {p.end} {complaints})
            select avg((coalesce(n, 0) >= 2)::int) from {p.customers_at(p.end)} a
            left join (select c, count(*) as n from failures group by c) f on f.c = a.c""",
    )[0]
    return {"service_failures.share_with_two": share}


def one_time(db, p):
    share = one(
        db,
        f"select avg((n = 1)::int) from (select c, count(*) as n from orders where ts < {p.end} group by c)",
    )[0]
    return {"one_time_share": share}


def engaged_score(db):
    weights = "case type when 'visit' then 1 when 'email_open' then 1 when 'support' then 1 " \
        "when 'email_click' then 2 when 'review' then 4 when 'referral' then 5 else 0 end"
    return f"sum(({weights}) * power(2.0, -(epoch({{end}}) - epoch(ts)) / (30 * 86400.0)))"


def engagement(db, p):
    """The mean index of the last period; winback tells scores apart to about one per cent."""
    score = engaged_score(db).format(end=p.end)
    index = one(
        db,
        f"""with scores as (
              select a.c, coalesce({score}, 0) as score from {p.customers_at(p.end)} a
              left join events e on e.c = a.c and e.ts < {p.end} group by a.c)
            select 50.0 * count(*) filter (score >= 1.0 / 64) / count(*) from scores""",
    )[0]
    return {"engagement_index": index}


def has(db, table):
    return bool(one(db, f"select count(*) from information_schema.tables where table_name = '{table}'")[0])


def measure_at(report, path):
    value = report["loyalty"]
    for key in path.split("."):
        value = value[key]
    return value


def compare_series(db, report, work, compared):
    """Every measure of every period for which winback has a value."""
    loyalty = report["loyalty"]
    days, lookback = loyalty["period"]["days"], loyalty["period"]["lookback_days"]
    found = {}
    for point, k in ((point, k) for k, point in enumerate(loyalty["one_time_share"]["series"])):
        end = datetime.date.fromisoformat(point["end"])
        period = Period(end - datetime.timedelta(days=days), end, lookback)
        for function in work:
            for path, value in function(db, period).items():
                found.setdefault(path, {})[k] = value
    for path, values in found.items():
        measure = measure_at(report, path)
        tolerance = 1e-6 if path.startswith("concentration") else None
        series = measure["series"]
        compared.check(path, measure["value"], values[len(series) - 1] if measure["value"] is not None else None, tolerance)
        for k, point in enumerate(series):
            if point["value"] is not None:
                compared.check(f"{path} to {point['end']}", point["value"], values[k], tolerance)
        if measure["value"] is None:
            print(f"{path}: not available because {measure['not_available_because']}")


def compare_gaps(db, report, compared):
    gaps = report["loyalty"]["time_between_orders"]
    n, customers, median, three_quarters, nine_tenths = one(
        db,
        """with days as (select distinct c, day from orders),
           gaps as (select c, day - lag(day) over (partition by c order by day) as gap from days)
           select count(gap), count(distinct c) filter (gap is not null), quantile_cont(gap, 0.5),
                  quantile_cont(gap, 0.75), quantile_cont(gap, 0.9) from gaps""",
    )
    compared.check("gaps", gaps["n"], n)
    compared.check("gaps: customers", gaps["customers"], customers)
    compared.check("gaps: median", gaps["median_days"], median)
    compared.check("gaps: 75 %", gaps["three_quarters_days"], three_quarters)
    compared.check("gaps: 90 %", gaps["nine_tenths_days"], nine_tenths)
    for bin in gaps["histogram"]:
        to = bin["to_days"] if bin["to_days"] is not None else 10**6
        count = one(
            db,
            f"""with days as (select distinct c, day from orders),
                gaps as (select day - lag(day) over (partition by c order by day) as gap from days)
                select count(*) from gaps where gap between {bin["from_days"]} and {to}""",
        )[0]
        compared.check(f"gaps from {bin['from_days']}", bin["gaps"], count)


def compare_funnel(db, report, compared):
    end = f"timestamp '{report['loyalty']['as_of']}'"
    for step in report["loyalty"]["order_funnel"]["steps"]:
        k = step["from_order"]
        row = one(
            db,
            f"""with ranked as (
                  select c, ts, day, row_number() over (partition by c order by ts) as k,
                         lead(ts) over (partition by c order by ts) as next_ts,
                         lead(day) over (partition by c order by ts) as next_day from orders)
                select count(*), count(next_ts),
                       count(*) filter (ts <= {end} - interval 365 day),
                       count(*) filter (ts <= {end} - interval 365 day and next_ts < ts + interval 365 day),
                       quantile_cont(next_day - day, 0.5), quantile_cont(next_day - day, 0.75)
                from ranked where k = {k}""",
        )
        names = (
            "customers", "reached_next", "customers_of_a_year", "reached_within_a_year",
            "median_days", "three_quarters_days",
        )
        for name, theirs in zip(names, row):
            compared.check(f"order {k}: {name}", step[name], theirs)


def compare_cohorts(db, report, compared):
    db.execute("create table firsts as select c, date_trunc('month', min(day)) as month from orders group by c")
    for cohort in report["loyalty"]["cohorts"]["cohorts"]:
        first = f"date '{cohort['month']}-01'"
        n = one(db, f"select count(*) from firsts where month = {first}")[0]
        compared.check(f"cohort {cohort['month']}", cohort["customers"], n)
        for since, month in enumerate(cohort["months"]):
            start = f"{first} + interval {since} month"
            within = f"f.month = {first} and day >= {start} and day < {start} + interval 1 month"
            buyers = one(db, f"select count(distinct c) from orders join firsts f using (c) where {within}")[0]
            revenue = one(db, f"select coalesce(sum(amount), 0) from lines join firsts f using (c) where {within}")[0]
            name = f"cohort {cohort['month']} + {since}"
            compared.check(f"{name}: buyers", month["buyers"], buyers)
            compared.check(f"{name}: share", month["share"], divided(buyers, n))
            compared.check(f"{name}: revenue", month["revenue"], revenue)


def compare_lost(db, report, compared):
    cost = report["loyalty"]["cost_of_churn"]
    window = cost["window"]
    if window is None:
        print("cost of churn: no window is over")
        return
    lookback = report["loyalty"]["period"]["lookback_days"]
    seen, start, end = (f"timestamp '{window[key]}'" for key in ("seen_from", "start", "end"))
    customers, lost, money = one(
        db,
        f"""with known as (
              select distinct c from orders where ts >= {seen} - interval {lookback} day and ts < {seen}),
            gone as (
              select c from known where c not in (select c from orders where ts >= {start} and ts < {end})),
            spends as (
              select g.c, coalesce(sum(l.amount), 0) as spend from gone g
              left join lines l on l.c = g.c and l.ts >= {seen} - interval 365 day and l.ts < {seen} group by g.c)
            select (select count(*) from known), count(*),
                   sum(greatest(0, spend)) * {cost["horizon_days"]} / 365.0 from spends""",
    )
    compared.check("cost of churn: customers", cost["really_lost"]["n"], customers)
    compared.check("cost of churn: lost", cost["really_lost_customers"], lost)
    compared.check("cost of churn: money", cost["really_lost"]["value"], money)


def main():
    args = arguments()
    with open(args.report, encoding="utf-8") as file:
        report = json.load(file)
    db, compared = prepare(args, report), Compared(args.tolerance)
    if not one(db, "select count(*) from orders")[0]:
        print("nothing to compare")
        return 2
    work = [sales, turnover, concentration, one_time, service]
    optional = [
        (args.category, [upsell]),
        (args.channel, [channels]),
        (args.discount, [discounts]),
        (args.events, [promoters]),
    ]
    work += [function for given, functions in optional if given for function in functions]
    compare_series(db, report, work, compared)
    if args.events:
        period = report["loyalty"]["period"]
        last = Period(period["start"], period["end"], period["lookback_days"])
        theirs = engagement(db, last)["engagement_index"]
        compared.check("engagement_index", report["loyalty"]["engagement_index"]["value"], theirs)
    compare_gaps(db, report, compared)
    compare_funnel(db, report, compared)
    compare_cohorts(db, report, compared)
    compare_lost(db, report, compared)
    print(f"{compared.numbers} numbers compared: {compared.failures or 'no'} mismatches")
    return int(compared.failures > 0)


if __name__ == "__main__":
    sys.exit(main())
