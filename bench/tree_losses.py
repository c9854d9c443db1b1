"""Held-out predictions of XGBoost's and scikit-learn's own objectives on rows that Minima.Bench wrote: depth, rate and rounds by the validation rows, as JSON.
Argument: a file with rows, types, part (0 training, 1 validation, 2 test), targets by loss, and wanted, pairs of a loss and a library. Predictions are on the scale of raw scores; null where a library has no such objective."""
import json, os, sys

os.environ["OMP_NUM_THREADS"] = "1"  # small tables: threads would wait for each other
import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

given = json.load(open(sys.argv[1]))
x = np.array([[np.nan if cell is None else cell for cell in row] for row in given["rows"]], dtype=float)
part = np.array(given["part"])
categories = np.array(given["types"]) == "c"
train, validation, test = part == 0, part == 1, part == 2

XGBOOST = {
    "squared": ("reg:squarederror", "rmse"), "logistic": ("binary:logistic", "logloss"), "softmax": ("multi:softprob", "mlogloss"), "poisson": ("count:poisson", "poisson-nloglik"),
    "gamma": ("reg:gamma", "gamma-nloglik"), "tweedie": ("reg:tweedie", "tweedie-nloglik@1.5"), "pseudo_huber": ("reg:pseudohubererror", "mphe"), "mae": ("reg:absoluteerror", "mae"),
}
SKLEARN = {
    "squared": ("squared_error", lambda p, t: np.mean((p - t) ** 2)), "mae": ("absolute_error", lambda p, t: np.mean(np.abs(p - t))), "poisson": ("poisson", lambda p, t: np.mean(p - t * np.log(p))),
    "logistic": ("log_loss", None), "softmax": ("log_loss", None),
}


def quantile(level):
    return ("quantile", lambda p, t: np.mean(np.maximum(level * (t - p), (level - 1) * (t - p))))


def stopped(values):
    """The best round before so many without a better one, as the other two stop."""
    best = 0
    for i, value in enumerate(values):
        if value < values[best]:
            best = i
        if i - best >= given["patience"]:
            break
    return best


def by_xgboost(loss, t, subsample=1):
    objective, metric = XGBOOST[loss]
    kinds = ["c" if c else "float" for c in categories]
    parts = [xgboost.DMatrix(x[rows], t[rows], feature_types=kinds, enable_categorical=True) for rows in (train, validation, test)]
    best = None
    for depth in given["depths"]:
        for rate in given["rates"]:
            settings = dict(tree_method="hist", max_depth=depth, eta=rate, objective=objective, eval_metric=metric, nthread=2, seed=1, subsample=subsample)
            if loss == "softmax":
                settings["num_class"] = int(t.max()) + 1
            if loss == "tweedie":
                settings["tweedie_variance_power"] = 1.5
            model = xgboost.train(settings, parts[0], given["rounds"], evals=[(parts[1], "v")], early_stopping_rounds=given["patience"], verbose_eval=False)
            if best is None or model.best_score < best[0]:
                best = (model.best_score, model, model.best_iteration + 1)
    return best[1].predict(parts[2], output_margin=True, iteration_range=(0, best[2]))


def by_sklearn(loss, t):
    name, value = quantile(float(loss.split(":")[1])) if loss.startswith("quantile") else SKLEARN[loss]
    best = None
    for depth in given["depths"]:
        for rate in given["rates"]:
            settings = dict(loss=name, max_depth=depth, learning_rate=rate, max_iter=given["rounds"], early_stopping=False, max_leaf_nodes=None, categorical_features=categories, random_state=1)
            if name == "quantile":
                settings["quantile"] = float(loss.split(":")[1])
            if value is None:
                model = HistGradientBoostingClassifier(**settings).fit(x[train], t[train])
                rows = np.arange(validation.sum())
                values = [-np.mean(np.log(np.maximum(p[rows, t[validation].astype(int)], 1e-300))) for p in model.staged_predict_proba(x[validation])]
            else:
                model = HistGradientBoostingRegressor(**settings).fit(x[train], t[train])
                values = [value(p, t[validation]) for p in model.staged_predict(x[validation])]
            round_ = stopped(values)
            if best is None or values[round_] < best[0]:
                best = (values[round_], model, round_)
    _, model, round_ = best
    staged = model.staged_predict(x[test]) if value is not None else model.staged_predict_proba(x[test])
    for i, p in enumerate(staged):
        if i == round_:
            break
    if loss == "poisson":
        return np.log(p)
    if loss == "softmax":
        return np.log(np.maximum(p, 1e-300))
    if loss == "logistic":
        return np.log(np.maximum(p[:, 1], 1e-300)) - np.log(np.maximum(p[:, 0], 1e-300))
    return p


LIBRARIES = {
    "xgboost": lambda loss, t: by_xgboost(loss, t) if loss in XGBOOST else None,
    "sklearn": lambda loss, t: by_sklearn(loss, t) if loss in SKLEARN or loss.startswith("quantile") else None,
    "xgboost, 80 % of the rows": lambda loss, t: by_xgboost(loss, t, 0.8) if loss in XGBOOST else None,
}
answers = []
for item in given["wanted"]:
    scores = LIBRARIES[item["library"]](item["loss"], np.array(given["targets"][item["loss"]]))
    answers.append(None if scores is None else np.asarray(scores, dtype=float).ravel().tolist())
print(json.dumps(answers))
