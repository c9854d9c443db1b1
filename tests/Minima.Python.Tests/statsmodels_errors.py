"""Standard errors of statsmodels on Minima's bundled tables: the reference values of tests/reference/fit_errors.json.

    python3 statsmodels_errors.py DATA        DATA is the folder data/ of the repository

Prints one JSON object with a list of cases. Debian's python3-statsmodels (0.13.5) made the file in this repository. Coefficients stand in
the order features, intercept (of several classes as differences from the first class).
"""

import csv
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import statsmodels
import statsmodels.api as sm
from scipy.optimize import linprog
from statsmodels.genmod.families import links
from statsmodels.regression.quantile_regression import QuantReg
from statsmodels.robust import norms

warnings.filterwarnings("ignore")
DATA = Path(sys.argv[1])
CASES = []


def table(name, features, target):
    rows = list(csv.DictReader((DATA / f"{name}.csv").open(encoding="utf-8")))
    column = [row[target] for row in rows]
    design = np.column_stack([[float(row[f]) for row in rows] for f in features] + [np.ones(len(rows))])
    return design, column, rows


DIABETES = ["age", "bmi", "bp", "s5"]
X, TEXT, ROWS = table("diabetes", DIABETES, "progression")
Y = np.array([float(t) for t in TEXT])
WEIGHT = np.array([float(row["s4"]) for row in ROWS])
GROUPS = np.array([int(float(row["age"])) for row in ROWS])
BMI = ["bmi", "bp", "s5"]
B = X[:, 1:]
CANCER = ["mean_radius", "mean_texture", "mean_smoothness"]
CX, CTEXT, _ = table("breast-cancer", CANCER, "malignant")
CY = np.array([float(t) for t in CTEXT])


def case(name, data, features, loss, errors, results, covariance=None, **more):
    interval = np.asarray(results.conf_int())
    CASES.append({
        "name": name, "data": data, "features": features, "loss": loss, "errors": errors,
        "estimate": list(map(float, results.params)), "standard_error": list(map(float, results.bse)),
        "z": list(map(float, results.tvalues)), "p": list(map(float, results.pvalues)),
        "low": list(map(float, interval[:, 0])), "high": list(map(float, interval[:, 1])), **more,
    })


def squares():
    for kind in ["hc0", "hc1", "hc2", "hc3"]:
        case(f"OLS {kind}", "diabetes", DIABETES, "mse", kind, sm.OLS(Y, X).fit(cov_type=kind.upper(), use_t=False))
    plain = sm.OLS(Y, X).fit()
    case("OLS", "diabetes", DIABETES, "mse", "model", plain, dispersion=float(plain.scale))
    case("OLS half", "diabetes", DIABETES, "(p - t)^2/2", "model", plain, dispersion=float(plain.scale))
    weighted = sm.WLS(Y, X, weights=WEIGHT)
    plain = weighted.fit()
    case("WLS", "diabetes", DIABETES, "mse", "model", plain, weight="s4", dispersion=float(plain.scale))
    case("WLS hc3", "diabetes", DIABETES, "mse", "hc3", weighted.fit(cov_type="HC3", use_t=False), weight="s4")
    case("OLS cluster", "diabetes", BMI, "mse", "cluster=age", sm.OLS(Y, B).fit(cov_type="cluster", cov_kwds={"groups": GROUPS}, use_t=True))
    influence = sm.OLS(Y, X).fit().get_influence()
    order = np.argsort(-influence.cooks_distance[0], kind="stable")[:5]
    CASES.append({
        "name": "OLS influence", "data": "diabetes", "features": DIABETES, "loss": "mse", "errors": "influence", "row": order.tolist(),
        "distance": influence.cooks_distance[0][order].tolist(), "leverage": influence.hat_matrix_diag[order].tolist(),
        "change": influence.dfbeta[order].tolist(),
    })


def generalised():
    exact = {"tol": 1e-14, "maxiter": 200}
    families = [
        ("Poisson", sm.families.Poisson(), "poisson_nll", Y, X, "diabetes", DIABETES),
        ("Gamma", sm.families.Gamma(links.log()), "gamma_nll", Y, X, "diabetes", DIABETES),
        ("Tweedie", sm.families.Tweedie(var_power=1.5, link=links.log()), "tweedie:power=1.5", Y, X, "diabetes", DIABETES),
        ("Gaussian", sm.families.Gaussian(), "mse", Y, X, "diabetes", DIABETES),
        ("Binomial", sm.families.Binomial(), "bce_with_logits", CY, CX, "breast-cancer", CANCER),
        ("Binomial probit", sm.families.Binomial(links.probit()), "probit", CY, CX, "breast-cancer", CANCER),
        ("Binomial margin", sm.families.Binomial(), "logistic", CY, CX, "breast-cancer", CANCER),
        ("Poisson text", sm.families.Poisson(), "exp(p) - t*p", Y, X, "diabetes", DIABETES),
    ]
    for name, family, loss, y, x, data, features in families:
        model = sm.GLM(y, x, family=family)
        plain = model.fit(**exact)
        # The intervals of GLM(Gaussian) are those of the normal distribution, Minima's of the squared error those of t, as OLS has them.
        more = {} if name in ("Poisson", "Poisson text") or name.startswith("Binomial") else {"dispersion": float(plain.scale)}
        if name == "Gaussian":
            more["only_errors"] = True
        case(f"GLM {name}", data, features, loss, "model", plain, **more)
        case(f"GLM {name} hc0", data, features, loss, "hc0", model.fit(cov_type="HC0", **exact))
    clustered = sm.GLM(Y, B, family=sm.families.Poisson()).fit(cov_type="cluster", cov_kwds={"groups": GROUPS}, use_t=True, **exact)
    case("GLM Poisson cluster", "diabetes", BMI, "poisson_nll", "cluster=age", clustered)
    weighted = sm.GLM(Y, X, family=sm.families.Gamma(links.log()), var_weights=WEIGHT)
    plain = weighted.fit(**exact)
    case("GLM Gamma weighted", "diabetes", DIABETES, "gamma_nll", "model", plain, weight="s4", dispersion=float(plain.scale))


def robust():
    for name, norm, loss in [
        ("HuberT", norms.HuberT(), lambda s: f"huber:delta={1.345 * s!r}"),
        ("TukeyBiweight", norms.TukeyBiweight(), lambda s: f"tukey_biweight:scale={4.685 * s!r}"),
    ]:
        results = sm.RLM(Y, X, M=norm).fit(update_scale=False, tol=1e-14, maxiter=2000, conv="coefs")
        case(f"RLM {name}", "diabetes", DIABETES, loss(results.scale), "model", results)


def quantiles():
    for level in [0.5, 0.9]:
        n, k = X.shape
        cost = np.concatenate([np.zeros(2 * k), np.full(n, level), np.full(n, 1 - level)])
        solved = linprog(cost, A_eq=np.hstack([X, -X, np.eye(n), -np.eye(n)]), b_eq=Y, bounds=(0, None), method="highs-ds")
        rough = solved.x[:k] - solved.x[k:2 * k]
        on = np.argsort(np.abs(Y - X @ rough))[:k]
        at = np.linalg.solve(X[on], Y[on])
        # statsmodels stops some 1e-6 before the optimum. Without steps it takes the coefficients 1; columns times the optimal ones make these optimal.
        scaled = X * at
        target = Y.copy()
        target[on] = (scaled @ np.ones(k))[on]
        for errors, vcov in [("model", "iid"), ("hc0", "robust")]:
            results = QuantReg(target, scaled).fit(q=level, vcov=vcov, max_iter=0)
            CASES.append({
                "name": f"QuantReg {level} {vcov}", "data": "diabetes", "features": DIABETES, "loss": f"pinball:quantile={level}", "errors": errors,
                "estimate": at.tolist(), "standard_error": (np.asarray(results.bse) * np.abs(at)).tolist(),
            })


def classes():
    features = ["pixel_2_4", "pixel_4_3"]
    x, text, _ = table("digits", features, "digit")
    y = np.array([int(float(t)) for t in text])
    results = sm.MNLogit(y, x).fit(disp=0, method="newton", maxiter=200, tol=1e-14)
    for errors, cov_type in [("model", "nonrobust"), ("hc0", "HC0")]:
        if cov_type != "nonrobust":
            results = sm.MNLogit(y, x).fit(disp=0, method="newton", maxiter=200, tol=1e-14, cov_type=cov_type)
        CASES.append({
            "name": f"MNLogit {errors}", "data": "digits", "features": features, "loss": "cross_entropy", "errors": errors,
            "estimate": np.asarray(results.params).T.ravel().tolist(), "standard_error": np.asarray(results.bse).T.ravel().tolist(),
        })


squares()
generalised()
robust()
quantiles()
classes()
json.dump({"statsmodels": statsmodels.__version__.split("+")[0], "cases": CASES}, sys.stdout, indent=1)
print()
