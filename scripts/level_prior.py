#!/usr/bin/env python3
"""Prints what the constants of the level's estimate rest on (src/model/learning/level/prior.rs).

    scripts/level_prior.py BACKTEST.json [BACKTEST.json ...]

Each file is what `winback backtest --format json` printed of one history; it takes many origins of many
histories. Per origin it has what the signs said (`level_shift`), by how much the level was missed, the
share that was expected and the share that left. Printed are, in log-odds, histories counting alike: the
root mean square miss of the estimate, of no correction and, at origins with an earlier year, of the plain
mean of last year's change and the newest weeks; how far levels moved, how far years lie apart, and how wrong
the newest weeks and BG/NBD were; and how often the interval held what came. Needs numpy.
"""

import json
import pathlib
import sys

import numpy as np


def origins_of(history):
    """The origins whose level can be judged, each a dict."""
    for origin in json.loads(pathlib.Path(history).read_text())["origins"]:
        if origin["level_missed"] is None:
            continue
        shift, expected = origin["level_shift"], origin["expected_churn_rate"]
        said = {name: shift[name] and shift[name]["log_odds"] for name in ("recent", "rhythm")}
        yield {
            **said,
            "history": history,
            "years": shift["years"],
            "missed": origin["level_missed"],
            "right": shift["log_odds"] + origin["level_missed"],
            "held": expected["low"] <= origin["test"]["churn_rate"] <= expected["high"],
        }


def mean(origins, value):
    """The mean over histories of the means over their origins; origins without a value are left out."""
    found = {}
    for origin in origins:
        if (number := value(origin)) is not None:
            found.setdefault(origin["history"], []).append(number)
    return np.mean([np.mean(numbers) for numbers in found.values()]) if found else float("nan")


def rms(origins, value):
    return mean(origins, lambda o: None if (x := value(o)) is None else x * x) ** 0.5


def error_of(sign):
    return lambda o: None if o[sign] is None else o["right"] - o[sign]


def plain_mean(origin):
    if origin["recent"] is None:
        return None
    return origin["right"] - (origin["years"][0] + origin["recent"]) / 2


def main(histories):
    origins = [origin for history in histories for origin in origins_of(history)]
    with_year = [origin for origin in origins if origin["years"]]
    without = [origin for origin in origins if not origin["years"]]
    several = [origin for origin in origins if len(origin["years"]) > 1]
    for name, some in (("with an earlier year", with_year), ("without", without)):
        print(f"{name}: {len(some)} origins of {len({o['history'] for o in some})} histories")
        print(f"  miss: estimate {rms(some, lambda o: o['missed']):.3f}, none {rms(some, lambda o: o['right']):.3f}")
        print(f"  the interval held {mean(some, lambda o: o['held']):.2f}")
        for sign in ("recent", "rhythm"):
            print(f"  {sign}: wrong by {rms(some, error_of(sign)):.3f}")
    print(f"  plain mean of last year and the newest weeks: miss {rms(with_year, plain_mean):.3f}")
    apart = mean(several, lambda o: np.var(o["years"], ddof=1)) ** 0.5
    print(f"years lie {apart:.3f} apart (chance included)")
    print(f"levels moved {rms(without, lambda o: o['right']):.3f} where no earlier year is known")


if __name__ == "__main__":
    main(sys.argv[1:]) if sys.argv[1:] else sys.exit(__doc__)
