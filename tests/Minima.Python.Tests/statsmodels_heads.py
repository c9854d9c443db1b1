"""Fits of distributions by statsmodels: the reference values of tests/reference/fit_heads.json.

    python3 statsmodels_heads.py

Prints one JSON object with a list of cases: the table, the loss and its heads, and for each head the coefficients in the order features,
intercept. Debian's python3-statsmodels (0.13.5) made the file in this repository. The rows are drawn by NumPy's RandomState, whose numbers
do not change from version to version.
"""

import json
import warnings

import numpy as np
import statsmodels
import statsmodels.api as sm

warnings.filterwarnings("ignore")
ROWS = 300
CASES = []


def case(name, loss, heads, design, target, coefficients, objective=None):
    CASES.append({
        "name": name, "loss": loss, "heads": heads, "a": design[:, 0].tolist(), "b": design[:, 1].tolist(), "y": list(map(float, target)),
        "coefficients": [list(map(float, row)) for row in coefficients], "objective": objective,
    })


random = np.random.RandomState(1)
X = np.round(random.uniform(-1, 1, (ROWS, 2)), 3)
A, B = X[:, 0], X[:, 1]
D = np.column_stack([X, np.ones(ROWS)])

mean = np.exp(0.8 + 0.7 * A + 0.3 * B)
counts = random.poisson(mean * random.gamma(1 / 0.6, 0.6, ROWS))
fit = sm.NegativeBinomial(counts, D).fit(disp=0, method="newton", maxiter=300, tol=1e-14)
case("NegativeBinomial NB2", "negative_binomial_nll", "none", X, counts, [fit.params[:3], [0, 0, np.log(fit.params[3])]], -fit.llf / ROWS)

zeros = np.where(random.uniform(size=ROWS) < 1 / (1 + np.exp(0.7 - 1.2 * B)), 0, random.poisson(np.exp(1 + 0.5 * A)))
fit = sm.ZeroInflatedPoisson(zeros, D, exog_infl=D).fit(disp=0, method="newton", maxiter=300, tol=1e-14)
case("ZeroInflatedPoisson", "zero_inflated_poisson_nll", "all", X, zeros, [fit.params[3:], fit.params[:3]], -fit.llf / ROWS)

amounts = np.maximum(1e-3, np.round(random.gamma(2, mean / 2), 3))
fit = sm.GLM(amounts, D, family=sm.families.Gamma(sm.families.links.log())).fit(tol=1e-14, maxiter=300)
case("GLM Gamma", "gamma_nll", "none", X, amounts, [fit.params])

print(json.dumps({"statsmodels": statsmodels.__version__, "cases": CASES}))
