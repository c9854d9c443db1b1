"""Models between Minima and XGBoost: argv[1] holds rows and models of Minima; prints XGBoost's predictions of these, and models of its own with their predictions."""
import json
import sys
import tempfile

import numpy
import xgboost

given = json.load(open(sys.argv[1]))
rows = numpy.array([[numpy.nan if cell is None else cell for cell in row] for row in given["rows"]], dtype=float)
target = numpy.array(given["target"])
names, types = given["names"], given["types"]


def matrix(values, label=None, named=True):
    return xgboost.DMatrix(values, label, feature_names=names if named else None, feature_types=types, enable_categorical=True)


def listed(values):
    return numpy.asarray(values, dtype=float).reshape(len(values), -1).tolist()


def ours(model):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(model.encode())
        file.flush()
        booster = xgboost.Booster(model_file=file.name)
    every = matrix(rows)
    again = xgboost.Booster()
    again.load_model(bytearray(booster.save_raw("json")))
    return {
        "prediction": listed(booster.predict(every)),
        "margin": listed(booster.predict(every, output_margin=True)),
        "contributions": listed(booster.predict(every, pred_contribs=True)),
        "attribute": booster.attr("minima_loss"),
        "saved": booster.save_raw("json").decode(),
        "again": listed(again.predict(every)),
    }


def theirs(case):
    label = {"number": target, "given": target, "positive": numpy.abs(target) + 0.1, "binary": (target > numpy.median(target)).astype(float), "classes": numpy.digitize(target, numpy.quantile(target, [0.3, 0.7])).astype(float)}[case["target"]]
    train = matrix(rows, label)
    booster = xgboost.train({"nthread": 1, "seed": 1, **case["settings"]}, train, case["rounds"])
    finer = rows + numpy.where(numpy.array(types) == "c", 0, 1e-9 * rows)
    return {
        "model": booster.save_raw("json").decode(),
        "prediction": listed(booster.predict(train)),
        "margin": listed(booster.predict(train, output_margin=True)),
        "contributions": listed(booster.predict(train, pred_contribs=True)),
        "finer": listed(booster.predict(matrix(finer), output_margin=True)),
    }


print(json.dumps({"version": xgboost.__version__, "ours": [ours(model) for model in given["models"]], "theirs": [theirs(case) for case in given["cases"]]}))
