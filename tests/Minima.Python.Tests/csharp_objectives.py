"""Raw scores of XGBoost with written Python objectives, on a table of the caller: what C# objectives are compared with."""
import json
import sys

import numpy as np
import xgboost

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
x = np.array(given["rows"], dtype=np.float32)
answers = []
for case in given["cases"]:
    names = {}
    exec(compile(case["source"], "objective", "exec"), names)
    target, margin = np.array(case["target"], dtype=np.float32), np.array(case["margin"], dtype=np.float32)
    weight = np.array(case["weight"], dtype=np.float32)
    classes = len(margin) // len(target)
    data = xgboost.DMatrix(x, target, weight=weight, base_margin=margin.reshape(len(target), classes) if classes > 1 else margin)
    settings = {**given["settings"], **({"num_class": classes} if classes > 1 else {})}
    booster = xgboost.train(settings, data, given["rounds"], obj=names["objective"])
    answers.append(np.ravel(booster.predict(data, output_margin=True)).astype(float).tolist())
print(json.dumps(answers))
