#!/usr/bin/env python3
"""Generates small histories of shapes that `winback generate` does not make, to judge the model by.

    scripts/shapes.py --out DIR [--seed 1] [--only NAME ...]

Writes DIR/<shape>.parquet (customer_id, timestamp, amount) for each shape below. Customers arrive over
time, buy at gaps of their own length and regularity, follow the season as far as they care, and leave
for good at a rate of their own; nothing is drawn from a model that winback fits. The same seed gives
the same rows. Needs numpy and pyarrow.
"""

import argparse
import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

START = np.datetime64("2018-01-01")

# days: history; gap: median of customers' median gaps, in days; spread: sd of its logarithm among
# customers; regularity: shape of the gamma gaps (1: random, 10: like a clock); life: mean days until
# leaving; once: share that buy once only; growth: arrivals at the end ÷ at the beginning; peak:
# purchase rate before Christmas ÷ else; founders: share present from the first day on.
SHAPES = {
    "grocery": {"customers": 3000, "days": 540, "gap": 8, "spread": 0.5, "regularity": 3, "life": 500},
    "donors": {"customers": 6000, "days": 2200, "gap": 330, "spread": 0.5, "regularity": 8, "life": 1500,
               "once": 0.3, "peak": 2},
    "one_time": {"customers": 15000, "days": 900, "gap": 60, "spread": 1.0, "regularity": 1, "life": 250,
                 "once": 0.75},
    "short": {"customers": 6000, "days": 150, "gap": 20, "spread": 0.8, "regularity": 2, "life": 120},
    "small": {"customers": 500, "days": 800, "gap": 40, "spread": 0.8, "regularity": 1.5, "life": 400},
    "christmas": {"customers": 8000, "days": 1300, "gap": 70, "spread": 0.9, "regularity": 1, "life": 700,
                  "once": 0.2, "peak": 5},
    "subscribers": {"customers": 4000, "days": 700, "gap": 30, "spread": 0.05, "regularity": 60, "life": 240},
    "growing": {"customers": 9000, "days": 600, "gap": 35, "spread": 0.9, "regularity": 1.5, "life": 150,
                "growth": 8, "founders": 0.02},
    "wholesale": {"customers": 1500, "days": 1000, "gap": 21, "spread": 0.7, "regularity": 2, "life": 900,
                  "peak": 1.6},
}


def season(day, peak):
    """Purchase rate on a day relative to the quiet time of the year: up from November, down at Christmas."""
    of_year = (day + 1) % 365.25
    return 1 + (peak - 1) * np.clip((of_year - 305) / 35, 0, 1) * (of_year < 358)


def purchases(random, customers, days, gap, spread, regularity, life, once=0.0, growth=1.0, peak=1.0,
              founders=0.3):
    """(customer, day) of every purchase; days are fractions since START."""
    # Density of arrivals rises linearly from 1 to `growth`; founders came before the first day.
    u = random.random(customers)
    arrival = u if growth == 1 else (np.sqrt(1 + u * (growth**2 - 1)) - 1) / (growth - 1)
    arrival = np.where(random.random(customers) < founders, -random.random(customers) * 2 * gap, arrival * days)
    own_gap = gap * np.exp(spread * random.standard_normal(customers))
    own_life = random.exponential(life, customers) * np.exp(0.5 * random.standard_normal(customers))
    own_life[random.random(customers) < once] = 0
    cares = random.random(customers) ** 2 * 2  # for the season: some not at all, some twice
    who, when = [np.arange(customers)], [arrival]
    clock, alive = arrival.copy(), np.arange(customers)
    while len(alive):
        step = random.gamma(regularity, own_gap[alive] / regularity)
        rate = season(clock[alive] + step / 2, 1 + (peak - 1) * cares[alive])
        clock[alive] += np.maximum(step / rate, 1 / 24)
        alive = alive[(clock[alive] < days) & (clock[alive] < arrival[alive] + own_life[alive])]
        who.append(alive)
        when.append(clock[alive])
    who, when = np.concatenate(who), np.concatenate(when)
    return who[when >= 0], when[when >= 0]


def table(shape, seed):
    """A history as an Arrow table, by time."""
    random = np.random.default_rng([seed, sum(shape.encode())])
    who, when = purchases(random, **SHAPES[shape])
    order = np.lexsort((who, when))
    who, when = who[order], when[order]
    purse = np.exp(3.5 + 0.7 * random.standard_normal(SHAPES[shape]["customers"]))
    amount = np.round(purse[who] * np.exp(0.5 * random.standard_normal(len(who))), 2) + 0.01
    times = START.astype("datetime64[us]") + (when * 86_400_000_000).astype("timedelta64[us]")
    return pa.table({"customer_id": who, "timestamp": times, "amount": amount})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=SHAPES, default=list(SHAPES))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for shape in args.only:
        made = table(shape, args.seed)
        pq.write_table(made, args.out / f"{shape}.parquet")
        print(f"{shape}: {made.num_rows} rows")


if __name__ == "__main__":
    main()
