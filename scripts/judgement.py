"""How well probabilities foretold what happened: measures with bootstrap intervals, paired.

Every model's rows are the same customers in the same order, so a replicate draws the same customers
for all models: the interval of a difference is of the paired difference. Of several dates the measures'
mean is given; a customer is drawn with all dates. Ties are shared evenly in AUC, precision-recall area
and lift, whatever the order of the rows.
"""

import numpy as np

MEASURES = ("auc", "pr_auc", "brier", "log_loss", "ece", "lift_10")
LARGER_IS_BETTER = {"auc", "pr_auc", "lift_10"}
BINS = 10


class Judge:
    """One model's probabilities beside the outcomes; measures them under any weights of the rows."""

    def __init__(self, churned, probability):
        order = np.argsort(-probability, kind="stable")
        self.order, self.y, self.p = order, churned[order].astype(float), probability[order]
        self.starts = np.flatnonzero(np.r_[True, np.diff(self.p) != 0])
        q = np.clip(self.p, 1e-15, 1 - 1e-15)
        self.losses = -(self.y * np.log(q) + (1 - self.y) * np.log1p(-q))
        self.squares = (self.p - self.y) ** 2

    def measure(self, weights):
        """The measures in the order of MEASURES."""
        w = weights[self.order].astype(float)
        total, churned = w.sum(), (w * self.y).sum()
        stayed = total - churned
        lost = np.add.reduceat(w * self.y, self.starts)
        size = np.add.reduceat(w, self.starts)
        kept = size - lost
        lost_so_far, seen = np.cumsum(lost), np.cumsum(size)
        auc = ((lost_so_far - lost / 2) * kept).sum() / (churned * stayed)
        with np.errstate(invalid="ignore", divide="ignore"):
            precision = np.where(seen > 0, lost_so_far / seen, 0.0)
        pr_auc = (precision * lost).sum() / churned
        tenth = np.interp(0.1 * total, np.r_[0, seen], np.r_[0, lost_so_far])
        return np.array([auc, pr_auc, (w * self.squares).sum() / total,
                         (w * self.losses).sum() / total, self.ece(w),
                         tenth / (0.1 * total) / (churned / total)])

    def ece(self, w):
        """Expected calibration error over bins of equal weight."""
        before = np.cumsum(w) - w
        bins = np.minimum((before / w.sum() * BINS).astype(int), BINS - 1)
        gaps = np.bincount(bins, w * (self.y - self.p), BINS)
        return np.abs(gaps).sum() / w.sum()


def judge(dates, replicates=1000, seed=1):
    """Dates, each (customers, churned, {name: probabilities}), to {name: (values, replicates × measures)}:
    means over the dates, on the same draws for every name."""
    people, at = np.unique(np.concatenate([customer for customer, _, _ in dates]), return_inverse=True)
    rows_of = np.split(at, np.cumsum([len(customer) for customer, _, _ in dates])[:-1])
    judges = {name: [Judge(churned, scores[name]) for _, churned, scores in dates] for name in dates[0][2]}
    random = np.random.default_rng(seed)
    draws = [np.ones(len(people))]
    draws += [np.bincount(random.integers(0, len(people), len(people)), minlength=len(people))
              for _ in range(replicates)]
    measured = {name: np.array([np.mean([one.measure(weights[rows]) for one, rows in zip(of_date, rows_of)], axis=0)
                                for weights in draws]) for name, of_date in judges.items()}
    return {name: (rows[0], rows[1:]) for name, rows in measured.items()}


def interval(drawn):
    """The middle 95 %."""
    return np.quantile(drawn, [0.025, 0.975], axis=0)


def table(judged, first):
    """Lines of text: each model's measures with intervals, then the first one minus each other."""
    def cell(value, low, high, sign=""):
        return f"{value:{sign}.4f} [{low:{sign}.4f}, {high:{sign}.4f}]"

    width = 2 + max(map(len, judged)) + len(first) + 3
    lines = [" " * width + "".join(f"{m:>27}" for m in MEASURES)]
    for name, (values, drawn) in judged.items():
        low, high = interval(drawn)
        cells = (f"{cell(*v):>27}" for v in zip(values, low, high))
        lines.append(f"{name:{width}}" + "".join(cells))
    values, drawn = judged[first]
    for name, (other, other_drawn) in judged.items():
        if name != first:
            low, high = interval(drawn - other_drawn)
            cells = (f"{cell(*v, '+'):>27}" for v in zip(values - other, low, high))
            lines.append(f"{first + ' − ' + name:{width}}" + "".join(cells))
    return lines


def record(judged):
    """The same as plain data."""
    def one(values, drawn):
        low, high = interval(drawn)
        return {m: {"value": float(v), "low": float(lo), "high": float(hi)}
                for m, v, lo, hi in zip(MEASURES, values, low, high)}

    return {name: one(*found) for name, found in judged.items()}
