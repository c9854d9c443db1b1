"""Held-out predictions of XGBoost's objectives of times until an event and of orders, on rows that Minima.Bench wrote: depth, rate and rounds by the validation rows, as JSON.
Argument: a file with rows, types, part (0 training, 1 validation, 2 test), time, seen (1 an event, 0 cut off), grade, query, scale; predictions are raw scores, of times their logarithms."""
import json, os, sys

os.environ["OMP_NUM_THREADS"] = "1"  # small tables: threads would wait for each other
import numpy as np
import xgboost

given = json.load(open(sys.argv[1]))
x = np.array([[np.nan if cell is None else cell for cell in row] for row in given["rows"]], dtype=float)
part, query = np.array(given["part"]), np.array(given["query"])
time, seen, grade = np.array(given["time"]), np.array(given["seen"]) == 1, np.array(given["grade"])
kinds = ["c" if kind == "c" else "float" for kind in given["types"]]


def best(make, settings):
    parts, found = [make(np.flatnonzero(part == k)) for k in range(3)], None
    for depth in given["depths"]:
        for rate in given["rates"]:
            all_settings = dict(tree_method="hist", max_depth=depth, eta=rate, nthread=1, seed=1, **settings)
            model = xgboost.train(all_settings, parts[0], given["rounds"], evals=[(parts[1], "v")], early_stopping_rounds=given["patience"], verbose_eval=False)
            score = model.best_score if settings["eval_metric"] != "ndcg" else -model.best_score
            if found is None or score < found[0]:
                found = (score, model)
    model = found[1]
    return model.predict(parts[2], output_margin=True, iteration_range=(0, model.best_iteration + 1)).astype(float)


def matrix(rows, **facts):
    return xgboost.DMatrix(x[rows], feature_types=kinds, enable_categorical=True, **facts)


def by_query(rows):
    """XGBoost wants the rows of a query side by side."""
    order = rows[np.argsort(query[rows], kind="stable")]
    return matrix(order, label=grade[order], qid=query[order])


answers = {
    "aft": best(lambda rows: matrix(rows, label_lower_bound=time[rows], label_upper_bound=np.where(seen[rows], time[rows], np.inf)), dict(objective="survival:aft", eval_metric="aft-nloglik", aft_loss_distribution="normal", aft_loss_distribution_scale=given["scale"])),
    "cox": best(lambda rows: matrix(rows, label=np.where(seen[rows], time[rows], -time[rows])), dict(objective="survival:cox", eval_metric="cox-nloglik")),
}
scores, rows = best(by_query, dict(objective="rank:ndcg", eval_metric="ndcg")), np.flatnonzero(part == 2)
answers["rank:ndcg"] = np.empty(len(rows))
answers["rank:ndcg"][np.argsort(query[rows], kind="stable")] = scores
print(json.dumps({name: list(values) for name, values in answers.items()}))
