"""Costs of XGBoost's and scikit-learn's nearest objectives by formulas that Minima.Bench wrote, on the validation rows, which choose depth and rounds by the formula, and on the test rows; as JSON.
Argument: a file with rows, types, part (0 training, 1 validation, 2 test), targets by name, and formulas, each as a Python function with its target, its columns of costs and a list of objectives. A model serves all formulas that name its objective."""
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
targets = {name: np.array(values) for name, values in given["targets"].items()}

XGBOOST = {"squared": "reg:squarederror", "mae": "reg:absoluteerror", "pseudo_huber": "reg:pseudohubererror", "logistic": "binary:logistic"}
STRIDE = 20  # scikit-learn's rounds between two looks


class Formula:
    def __init__(self, item):
        module = {}
        exec(compile(item["source"], "formula", "exec"), module)
        self.function, self.target, self.costs = module[item["function"]], targets[item["target"]], [np.array(column) for column in item["costs"]]

    def cost(self, p, rows):
        return float(np.mean(self.function(p, self.target[rows], *[column[rows] for column in self.costs])))


class Choice:
    """The least validation cost before so many rounds without a better one, and the test cost of that round."""

    def __init__(self, formula):
        self.formula, self.best, self.at, self.round, self.done = formula, None, 0, 0, False

    def look(self, on_validation, on_test):
        if self.done:
            return
        value = self.formula.cost(on_validation, validation)
        if self.best is None or value < self.best[0]:
            self.best, self.at = (value, self.formula.cost(on_test(), test)), self.round
        self.done = self.round - self.at >= given["patience"]
        self.round += 1


def logit(p):
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return np.log(p) - np.log1p(-p)


def xgboost_stages(objective, t, weight, depth):
    kinds = ["c" if c else "float" for c in categories]
    parts = [xgboost.DMatrix(x[rows], t[rows], weight=weight[rows], feature_types=kinds, enable_categorical=True) for rows in (train, validation, test)]
    model = xgboost.Booster(dict(tree_method="hist", max_depth=depth, eta=given["rate"], objective=XGBOOST[objective], nthread=1, seed=1), [parts[0]])
    for i in range(given["rounds"]):
        model.update(parts[0], i)
        yield model.predict(parts[1], output_margin=True), lambda: model.predict(parts[2], output_margin=True)


def sklearn_stages(objective, t, weight, depth):
    settings = dict(learning_rate=given["rate"], max_depth=depth, early_stopping=False, max_leaf_nodes=None, categorical_features=categories, random_state=1, warm_start=True)
    if objective == "logistic":
        model, staged = HistGradientBoostingClassifier(loss="log_loss", **settings), lambda rows: [logit(p[:, 1]) for p in model.staged_predict_proba(x[rows])]
    else:
        name = dict(squared="squared_error", mae="absolute_error").get(objective, "quantile")
        if name == "quantile":
            settings["quantile"] = float(objective.split(":")[1])
        model, staged = HistGradientBoostingRegressor(loss=name, **settings), lambda rows: list(model.staged_predict(x[rows]))
    for done in range(0, given["rounds"], STRIDE):
        model.set_params(max_iter=min(done + STRIDE, given["rounds"])).fit(x[train], t[train], weight[train])
        for v, s in list(zip(staged(validation), staged(test)))[done:]:
            yield v, lambda: s


formulas = [Formula(item) for item in given["formulas"]]
answers = [[None] * len(item["peers"]) for item in given["formulas"]]
asked = sorted({(item["target"], peer, item["weight"] if peer.endswith("weighted") else 1) for item in given["formulas"] for peer in item["peers"]})
for name, peer, heavy in asked:
    library, objective = peer.split()[:2]
    users = [(i, item["peers"].index(peer)) for i, item in enumerate(given["formulas"]) if item["target"] == name and peer in item["peers"]]
    t, best = targets[name], {}
    for depth in given["depths"]:
        choices = [Choice(formulas[i]) for i, _ in users]
        for on_validation, on_test in (xgboost_stages if library == "xgboost" else sklearn_stages)(objective, t, np.where(t > 0.5, heavy, 1.0), depth):
            for choice in choices:
                choice.look(on_validation, on_test)
            if all(choice.done for choice in choices):
                break
        for k, choice in enumerate(choices):
            best[k] = min(best.get(k, choice.best), choice.best)
    for k, (i, j) in enumerate(users):
        answers[i][j] = best[k]
print(json.dumps(answers))
