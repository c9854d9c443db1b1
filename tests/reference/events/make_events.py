"""Make events.json: Cox regressions by statsmodels and metrics of orders by scikit-learn, for tests/Minima.Cli.Tests/Events.

    python3 make_events.py > events.json

Needs numpy, statsmodels and scikit-learn; tests/Minima.Python.Tests runs it again and compares.
"""

import json

import numpy as np
from sklearn.metrics import average_precision_score, ndcg_score
from statsmodels.duration.hazard_regression import PHReg

RANDOM = np.random.RandomState(7)


def cox():
    rows = 120
    x = np.column_stack([RANDOM.normal(size=rows), RANDOM.randint(0, 2, rows), RANDOM.uniform(-3, 3, rows)]).round(3)
    time = (20 * (-np.log(RANDOM.uniform(size=rows)) / np.exp(x @ [0.8, -0.6, 0.2])) ** 0.7)
    censored = RANDOM.uniform(5, 60, rows)
    event = (time <= censored).astype(int)
    time = np.ceil(np.minimum(time, censored))  # whole numbers: many ties
    fitted = {ties: PHReg(time, x, status=event, ties=ties).fit(method="newton", tol=1e-12) for ties in ("breslow", "efron")}

    # Its residuals of the score are those of Breslow, whatever the ties.
    groups = {"rows": np.arange(rows), "clusters": np.arange(rows) % 15}
    robust = {name: PHReg(time, x, status=event, ties="breslow").fit(method="newton", tol=1e-12, groups=group) for name, group in groups.items()}
    return {
        "x": x.tolist(),
        "time": time.tolist(),
        "event": event.tolist(),
        "coefficients": {ties: one.params.tolist() for ties, one in fitted.items()},
        "errors": {ties: one.bse.tolist() for ties, one in fitted.items()},
        "robust": {name: one.bse.tolist() for name, one in robust.items()},
    }


def lists():
    cases = []
    for _ in range(40):
        n = RANDOM.randint(2, 15)
        relevance = RANDOM.randint(0, 4, n)
        relevance[RANDOM.randint(n)] = 1 + RANDOM.randint(3)
        score = RANDOM.randint(0, 6, n) / 2 if RANDOM.randint(2) else RANDOM.normal(size=n).round(4)
        cases.append({
            "relevance": relevance.tolist(),
            "score": score.tolist(),
            "ndcg": {str(k): ndcg_score([relevance], [score], k=k) for k in (1, 3, 5, 10)} | {"all": ndcg_score([relevance], [score])},
            "average_precision": average_precision_score(relevance > 0, score),
        })
    return cases


print(json.dumps({"cox": cox(), "lists": lists()}))
