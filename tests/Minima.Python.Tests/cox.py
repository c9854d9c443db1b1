"""XGBoost's survival:cox: argv[1] holds training rows with times (negative where a row was last seen) and rows to predict; prints the scores of these."""
import json
import sys

import numpy
import xgboost

given = json.load(open(sys.argv[1]))
train = xgboost.DMatrix(numpy.array(given["rows"]), numpy.array(given["times"]))
booster = xgboost.train({"objective": "survival:cox", "max_depth": 3, "eta": 0.1, "nthread": 1, "seed": 1, "tree_method": "hist"}, train, given["rounds"])
print(json.dumps(booster.predict(xgboost.DMatrix(numpy.array(given["fresh"])), output_margin=True).tolist()))
