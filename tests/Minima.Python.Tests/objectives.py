"""Runs written objectives: their numbers at given points, and boosters that train with them."""
import ctypes
import json
import sys

import numpy as np
import xgboost


class Data:
    """What a booster hands an objective beside scores."""

    def __init__(self, target, weight):
        self.target, self.weight = target, weight

    def get_label(self):
        return self.target

    def get_weight(self):
        return self.weight


def module(source):
    names = {}
    exec(compile(source, "objective", "exec"), names)
    return names


def points(case):
    names = module(case["source"])
    scores, target, weight = (np.array(case[key], dtype=float) for key in ("scores", "target", "weight"))
    columns = [np.array(column, dtype=float) for column in case["columns"]]
    given = [columns] if columns else []
    if case["library"] == "CatBoost":
        if scores.ndim == 1:
            pairs = names["Objective"]().calc_ders_range(scores, target, weight)
            gradient, hessian = -np.array([pair[0] for pair in pairs]), -np.array([pair[1] for pair in pairs])
            total, weights = names["Metric"]().evaluate([scores], target, weight)
        else:
            rows = [names["Objective"]().calc_ders_multi(row, label, factor) for row, label, factor in zip(scores, target, weight)]
            gradient, hessian = -np.array([row[0] for row in rows]), -np.array([np.diag(row[1]) for row in rows])
            total, weights = names["Metric"]().evaluate(list(scores.T), target, weight)
        value = names["Metric"]().get_final_error(total, weights)
    else:
        objective, metric = (names["make_objective"](columns), names["make_metric"](columns)) if columns else (names["objective"], names["metric"])
        gradient, hessian = objective(scores, Data(target, weight))
        value = metric(scores, Data(target, weight))[1]
    try:
        start = np.ravel(names["start"](target, weight, *given)).tolist() if case["library"] == "XGBoost" else [0.0] * (1 if scores.ndim == 1 else scores.shape[1])
    except ValueError:
        start = []
    return {"gradient": np.ravel(gradient).tolist(), "hessian": np.ravel(hessian).tolist(), "value": float(value), "start": start}


def table(kind):
    random = np.random.default_rng(7)
    x = random.normal(size=(2000, 4))
    signal = x[:, 0] + np.sin(2 * x[:, 1])
    target = {
        "real": 100 + 30 * signal + 10 * random.standard_t(3, 2000),
        "count": random.poisson(np.exp(0.5 * signal)),
        "positive": np.exp(0.5 * signal) * random.gamma(2, 1, 2000),
        "unit": random.random(2000) < 1 / (1 + np.exp(-2 * signal)),
        "classes": np.digitize(signal + 0.5 * random.normal(size=2000), [-0.7, 0.7]),
    }[kind].astype(float)
    return x, target


def by_xgboost(case):
    names = module(case["source"])
    x, y = table(case["kind"])
    first = names["start"](y)
    margin = np.tile(first, (len(y), 1)) if np.ndim(first) else np.full(len(y), first)
    data = xgboost.DMatrix(x, y, base_margin=margin)
    settings = {"disable_default_eval_metric": 1, "max_depth": 3, "nthread": 1}
    if np.ndim(first):
        settings["num_class"] = len(first)
    seen = {}
    booster = xgboost.train(settings, data, 40, obj=names["objective"], custom_metric=names["metric"], evals=[(data, "training")], evals_result=seen, verbose_eval=False)
    answers = names["answer"](booster.predict(data, output_margin=True))
    return {"start": float(names["loss"](margin, y)), "end": seen["training"]["minima"][-1], "low": float(np.min(answers)), "high": float(np.max(answers))}


class LightGbm:
    """As much of the C interface as a training with an objective of one's own needs."""

    def __init__(self, library):
        self.library = ctypes.CDLL(library)
        self.library.LGBM_GetLastError.restype = ctypes.c_char_p

    def call(self, name, *arguments):
        if getattr(self.library, name)(*arguments):
            raise RuntimeError(self.library.LGBM_GetLastError().decode())

    def train(self, names, x, y, rounds):
        first = names["start"](y)
        classes = len(first) if np.ndim(first) else 1
        values, label = np.ascontiguousarray(x), y.astype(np.float32)
        init = np.repeat(np.ravel(first), len(y)).astype(np.float64)
        data, booster, finished, length = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_int(), ctypes.c_int64()
        self.call("LGBM_DatasetCreateFromMat", values.ctypes.data_as(ctypes.c_void_p), 1, len(y), x.shape[1], 1, b"verbosity=-1", None, ctypes.byref(data))
        self.call("LGBM_DatasetSetField", data, b"label", label.ctypes.data_as(ctypes.c_void_p), len(y), 0)
        self.call("LGBM_DatasetSetField", data, b"init_score", init.ctypes.data_as(ctypes.c_void_p), len(init), 1)
        self.call("LGBM_BoosterCreate", data, f"objective=none num_class={classes} num_threads=1 max_depth=3 verbosity=-1 metric=none deterministic=true".encode(), ctypes.byref(booster))
        scores = init.copy()
        for _ in range(rounds):
            shaped = scores.reshape(classes, len(y)).T if classes > 1 else scores
            gradient, hessian = (np.ascontiguousarray(part.T if classes > 1 else part, dtype=np.float32) for part in names["objective"](shaped, Data(y, None)))
            self.call("LGBM_BoosterUpdateOneIterCustom", booster, gradient.ctypes.data_as(ctypes.c_void_p), hessian.ctypes.data_as(ctypes.c_void_p), ctypes.byref(finished))
            self.call("LGBM_BoosterGetPredict", booster, 0, ctypes.byref(length), scores.ctypes.data_as(ctypes.c_void_p))
        return first, scores.reshape(classes, len(y)).T if classes > 1 else scores


def by_lightgbm(case, library):
    names = module(case["source"])
    x, y = table(case["kind"])
    first, scores = LightGbm(library).train(names, x, y, 40)
    margin = np.tile(first, (len(y), 1)) if np.ndim(first) else np.full(len(y), first)
    answers = names["answer"](scores)
    return {"start": float(names["loss"](margin, y)), "end": float(names["loss"](scores, y)), "low": float(np.min(answers)), "high": float(np.max(answers))}


with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
print(json.dumps({
    "points": [points(case) for case in given["points"]],
    "xgboost": [by_xgboost(case) for case in given["xgboost"]],
    "lightgbm": [by_lightgbm(case, sys.argv[2]) for case in given["lightgbm"]],
}))
