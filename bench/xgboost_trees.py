"""libxgboost's hist on the rows that Minima.Bench wrote: seconds of fitting and of predicting, as JSON. Arguments: folder, columns, threads, rounds, least-of."""
import json, sys, time
import numpy as np
import xgboost

folder, columns, threads, rounds, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
y = np.fromfile(folder + "/y.f64").astype(np.float32)
x = np.fromfile(folder + "/x.f64").reshape(columns, -1).T.astype(np.float32)
parameters = dict(tree_method="hist", max_depth=6, eta=0.3, min_child_weight=1, nthread=threads, objective="reg:squarederror", max_bin=256)
fit, predict = [], []
for _ in range(repeats):
    start = time.perf_counter()
    data = xgboost.DMatrix(x, y, nthread=threads)
    built = time.perf_counter()
    model = xgboost.train(parameters, data, rounds)
    fit.append((time.perf_counter() - built, built - start))
    start = time.perf_counter()
    prediction = model.inplace_predict(x)
    predict.append(time.perf_counter() - start)
print(json.dumps(dict(fit=min(f for f, _ in fit), matrix=min(m for _, m in fit), predict=min(predict), rmse=float(np.sqrt(np.mean((prediction - y) ** 2))))))
