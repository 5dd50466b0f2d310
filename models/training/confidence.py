"""How sure the readings of meetings and statements are: learns the weights of src/extract/confidence.tsv.

    python models/training/confidence.py FILE...

FILE is what `chancery evaluate GOLD --signals` prints for a folder of annotated articles. Logistic regression with a quadratic penalty (Newton's
method), one for meetings and one for statements; the penalty is the one with the least loss on articles left out. To be run in the root of the
repository; then build again.
"""

import json, sys

import numpy as np

PENALTIES = [0.3, 1.0, 3.0, 10.0]
FOLDS = 10


def fit(x, y, penalty):
    """The weights of the columns; the first, which all rows have, is not penalized."""
    weights = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if abs(step).max() < 1e-8:
            break
    return weights


def loss(x, y, weights):
    p = np.clip(1 / (1 + np.exp(-x @ weights)), 1e-9, 1 - 1e-9)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def learn(kind, rows):
    """Chooses the penalty on articles left out, and learns from all."""
    names = sorted({tuple(signal) for row in rows for signal in row["signals"]}, key=lambda it: (it[1] != "any", it))
    place = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for signal in row["signals"]:
            x[at, place[tuple(signal)]] = 1
    y = np.array([row["right"] for row in rows], dtype=float)
    articles = sorted({row["article"] for row in rows})
    fold = np.array([articles.index(row["article"]) % FOLDS for row in rows])
    losses = {}
    for penalty in PENALTIES:
        parts = [(fold == it, fit(x[fold != it], y[fold != it], penalty)) for it in range(FOLDS)]
        losses[penalty] = np.mean([loss(x[own], y[own], weights) for own, weights in parts if own.any()])
    penalty = min(losses, key=losses.get)
    base = np.full(len(y), y.mean())
    print(f"{kind}: {len(rows)} readings of {len(articles)} articles, {y.mean():.3f} right; loss on articles left out {losses[penalty]:.3f} "
          f"(without signals {-(y * np.log(base) + (1 - y) * np.log(1 - base)).mean():.3f}), penalty {penalty}", file=sys.stderr)
    return [(*name, weight) for name, weight in zip(names, fit(x, y, penalty))]


def main(files):
    rows = [json.loads(line) for file in files for line in open(file)]
    with open("src/extract/confidence.tsv", "w") as out:
        print("question\tanswer\tweight", file=out)
        for kind in ["meetings", "statements"]:
            for question, answer, weight in learn(kind, [row for row in rows if row["kind"] == kind]):
                print(f"{question}\t{answer}\t{weight:.3f}", file=out)


if __name__ == "__main__":
    main(sys.argv[1:])
