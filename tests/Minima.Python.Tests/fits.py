"""Compare `minima fit` with scikit-learn, SciPy and NumPy.

    python3 fits.py COMMAND...        COMMAND is the command line of minima

Prints one JSON object: {"case": "" or what differs}. The objective may lie above the peer's by 1e-10 of it (1e-8 where the loss
bends), coefficients of standardised columns may differ by 1e-6, and by 1e-5 where the peer itself stops earlier.
"""

import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from scipy.optimize import linprog, minimize
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from sklearn.linear_model import (GammaRegressor, Lasso, LogisticRegression, PoissonRegressor, QuantileRegressor, Ridge,
                                  TweedieRegressor)
from sklearn.svm import SVC

MINIMA = sys.argv[1:]
COEFFICIENTS = 1e-6  # of standardised columns
SMOOTH = 1e-10
BENT = 1e-8


def standardised(features):
    return (features - features.mean(axis=0)) / features.std(axis=0)


DIABETES = load_diabetes(scaled=False)
X, Y = standardised(DIABETES.data), DIABETES.target
CANCER = load_breast_cancer()
CX, CY = standardised(CANCER.data)[:, :10], CANCER.target
WEIGHT = np.random.default_rng(5).integers(1, 5, len(Y)).astype(float)


def fit(features, target, *options, weight=None):
    names = [f"x{j}" for j in range(features.shape[1])] + ["y"]
    table = np.column_stack([features, target])
    if weight is not None:
        names, table, options = names + ["w"], np.column_stack([table, weight]), options + ("--weight", "w")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        path.write_text(",".join(names) + "\n" + "\n".join(",".join(repr(float(v)) for v in row) for row in table) + "\n")
        done = subprocess.run([*MINIMA, "fit", str(path), "--target", "y", "--json", *options], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def differences(model, objective, coefficients, intercept, tolerance=SMOOTH, coefficient_tolerance=COEFFICIENTS):
    """Nothing where the model is no worse than the peer, nearly the same, and its objective is what it says."""
    own = np.array(model["coefficients"])
    here, there = objective(own, model["intercept"]), objective(np.ravel(coefficients), float(np.ravel(intercept)[0]))
    faults = []
    if abs(here - model["objective"]) > 1e-12 * abs(here) + 1e-15:
        faults.append(f"objective {model['objective']!r} is {here!r}")
    if here > there + tolerance * abs(there):
        faults.append(f"objective {here!r} is above the peer's {there!r}")
    far = max(np.abs(own - np.ravel(coefficients)).max(initial=0), abs(model["intercept"] - float(np.ravel(intercept)[0])))
    if far > coefficient_tolerance * max(1, np.abs(own).max(initial=0)):
        faults.append(f"coefficients differ by {far:.1e}")
    if model["gradient_norm"] > 1e-8:
        faults.append(f"gradient norm {model['gradient_norm']:.1e}")
    return "; ".join(faults)


def mean(loss, features, target, l2=0.0, l1=0.0, weight=None):
    return lambda w, b: (np.average(loss(features @ w + b, target), weights=weight) + l2 / 2 * (w @ w) + l1 * np.abs(w).sum())


def by_newton(slope, curvature, features, target, l2, start):
    """A reference of our own for smooth losses: Newton to the end of double precision."""
    design = np.column_stack([features, np.ones(len(target))])
    penalty = np.diag([l2] * features.shape[1] + [0.0])
    at = start
    for _ in range(200):
        u = design @ at
        gradient = design.T @ slope(u, target) / len(target) + penalty @ at
        hessian = (design.T * curvature(u, target)) @ design / len(target) + penalty
        step = np.linalg.solve(hessian + 1e-14 * np.eye(len(at)), gradient)
        at = at - step * min(1, 5 / np.abs(step).max(initial=1e-300))
    return at[:-1], at[-1]


def half_square(u, y):
    return 0.5 * (u - y) ** 2


def logistic(u, y):
    return np.logaddexp(0, -(2 * y - 1) * u)


def pinball(q):
    return lambda u, y: np.maximum(q * (y - u), (q - 1) * (y - u))


def huber(delta):
    return lambda u, y: np.where(np.abs(u - y) <= delta, 0.5 * (u - y) ** 2, delta * (np.abs(u - y) - delta / 2))


def least_squares():
    model = fit(X, Y, "--loss", "half_mse")
    solution = np.linalg.lstsq(np.column_stack([X, np.ones(len(Y))]), Y, rcond=None)[0]
    return differences(model, mean(half_square, X, Y), solution[:-1], solution[-1])


def ridge():
    peer = Ridge(alpha=0.3 * len(Y), solver="svd").fit(X, Y)
    return differences(fit(X, Y, "--loss", "half_mse", "--l2", "0.3"), mean(half_square, X, Y, 0.3), peer.coef_, peer.intercept_)


def ridge_weighted():
    peer = Ridge(alpha=0.3 * WEIGHT.sum(), solver="svd").fit(X, Y, sample_weight=WEIGHT)
    model = fit(X, Y, "--loss", "half_mse", "--l2", "0.3", weight=WEIGHT)
    return differences(model, mean(half_square, X, Y, 0.3, weight=WEIGHT), peer.coef_, peer.intercept_)


def ridge_standardised():
    raw = DIABETES.data
    peer = Ridge(alpha=0.3 * len(Y), solver="svd").fit(X, Y)
    model = fit(raw, Y, "--loss", "half_mse", "--l2", "0.3", "--standardize")
    own = np.array(model["coefficients"]) * raw.std(axis=0)
    far = np.abs(own - peer.coef_).max()
    inside = np.abs(np.array(model["standardized_coefficients"]) - peer.coef_).max()
    return "" if max(far, inside) <= COEFFICIENTS * np.abs(peer.coef_).max() else f"coefficients differ by {far:.1e} and {inside:.1e}"


def lasso():
    peer = Lasso(alpha=2.0, tol=1e-14, max_iter=1_000_000).fit(X, Y)
    model = fit(X, Y, "--loss", "half_mse", "--l1", "2")
    zeros = [c == 0 for c in model["coefficients"]] == [c == 0 for c in peer.coef_]
    return differences(model, mean(half_square, X, Y, l1=2.0), peer.coef_, peer.intercept_, BENT) or ("" if zeros else "other zeros")


def lasso_wide():
    wide = np.random.default_rng(3).normal(size=(40, 120))
    target = wide[:, :4] @ np.array([3.0, -2.0, 1.5, 1.0]) + 0.1 * np.random.default_rng(4).normal(size=40)
    peer = Lasso(alpha=0.2, tol=1e-14, max_iter=1_000_000).fit(wide, target)
    model = fit(wide, target, "--loss", "half_mse", "--l1", "0.2")
    zeros = [c == 0 for c in model["coefficients"]] == [c == 0 for c in peer.coef_]
    return differences(model, mean(half_square, wide, target, l1=0.2), peer.coef_, peer.intercept_, BENT) or ("" if zeros else "other zeros")


def logistic_l2():
    peer = LogisticRegression(C=1 / (0.05 * len(CY)), tol=1e-12, max_iter=10000, solver="newton-cholesky").fit(CX, CY)
    return differences(fit(CX, CY, "--loss", "bce_with_logits", "--l2", "0.05"), mean(logistic, CX, CY, 0.05), peer.coef_, peer.intercept_)


def logistic_margin_l2():
    peer = LogisticRegression(C=1 / (0.05 * len(CY)), tol=1e-12, max_iter=10000, solver="newton-cholesky").fit(CX, CY)
    return differences(fit(CX, CY + 1, "--loss", "logistic", "--l2", "0.05"), mean(logistic, CX, CY, 0.05), peer.coef_, peer.intercept_)


def logistic_unpenalised():
    peer = by_newton(lambda u, y: 1 / (1 + np.exp(-u)) - y, lambda u, y: 1 / (2 + np.exp(u) + np.exp(-u)), CX[:, :3], CY, 0, np.zeros(4))
    return differences(fit(CX[:, :3], CY, "--loss", "bce_with_logits"), mean(logistic, CX[:, :3], CY), *peer)


def logistic_l1():
    peer = LogisticRegression(C=1 / (0.02 * len(CY)), l1_ratio=1, penalty="l1", tol=1e-10, max_iter=100000, solver="saga").fit(CX, CY)
    model = fit(CX, CY, "--loss", "bce_with_logits", "--l1", "0.02")
    return differences(model, mean(logistic, CX, CY, l1=0.02), peer.coef_, peer.intercept_, BENT, 1e-5)


def huber_exact():
    start = np.append(np.linalg.lstsq(X, Y - Y.mean(), rcond=None)[0], Y.mean())
    peer = by_newton(lambda u, y: np.clip(u - y, -30, 30), lambda u, y: (np.abs(u - y) <= 30).astype(float), X, Y, 0.1, start)
    return differences(fit(X, Y, "--loss", "huber", "--param", "delta=30", "--l2", "0.1"), mean(huber(30), X, Y, 0.1), *peer)


def quantile(q, l1):
    def run():
        peer = QuantileRegressor(quantile=q, alpha=l1, solver="highs").fit(X, Y)
        model = fit(X, Y, "--loss", "pinball", "--param", f"quantile={q}", "--l1", str(l1))
        return differences(model, mean(pinball(q), X, Y, l1=l1), peer.coef_, peer.intercept_, BENT)
    return run


def absolute():
    rows, columns = X.shape
    cost = np.concatenate([np.zeros(columns + 1), np.ones(2 * rows) / rows])
    design = np.hstack([X, np.ones((rows, 1)), np.eye(rows), -np.eye(rows)])
    solved = linprog(cost, A_eq=design, b_eq=Y, bounds=[(None, None)] * (columns + 1) + [(0, None)] * (2 * rows), method="highs")
    return differences(fit(X, Y, "--loss", "mae"), mean(lambda u, y: np.abs(u - y), X, Y), solved.x[:columns], solved.x[columns], BENT)


def tube():
    def loss(u, y):
        return np.maximum(0, np.abs(u - y) - 20)
    rows, columns = X.shape
    cost = np.concatenate([np.zeros(columns + 1), np.ones(rows) / rows])
    design = np.hstack([X, np.ones((rows, 1))])
    solved = linprog(cost, A_ub=np.vstack([np.hstack([design, -np.eye(rows)]), np.hstack([-design, -np.eye(rows)])]),
                     b_ub=np.concatenate([Y + 20, 20 - Y]), bounds=[(None, None)] * (columns + 1) + [(0, None)] * rows, method="highs")
    model = fit(X, Y, "--loss", "epsilon_insensitive", "--param", "epsilon=20")
    return differences(model, mean(loss, X, Y), solved.x[:columns], solved.x[columns], BENT)


def hinge_l2():
    peer = SVC(kernel="linear", C=1 / (0.05 * len(CY)), tol=1e-10).fit(CX, CY)
    model = fit(CX, CY, "--loss", "hinge", "--l2", "0.05")
    return differences(model, mean(lambda u, y: np.maximum(0, 1 - (2 * y - 1) * u), CX, CY, 0.05), peer.coef_, peer.intercept_, BENT, 1e-5)


def several(load, l2):
    def run():
        data = load()
        kept = data.data[:, data.data.std(axis=0) > 0]
        features, target = standardised(kept), data.target
        rows, classes = len(target), target.max() + 1
        start = LogisticRegression(C=1 / (l2 * rows), multi_class="multinomial", solver="lbfgs", tol=1e-12, max_iter=100000).fit(features, target)
        model = fit(features, target, "--loss", "cross_entropy", "--l2", str(l2))

        # The peer stops early: its own solution is polished by Newton's method, on the same objective.
        design = np.column_stack([features, np.ones(rows)])
        shape = (classes, design.shape[1])
        penalty = np.append(np.full(features.shape[1], l2), 0)

        def objective(at):
            scores = design @ at.T
            top = scores.max(axis=1)
            return np.mean(top + np.log(np.exp(scores - top[:, None]).sum(axis=1)) - scores[np.arange(rows), target]) + 0.5 * (penalty * at**2).sum()

        at = np.column_stack([start.coef_, start.intercept_])
        first = objective(at)
        for _ in range(3):
            scores = design @ at.T
            p = np.exp(scores - scores.max(axis=1)[:, None])
            p /= p.sum(axis=1)[:, None]
            gradient = (p - np.eye(classes)[target]).T @ design / rows + penalty * at
            hessian = np.zeros((classes, shape[1], classes, shape[1]))
            for a in range(classes):
                for b in range(classes):
                    weight = (p[:, a] * ((a == b) - p[:, b]))[:, None]
                    hessian[a, :, b, :] = design.T @ (weight * design) / rows + (np.diag(penalty) if a == b else 0)
            at = at - (np.linalg.pinv(hessian.reshape(at.size, at.size), rcond=1e-13, hermitian=True) @ gradient.ravel()).reshape(shape)
        at[:, -1] -= at[:, -1].mean()
        own = np.column_stack([np.array(model["coefficients"]), np.array(model["intercept"])])
        faults = []
        here = objective(own)
        if abs(here - model["objective"]) > 1e-12 * abs(here):
            faults.append(f"objective {model['objective']!r} is {here!r}")
        if here > min(first, objective(at)) * (1 + SMOOTH):
            faults.append(f"objective {here!r} is above the peer's {first!r} or {objective(at)!r}")
        if first > here * (1 + 1e-6):
            faults.append(f"the peer's own objective {first!r} is far from {here!r}")
        if np.abs(own - at).max() > COEFFICIENTS * max(1, np.abs(own).max()):
            faults.append(f"coefficients differ by {np.abs(own - at).max():.1e}")
        if np.abs(own.sum(axis=0)).max() > 1e-12 * classes * max(1, np.abs(own).max()):
            faults.append("coefficients do not sum to 0 over the classes")
        if model["gradient_norm"] > 1e-8:
            faults.append(f"gradient norm {model['gradient_norm']:.1e}")
        return "; ".join(faults)
    return run


def several_l1(load, l1, by_peer):
    """The conditions of the optimum, by NumPy alone: the slope is l1 against each coefficient, and no more than l1 where it is 0."""
    def run():
        data = load()
        kept = data.data[:, data.data.std(axis=0) > 0]
        features, target = standardised(kept), data.target
        rows, classes = len(target), target.max() + 1
        model = fit(features, target, "--loss", "cross_entropy", "--l1", str(l1))
        weights, intercept = np.array(model["coefficients"]), np.array(model["intercept"])

        def objective(w, b):
            scores = features @ w.T + b
            top = scores.max(axis=1)
            return np.mean(top + np.log(np.exp(scores - top[:, None]).sum(axis=1)) - scores[np.arange(rows), target]) + l1 * np.abs(w).sum()

        scores = features @ weights.T + intercept
        p = np.exp(scores - scores.max(axis=1)[:, None])
        p /= p.sum(axis=1)[:, None]
        residual = (p - np.eye(classes)[target]) / rows
        slope = residual.T @ features
        here = objective(weights, intercept)
        faults = []
        if abs(here - model["objective"]) > 1e-12 * here:
            faults.append(f"objective {model['objective']!r} is {here!r}")
        worst = max(np.abs(residual.sum(axis=0)).max(), np.abs(slope + l1 * np.sign(weights))[weights != 0].max(), (np.abs(slope[weights == 0]) - l1).max())
        if worst > 1e-12:
            faults.append(f"the conditions of the optimum fail by {worst:.1e}")
        if not 0 < (weights == 0).sum() < weights.size:
            faults.append(f"{(weights == 0).sum()} coefficients are 0")
        if abs(intercept.sum()) > 1e-12 * classes * max(1, np.abs(intercept).max()):
            faults.append("intercepts do not sum to 0 over the classes")
        if model["certificate"]["gap"] > SMOOTH * here:
            faults.append(f"the gap is {model['certificate']['gap']:.1e}")
        if by_peer:
            peer = LogisticRegression(penalty="l1", C=1 / (l1 * rows), solver="saga", tol=1e-12, max_iter=200000, random_state=0).fit(features, target)
            there = objective(peer.coef_, peer.intercept_)
            if here > there * (1 + SMOOTH) or there > here * (1 + 1e-8):
                faults.append(f"objective {here!r} is not the peer's {there!r}")
            if np.abs(peer.coef_ - weights).max() > 1e-5:
                faults.append(f"coefficients differ by {np.abs(peer.coef_ - weights).max():.1e}")
            if not np.array_equal(weights == 0, np.abs(peer.coef_) < 1e-7):
                faults.append("other coefficients are 0")
        return "; ".join(faults)
    return run


def hinges(loss, option, strength):
    """Digits: multipliers that balance the slopes of the hinges that meet at the optimum, found by SciPy's linear programming."""
    def run():
        data = load_digits()
        features, target = standardised(data.data[:, data.data.std(axis=0) > 0]), data.target
        rows, classes = len(target), 10
        model = fit(features, target, "--loss", loss, option, str(strength))
        weights, intercept = np.array(model["coefficients"]), np.array(model["intercept"])
        scores = features @ weights.T + intercept
        lead = 1 + scores - scores[np.arange(rows), target][:, None]
        lead[np.arange(rows), target] = 0
        largest = loss == "crammer_singer"
        per_row = lead.max(axis=1) if largest else np.maximum(lead, 0).sum(axis=1) / classes
        share = 1 / rows if largest else 1 / rows / classes
        penalty = strength * np.abs(weights).sum() if option == "--l1" else 0.5 * strength * (weights**2).sum()
        here = per_row.mean() + penalty
        faults = []
        if abs(here - model["objective"]) > 1e-12 * here:
            faults.append(f"objective {model['objective']!r} is {here!r}")
        if model["certificate"]["gap"] > BENT * here:
            faults.append(f"the gap is {model['certificate']['gap']:.1e}")

        # Pieces that are clearly above or below are certain; of those that touch, each takes a part.
        near = 1e-6
        design = np.column_stack([features, np.ones(rows)])
        slope = np.zeros((classes, design.shape[1]))
        free, limits, whole = [], [], []
        for i in range(rows):
            if largest:
                touching = [k for k in range(classes) if lead[i, k] > per_row[i] - near]
                if len(touching) == 1:
                    parts = [(touching[0], share)]
                    touching = []
            else:
                parts = [(k, share) for k in range(classes) if k != target[i] and lead[i, k] > near]
                touching = [k for k in range(classes) if k != target[i] and abs(lead[i, k]) <= near]
            if not (largest and touching):
                for k, size in parts:
                    if k != target[i]:
                        slope[k] += size * design[i]
                        slope[target[i]] -= size * design[i]
            if largest and touching:
                whole.append(len(limits))
                limits.append([])
            for k in touching:
                column = np.zeros_like(slope)
                if k != target[i]:
                    column[k] += design[i]
                    column[target[i]] -= design[i]
                if largest:
                    limits[-1].append(len(free))
                free.append(column.ravel())
        pull = np.zeros_like(slope)
        if option == "--l2":
            pull[:, :-1] = strength * weights
        else:
            pull[:, :-1] = strength * np.sign(weights)
            for k, j in np.argwhere(weights == 0):
                column = np.zeros_like(slope)
                column[k, j] = 1
                free.append(column.ravel())
        table = np.array(free).T
        fixed = (slope + pull).ravel()
        count = table.shape[1]
        zeros = int((weights == 0).sum()) if option == "--l1" else 0
        bounds = [(0, share)] * (count - zeros) + [(-strength, strength)] * zeros + [(0, None)]
        ones = np.ones((len(fixed), 1))
        equal = None
        if largest:
            equal = np.zeros((len(limits), count + 1))
            for m, members in enumerate(limits):
                equal[m, members] = 1
        solved = linprog(np.append(np.zeros(count), 1), A_ub=np.block([[table, -ones], [-table, -ones]]), b_ub=np.append(-fixed, fixed),
                         A_eq=equal, b_eq=None if equal is None else np.full(len(limits), share), bounds=bounds, method="highs")
        if not solved.success or solved.fun > 1e-7:
            faults.append(f"the slopes cannot be balanced: {solved.fun if solved.success else solved.message}")
        if option == "--l1" and not 0 < zeros < weights.size:
            faults.append(f"{zeros} coefficients are 0")
        return "; ".join(faults)
    return run


def narrow_huber():
    """Residuals 1e9 times delta: between the absolute error's optimum and that less half of delta."""
    target = 1e9 * (Y - Y.mean()) / Y.std()
    design = np.column_stack([X, np.ones(len(target))])
    limits = np.block([[design, -np.eye(len(target))], [-design, -np.eye(len(target))]])
    cost = np.append(np.zeros(design.shape[1]), np.full(len(target), 1 / len(target)))
    solved = linprog(cost, A_ub=limits, b_ub=np.append(target, -target), bounds=[(None, None)] * design.shape[1] + [(0, None)] * len(target), method="highs")
    model = fit(X, target, "--loss", "huber")
    faults = []
    if not solved.fun - 0.5 - 1e-9 * solved.fun <= model["objective"] <= solved.fun * (1 + 1e-9):
        faults.append(f"objective {model['objective']!r} is not the peer's {solved.fun!r}")
    residual = design @ np.append(model["coefficients"], model["intercept"]) - target
    slope = design.T @ np.clip(residual, -1, 1) / len(target)
    if np.abs(slope).max() > 1e-6:
        faults.append(f"the gradient is {np.abs(slope).max():.1e}")
    return "; ".join(faults)


def crammer_singer():
    """By linear programming: SciPy's objective is the optimum of the unpenalised hinge of the strongest rival."""
    data = load_iris()
    features, target = standardised(data.data), data.target
    rows, classes, columns = len(target), 3, features.shape[1] + 1
    design = np.column_stack([features, np.ones(rows)])
    limits = []
    for i in range(rows):
        for k in range(classes):
            if k != target[i]:
                line = np.zeros(classes * columns + rows)
                line[k * columns:(k + 1) * columns] = design[i]
                line[target[i] * columns:(target[i] + 1) * columns] = -design[i]
                line[classes * columns + i] = -1
                limits.append(line)
    cost = np.append(np.zeros(classes * columns), np.full(rows, 1 / rows))
    solved = linprog(cost, A_ub=np.array(limits), b_ub=-np.ones(len(limits)), bounds=[(None, None)] * (classes * columns) + [(0, None)] * rows, method="highs")
    model = fit(features, target, "--loss", "crammer_singer")
    far = abs(model["objective"] - solved.fun)
    return "" if far <= BENT * solved.fun else f"objective {model['objective']!r} is not the peer's {solved.fun!r}"


def squared_hinge_l2():
    sign = 2 * CY - 1
    peer = by_newton(lambda u, y: -2 * sign * np.maximum(0, 1 - sign * u), lambda u, y: 2.0 * (sign * u < 1), CX, CY, 0.05, np.zeros(CX.shape[1] + 1))
    model = fit(CX, CY, "--loss", "squared_hinge", "--l2", "0.05")
    return differences(model, mean(lambda u, y: np.maximum(0, 1 - (2 * y - 1) * u) ** 2, CX, CY, 0.05), *peer)


def hard_margin():
    chosen = np.vstack([CX[CY == 1][:40] + 2, CX[CY == 0][:40] - 2])[:, :4]
    target = np.repeat([1, 0], 40)
    peer = SVC(kernel="linear", C=1e10, tol=1e-10).fit(chosen, target)
    model = fit(chosen, target, "--loss", "hinge")
    if not any(note.startswith("not unique: minimum-norm solution") for note in model["notes"]):
        return "it is not said to be one of many"
    return differences(model, mean(lambda u, y: np.maximum(0, 1 - (2 * y - 1) * u), chosen, target), peer.coef_, peer.intercept_, 1e-8, 1e-5)


def poisson_l2():
    counts = np.round(Y / 20)
    peer = PoissonRegressor(alpha=0.1, tol=1e-13, max_iter=1000, solver="newton-cholesky").fit(X, counts)
    return differences(fit(X, counts, "--loss", "poisson_nll", "--l2", "0.1"), mean(lambda u, y: np.exp(u) - y * u, X, counts, 0.1), peer.coef_, peer.intercept_)


def gamma_l2():
    peer = GammaRegressor(alpha=0.1, tol=1e-13, max_iter=1000, solver="newton-cholesky").fit(X, Y)
    return differences(fit(X, Y, "--loss", "gamma_nll", "--l2", "0.1"), mean(lambda u, y: y * np.exp(-u) + u, X, Y, 0.1), peer.coef_, peer.intercept_)


def minimum_norm():
    wide = np.random.default_rng(7).normal(size=(12, 30))
    target = np.random.default_rng(8).normal(size=12)
    weights = np.linalg.pinv(wide - wide.mean(axis=0)) @ (target - target.mean())
    model = fit(wide, target, "--loss", "mse")
    return differences(model, mean(lambda u, y: (u - y) ** 2, wide, target), weights, target.mean() - weights @ wide.mean(axis=0), 1e10)


def student_learned():
    model = fit(X[:, :4], Y, "--loss", "student_t_nll", "--param", "degrees_of_freedom=3")

    def objective(at):
        scale = np.exp(at[-1])
        z = (X[:, :4] @ at[:4] + at[4] - Y) / scale
        from scipy.special import gammaln
        return np.mean(2 * np.log1p(z * z / 3) + at[-1]) - gammaln(2) + gammaln(1.5) + 0.5 * np.log(3 * np.pi)

    start = np.concatenate([model["coefficients"], [model["intercept"], np.log(model["inputs"][0]["learned"])]])
    peer = minimize(objective, start + 0.05, method="BFGS", options={"gtol": 1e-9})
    here = objective(start)
    if abs(here - model["objective"]) > 1e-10 * abs(here):
        return f"objective {model['objective']!r} is {here!r}"
    return "" if here <= peer.fun + 1e-10 * abs(peer.fun) else f"objective {here!r} is above the peer's {peer.fun!r}"


def separability():
    """Random classes, some separable, some touching, some not: SciPy's linear programming decides which."""
    random = np.random.default_rng(42)
    for trial in range(24):
        rows, columns = int(random.integers(6, 40)), int(random.integers(1, 5))
        # Small whole numbers, so that classes often touch.
        features = random.integers(-2, 3, (rows, columns)).astype(float) if trial % 2 else random.normal(size=(rows, columns))
        target = (features[:, 0] + random.normal(scale=[0.0, 0.3, 1.0][trial % 3], size=rows) > 0).astype(int)
        if target.min() == target.max():
            continue
        sided = np.column_stack([features, np.ones(rows)]) * (2 * target - 1)[:, None]
        solved = linprog(-sided.sum(axis=0), A_ub=-sided, b_ub=np.zeros(rows), bounds=[(-1, 1)] * (columns + 1), method="highs")
        separable = -solved.fun > 1e-7
        for loss in ("bce_with_logits", "dwd", "probit"):
            try:
                found = "fitted" if fit(features, target, "--loss", loss)["gradient_norm"] < 1e-8 else "not at the optimum"
            except RuntimeError as problem:
                found = str(problem)
            if ("no finite optimum" in found) != separable or (not separable and found != "fitted"):
                return f"trial {trial}, {loss}: {'separable' if separable else 'not separable'}, but {found}"
    return ""


def by_scipy(value, slope, curvature, features, target, l2):
    """SciPy's trust region method on the written objective: value, slope and curvature of a term as functions of its score."""
    design = np.column_stack([features, np.ones(len(target))])
    penalty = np.append(np.full(features.shape[1], l2), 0.0)
    peer = minimize(
        lambda at: value(design @ at, target).mean() + 0.5 * penalty @ (at * at),
        np.zeros(design.shape[1]),
        jac=lambda at: design.T @ slope(design @ at, target) / len(target) + penalty * at,
        hess=lambda at: (design.T * curvature(design @ at, target)) @ design / len(target) + np.diag(penalty),
        method="trust-exact", options={"gtol": 1e-11, "maxiter": 10_000, "max_trust_radius": 1e6})
    return peer.x[:-1], peer.x[-1]


def both_ways(model, objective, coefficients, intercept, tolerance=SMOOTH):
    """As `differences`, and the peer is no lower either: two solvers at one optimum."""
    here, there = model["objective"], objective(np.ravel(coefficients), float(np.ravel(intercept)[0]))
    lower = f"objective {here!r} is below the peer's {there!r}: not the same objective, or the peer stopped early"
    faults = [differences(model, objective, coefficients, intercept, tolerance), lower if here < there - tolerance * abs(there) else ""]
    return "; ".join(fault for fault in faults if fault)


def huber_scipy(delta, l2):
    def run():
        peer = by_scipy(huber(delta), lambda u, y: np.clip(u - y, -delta, delta), lambda u, y: (np.abs(u - y) <= delta) * 1.0, X, Y, l2)
        model = fit(X, Y, "--loss", "huber", "--param", f"delta={delta}", "--l2", str(l2))
        return both_ways(model, mean(huber(delta), X, Y, l2), *peer)
    return run


def squared_hinge_scipy(l2):
    def run():
        sign = 2 * CY - 1
        value = lambda u, y: np.maximum(0, 1 - sign * u) ** 2
        peer = by_scipy(value, lambda u, y: -2 * sign * np.maximum(0, 1 - sign * u), lambda u, y: 2.0 * (sign * u < 1), CX, CY, l2)
        return both_ways(fit(CX, CY, "--loss", "squared_hinge", "--l2", str(l2)), mean(value, CX, CY, l2), *peer)
    return run


def binary(l2, weight=None):
    def run():
        total = len(CY) if weight is None else weight.sum()
        peer = LogisticRegression(C=1 / (l2 * total), tol=1e-14, max_iter=10_000, solver="newton-cholesky").fit(CX, CY, sample_weight=weight)
        model = fit(CX, CY, "--loss", "bce_with_logits", "--l2", str(l2), weight=weight)
        return both_ways(model, mean(logistic, CX, CY, l2, weight=weight), peer.coef_, peer.intercept_)
    return run


def amounts(regressor, loss, l2, target, value, *options, weight=None):
    """The log link of scikit-learn's generalised linear models: half a unit deviance differs from a term by what the target alone gives."""
    def run():
        peer = regressor(alpha=l2, tol=1e-14, max_iter=10_000, solver="newton-cholesky").fit(X, target, sample_weight=weight)
        model = fit(X, target, "--loss", loss, *options, "--l2", str(l2), weight=weight)
        return both_ways(model, mean(value, X, target, l2, weight=weight), peer.coef_, peer.intercept_)
    return run


def poisson_term(u, y):
    return np.exp(u) - y * u


def gamma_term(u, y):
    return y * np.exp(-u) + u


def tweedie_term(power):
    return lambda u, y: np.exp((2 - power) * u) / (2 - power) - y * np.exp((1 - power) * u) / (1 - power)


def tweedie(power, l2, weight=None):
    target = np.where(np.arange(len(Y)) % 5 == 0, 0.0, Y / 50)  # a fifth of the amounts is 0
    return amounts(partial(TweedieRegressor, power=power, link="log"), "tweedie", l2, target, tweedie_term(power), "--param", f"power={power}", weight=weight)


def quantile_program(q, l1=0.0, weight=None):
    """The whole problem as a linear program: parts of the residual above and below 0, and of each coefficient where l1 counts them."""
    def run():
        rows, columns = X.shape
        share = (np.ones(rows) if weight is None else weight) / (rows if weight is None else weight.sum())
        design = np.hstack([X, -X, np.ones((rows, 1)), -np.ones((rows, 1)), np.eye(rows), -np.eye(rows)])
        cost = np.concatenate([np.full(2 * columns, l1), [0, 0], q * share, (1 - q) * share])
        solved = linprog(cost, A_eq=design, b_eq=Y, bounds=(0, None), method="highs",
                         options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
        model = fit(X, Y, "--loss", "pinball", "--param", f"quantile={q}", "--l1", str(l1), weight=weight)
        own = mean(pinball(q), X, Y, l1=l1, weight=weight)(np.array(model["coefficients"]), model["intercept"])
        faults = [f"objective {here!r} is not the peer's {solved.fun!r}" for here in (model["objective"], own) if abs(here - solved.fun) > BENT * solved.fun]
        return "; ".join(faults)
    return run


def softmax_alone(load, l2):
    """scikit-learn's own coefficients, not polished; moved to sum to 0 over the classes, as the penalty has them but for the intercepts."""
    def run():
        data = load()
        features, target = standardised(data.data[:, data.data.std(axis=0) > 0]), data.target
        peer = LogisticRegression(C=1 / (l2 * len(target)), multi_class="multinomial", solver="newton-cg", tol=1e-12, max_iter=100_000).fit(features, target)
        model = fit(features, target, "--loss", "cross_entropy", "--l2", str(l2))
        own = np.column_stack([model["coefficients"], model["intercept"]])
        there = np.column_stack([peer.coef_ - peer.coef_.mean(axis=0), peer.intercept_ - peer.intercept_.mean()])
        far = np.abs(own - there).max()
        return "" if far <= COEFFICIENTS * max(1, np.abs(own).max()) else f"coefficients differ by {far:.1e}"
    return run


CASES = {
    "numpy lstsq": least_squares,
    "sklearn Ridge": ridge,
    "sklearn Ridge weighted": ridge_weighted,
    "sklearn Ridge standardised": ridge_standardised,
    "sklearn Lasso": lasso,
    "sklearn Lasso wide": lasso_wide,
    "sklearn LogisticRegression l2": logistic_l2,
    "sklearn LogisticRegression l2 margin": logistic_margin_l2,
    "newton logistic": logistic_unpenalised,
    "sklearn LogisticRegression l1": logistic_l1,
    "newton huber": huber_exact,
    "sklearn QuantileRegressor 0.5 l1": quantile(0.5, 0.05),
    "sklearn QuantileRegressor 0.9": quantile(0.9, 0.0),
    "sklearn QuantileRegressor 0.25 l1": quantile(0.25, 0.5),
    "scipy linprog absolute": absolute,
    "scipy linprog tube": tube,
    "sklearn SVC": hinge_l2,
    "newton squared hinge": squared_hinge_l2,
    "sklearn SVC hard margin": hard_margin,
    "sklearn multinomial iris": several(load_iris, 0.01),
    "sklearn multinomial wine": several(load_wine, 0.01),
    "sklearn multinomial digits": several(load_digits, 0.01),
    "scipy linprog strongest rival": crammer_singer,
    "sklearn multinomial l1 iris": several_l1(load_iris, 0.02, True),
    "sklearn multinomial l1 wine": several_l1(load_wine, 0.02, True),
    "conditions of multinomial l1 digits": several_l1(load_digits, 0.002, False),
    "scipy linprog conditions of crammer_singer digits": hinges("crammer_singer", "--l2", 0.01),
    "scipy linprog conditions of multi_margin digits": hinges("multi_margin", "--l2", 0.01),
    "scipy linprog conditions of multi_margin l1 digits": hinges("multi_margin", "--l1", 0.002),
    "scipy linprog narrow huber": narrow_huber,
    "sklearn PoissonRegressor": poisson_l2,
    "sklearn GammaRegressor": gamma_l2,
    "sklearn LogisticRegression newton 0.5": binary(0.5),
    "sklearn LogisticRegression newton 0.001": binary(0.001),
    "sklearn LogisticRegression newton weighted": binary(0.05, np.random.default_rng(11).uniform(0.1, 3, len(CY))),
    "sklearn newton-cg iris": softmax_alone(load_iris, 0.05),
    "sklearn newton-cg wine": softmax_alone(load_wine, 0.05),
    "sklearn PoissonRegressor 0.001": amounts(PoissonRegressor, "poisson_nll", 0.001, np.round(Y / 20), poisson_term),
    "sklearn PoissonRegressor weighted": amounts(PoissonRegressor, "poisson_nll", 1.0, np.round(Y / 20), poisson_term, weight=WEIGHT),
    "sklearn GammaRegressor 0.001": amounts(GammaRegressor, "gamma_nll", 0.001, Y, gamma_term),
    "sklearn GammaRegressor weighted": amounts(GammaRegressor, "gamma_nll", 1.0, Y, gamma_term, weight=WEIGHT),
    "sklearn TweedieRegressor 1.1": tweedie(1.1, 0.01),
    "sklearn TweedieRegressor 1.5": tweedie(1.5, 0.1),
    "sklearn TweedieRegressor 1.5 weighted": tweedie(1.5, 0.1, WEIGHT),
    "sklearn TweedieRegressor 1.9": tweedie(1.9, 1.0),
    "scipy trust-exact huber 1": huber_scipy(1, 0.01),
    "scipy trust-exact huber 30": huber_scipy(30, 0.1),
    "scipy trust-exact huber 100": huber_scipy(100, 1.0),
    "scipy trust-exact squared hinge 0.05": squared_hinge_scipy(0.05),
    "scipy trust-exact squared hinge 0.001": squared_hinge_scipy(0.001),
    "scipy linprog quantile 0.05": quantile_program(0.05),
    "scipy linprog quantile 0.5": quantile_program(0.5),
    "scipy linprog quantile 0.75 l1": quantile_program(0.75, 0.3),
    "scipy linprog quantile 0.95 weighted": quantile_program(0.95, 0.0, WEIGHT),
    "numpy pinv": minimum_norm,
    "scipy BFGS student t": student_learned,
    "scipy linprog separability": separability,
}

if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    results = {}
    for name, case in CASES.items():
        try:
            results[name] = case()
        except Exception as problem:  # every case is told, also one that fails in another way
            results[name] = f"{type(problem).__name__}: {problem}"
    print(json.dumps(results))
