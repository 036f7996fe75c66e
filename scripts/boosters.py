"""Boosted trees as peers: LightGBM, LightGBM of stumps, CatBoost, each tuned by folds of customers.

Every learner chooses among random configurations by its loss at the newest cutoff of held-out customers, with early
stopping; how many of the newest cutoffs it learns from is part of the choice. Then it is fitted on all rows of those.
"""

import os

import numpy as np

FOLDS = 4
SEARCH_ROWS = 40_000
THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


class LightGbm:
    """Gradient boosting with trees of some numbers of leaves."""

    def __init__(self, leaves=(4, 7, 12, 20, 31)):
        import lightgbm
        self.library, self.leaves = lightgbm, leaves

    def draw(self, random):
        return {
            "objective": "binary", "verbosity": -1, "seed": 1, "num_threads": THREADS, "bagging_freq": 1,
            "learning_rate": 0.04, "num_leaves": int(random.choice(self.leaves)),
            "min_data_in_leaf": int(random.choice([20, 50, 100, 200])),
            "feature_fraction": float(random.choice([0.3, 0.5, 0.8])),
            "bagging_fraction": float(random.choice([0.5, 0.7, 0.9])),
            "lambda_l2": float(random.choice([0.0, 1.0, 10.0, 50.0])),
        }

    def stopped(self, parameters, learn, held):
        """The best loss on the held rows, and after how many rounds."""
        data, found = self.library.Dataset(*learn), {}
        self.library.train(parameters, data, 1000, [data.create_valid(*held)], callbacks=[
            self.library.early_stopping(40, verbose=False), self.library.record_evaluation(found)])
        losses = found["valid_0"]["binary_logloss"]
        return min(losses), int(np.argmin(losses)) + 1

    def fitted(self, parameters, rounds, x, y):
        return self.library.train(parameters, self.library.Dataset(x, y), rounds).predict


class CatBoost:
    """Gradient boosting with symmetric trees and ordered target statistics."""

    def __init__(self):
        import catboost
        self.library = catboost

    def draw(self, random):
        return {
            "loss_function": "Logloss", "random_seed": 1, "thread_count": THREADS, "learning_rate": 0.06,
            "allow_writing_files": False, "verbose": False,
            "depth": int(random.choice([2, 3, 4, 6])),
            "l2_leaf_reg": float(random.choice([1.0, 3.0, 10.0, 30.0])),
            "rsm": float(random.choice([0.3, 0.5, 0.8])),
        }

    def stopped(self, parameters, learn, held):
        model = self.library.CatBoostClassifier(iterations=600, early_stopping_rounds=40, **parameters)
        model.fit(*learn, eval_set=held)
        return model.get_best_score()["validation"]["Logloss"], model.get_best_iteration() + 1

    def fitted(self, parameters, rounds, x, y):
        model = self.library.CatBoostClassifier(iterations=rounds, **parameters).fit(x, y)
        return lambda rows: model.predict_proba(rows)[:, 1]


def search(learner, x, y, customer, age, configurations):
    """The best of random configurations by folds of customers: (parameters, rounds, newest cutoffs)."""
    random = np.random.default_rng(1)
    people = np.unique(customer)
    share = min(1.0, SEARCH_ROWS / len(y))
    drawn = np.isin(customer, random.choice(people, max(FOLDS, int(share * len(people))), replace=False))
    x, y, customer, age = x[drawn], y[drawn], customer[drawn], age[drawn]
    fold = random.integers(0, FOLDS, len(people))[np.searchsorted(people, customer)]
    newest = age == 0
    best = None
    for _ in range(configurations):
        parameters = learner.draw(random)
        cutoffs = int(random.choice([1, 3, 6, 12]))
        loss, rounds = [], []
        for k in range(FOLDS):
            learn, held = (fold != k) & (age < cutoffs), (fold == k) & newest
            if len(np.unique(y[learn])) < 2 or len(np.unique(y[held])) < 2:
                continue
            least, after = learner.stopped(parameters, (x[learn], y[learn]), (x[held], y[held]))
            loss.append((least, held.sum()))
            rounds.append(after)
        if loss:
            mean = np.average([value for value, _ in loss], weights=[rows for _, rows in loss])
            if best is None or mean < best[0]:
                best = mean, parameters, int(np.mean(rounds)), cutoffs
    return best[1:]


def scores(learner, x, y, customer, age, judged, configurations):
    """The probabilities of the judged rows."""
    parameters, rounds, cutoffs = search(learner, x, y, customer, age, configurations)
    rows = age < cutoffs
    return learner.fitted(parameters, rounds, x[rows], y[rows])(judged)
