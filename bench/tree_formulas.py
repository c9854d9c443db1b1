"""Held-out costs of XGBoost's and scikit-learn's nearest objectives by a formula that Minima.Bench wrote: depth, rate and rounds are chosen by the formula on the validation rows, as JSON.
Argument: a file with rows, types, target, part (0 training, 1 validation, 2 test), the formula as a Python function, its columns of costs, and a list of objectives."""
import json, sys
import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

given = json.load(open(sys.argv[1]))
x = np.array([[np.nan if cell is None else cell for cell in row] for row in given["rows"]], dtype=float)
t, part = np.array(given["target"]), np.array(given["part"])
categories = np.array(given["types"]) == "c"
train, validation, test = part == 0, part == 1, part == 2
costs = [np.array(column) for column in given["costs"]]
module = {}
exec(compile(given["source"], "formula", "exec"), module)

XGBOOST = {"squared": "reg:squarederror", "mae": "reg:absoluteerror", "pseudo_huber": "reg:pseudohubererror", "logistic": "binary:logistic"}


def cost(p, rows):
    return float(np.mean(module[given["function"]](p, t[rows], *[column[rows] for column in costs])))


def logit(p):
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return np.log(p) - np.log1p(-p)


def best_of(stages):
    """The least validation cost before so many rounds without a better one, and the test cost of that round."""
    best, at = None, 0
    for i, (on_validation, on_test) in enumerate(stages):
        value = cost(on_validation, validation)
        if best is None or value < best[0]:
            best, at = (value, on_test), i
        if i - at >= given["patience"]:
            break
    return best[0], cost(best[1](), test)


def xgboost_stages(objective, weight, depth, rate):
    kinds = ["c" if c else "float" for c in categories]
    parts = [xgboost.DMatrix(x[rows], t[rows], weight=weight[rows], feature_types=kinds, enable_categorical=True) for rows in (train, validation, test)]
    settings = dict(tree_method="hist", max_depth=depth, eta=rate, objective=XGBOOST[objective], nthread=2, seed=1)
    model = xgboost.Booster(settings, [parts[0]])
    for i in range(given["rounds"]):
        model.update(parts[0], i)
        yield model.predict(parts[1], output_margin=True), lambda: model.predict(parts[2], output_margin=True)


def sklearn_stages(objective, weight, depth, rate):
    settings = dict(learning_rate=rate, max_depth=depth, max_iter=given["rounds"], early_stopping=False, max_leaf_nodes=None, categorical_features=categories, random_state=1)
    if objective == "logistic":
        model = HistGradientBoostingClassifier(loss="log_loss", **settings).fit(x[train], t[train], weight[train])
        pairs = zip(model.staged_predict_proba(x[validation]), model.staged_predict_proba(x[test]))
        return ((logit(v[:, 1]), (lambda s: lambda: logit(s[:, 1]))(s)) for v, s in pairs)
    name = dict(squared="squared_error", mae="absolute_error").get(objective, "quantile")
    if name == "quantile":
        settings["quantile"] = float(objective.split(":")[1])
    model = HistGradientBoostingRegressor(loss=name, **settings).fit(x[train], t[train], weight[train])
    return ((v, (lambda s: lambda: s)(s)) for v, s in zip(model.staged_predict(x[validation]), model.staged_predict(x[test])))


def judged(peer):
    library, objective, *weighted = peer.split()
    weight = np.where(t > 0.5, given["weight"], 1.0) if weighted else np.ones(len(t))
    stages = xgboost_stages if library == "xgboost" else sklearn_stages
    return min(best_of(stages(objective, weight, depth, rate)) for depth in given["depths"] for rate in given["rates"])[1]


print(json.dumps([judged(peer) for peer in given["peers"]]))
