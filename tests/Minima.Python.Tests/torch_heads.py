"""Fits of distributions by Newton's steps with exact second derivatives of PyTorch: the reference values of tests/reference/head_errors.json.

    python3 torch_heads.py

Prints one JSON object with a list of cases: the table, the loss and its heads, the estimates of all unknowns (head after head: features,
intercept; of a head that is one constant its intercept; then what the density prices), and their standard errors: the inverse of the
observed information (model), sandwiches (hc0, hc1, hc2, hc3, clusters of ten rows), and how far each estimate moves by one Newton step
without the row of the largest such step in the metric of the model. Log-likelihoods are written out here, by no formula of Minima's.
Where statsmodels has the model, its own numbers stand beside them. Rows are drawn by NumPy's RandomState, whose numbers do not change
from version to version.
"""

import json
import math
import warnings

import numpy as np
import statsmodels.api as sm
import statsmodels.tools.numdiff
import torch

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
ROWS = 240
TOGETHER = 8
CASES = []
random = np.random.RandomState(5)
X = np.round(random.uniform(-1, 1, (ROWS, 2)), 3)
A, B = X[:, 0], X[:, 1]
D = torch.tensor(np.column_stack([X, np.ones(ROWS)]))
ONE = torch.ones(ROWS, 1, dtype=torch.double)
CLUSTERS = np.arange(ROWS) // TOGETHER


def gaussian(t, mean, log_variance):
    return -0.5 * (math.log(2 * math.pi) + log_variance + (t - mean) ** 2 * torch.exp(-log_variance))


def negative_binomial(t, log_mean, log_dispersion):
    k = torch.exp(-log_dispersion)
    odds = log_mean + log_dispersion
    return torch.lgamma(t + k) - torch.lgamma(k) - torch.lgamma(t + 1) - (t + k) * torch.nn.functional.softplus(odds) + t * odds


def poisson(t, log_rate):
    return t * log_rate - torch.exp(log_rate) - torch.lgamma(t + 1)


def inflated(t, switch, count, zero):
    log_on = torch.nn.functional.logsigmoid(-switch)
    return torch.where(t == 0, torch.logaddexp(torch.nn.functional.logsigmoid(switch), log_on + zero), log_on + count)


def zero_poisson(t, log_rate, switch):
    return inflated(t, switch, poisson(t, log_rate), -torch.exp(log_rate))


def zero_negative_binomial(t, log_mean, switch, log_dispersion):
    zero = -torch.exp(-log_dispersion) * torch.nn.functional.softplus(log_mean + log_dispersion)
    return inflated(t, switch, negative_binomial(t, log_mean, log_dispersion), zero)


def gamma(t, log_mean, log_dispersion):
    shape = torch.exp(-log_dispersion)
    return shape * (torch.log(t) - log_mean - log_dispersion) - torch.log(t) - torch.lgamma(shape) - shape * t * torch.exp(-log_mean)


def student(t, mean, log_scale, degrees):
    z = (t - mean) * torch.exp(-log_scale)
    return (torch.lgamma((degrees + 1) / 2) - torch.lgamma(degrees / 2) - 0.5 * torch.log(degrees * math.pi) - log_scale
            - (degrees + 1) / 2 * torch.log1p(z * z / degrees))


def fit(name, loss, heads, target, log_density, designs, start, constants=(), own=None):
    t = torch.tensor(np.asarray(target, dtype=float))
    widths = [design.shape[1] for design in designs] + [1] * len(constants)

    def outputs(point):
        split = torch.split(point, widths)
        return [design @ part for design, part in zip(designs, split)] + [part.expand(ROWS) for part in split[len(designs):]]

    def loss_of(point):
        return -log_density(t, *outputs(point)).sum()

    point = torch.tensor(np.asarray(start, dtype=float))
    for _ in range(200):
        point = point.detach().requires_grad_(True)
        value = loss_of(point)
        (slope,) = torch.autograd.grad(value, point)
        bend = torch.autograd.functional.hessian(loss_of, point.detach())
        values, vectors = torch.linalg.eigh(bend)
        step = vectors @ ((vectors.T @ slope) / values.abs().clamp(min=1e-8))
        length = 1.0
        while length > 1e-9 and not loss_of(point.detach() - length * step) <= value + 1e-12 * abs(value):
            length /= 2
        point = point.detach() - length * step
        if step.abs().max() < 1e-13:
            break
    at = point.detach()
    inverse = torch.linalg.inv(torch.autograd.functional.hessian(loss_of, at)).numpy()

    # Slopes and second derivatives of each row by its outputs.
    free = [part.detach().clone().requires_grad_(True) for part in outputs(at)]
    terms = -log_density(t, *free)
    slopes = torch.autograd.grad(terms.sum(), free, create_graph=True)
    bends = np.array([[np.zeros(ROWS) if part is None else part.numpy() for part in torch.autograd.grad(one.sum(), free, retain_graph=True, allow_unused=True)] for one in slopes])
    slopes = np.array([one.detach().numpy() for one in slopes])
    blocks = [design.numpy() for design in designs] + [np.ones((ROWS, 1))] * len(constants)
    size, count = sum(widths), len(widths)
    starts = np.cumsum([0] + widths)
    by_row = np.zeros((ROWS, count, size))
    for k in range(count):
        by_row[:, k, starts[k]:starts[k + 1]] = blocks[k]
    scores = np.einsum("ki,ikj->ij", slopes, by_row)
    hc = {}
    sandwich = lambda rows: inverse @ (rows.T @ rows) @ inverse
    root = lambda covariance: np.sqrt(np.diag(covariance)).tolist()
    hc["model"] = root(inverse)
    hc["hc0"] = root(sandwich(scores))
    hc["hc1"] = root(sandwich(scores) * ROWS / (ROWS - size))
    full, half, changes = np.zeros_like(scores), np.zeros_like(scores), np.zeros_like(scores)
    for i in range(ROWS):
        leverage = bends[:, :, i] @ by_row[i] @ inverse @ by_row[i].T
        rest = np.eye(count) - leverage
        values, vectors = np.linalg.eig(rest)
        full[i] = by_row[i].T @ np.linalg.solve(rest, slopes[:, i])
        half[i] = by_row[i].T @ np.real(vectors @ np.diag(values.astype(complex) ** -0.5) @ np.linalg.inv(vectors) @ slopes[:, i])
        changes[i] = -inverse @ full[i]
    hc["hc2"] = root(sandwich(half))
    hc["hc3"] = root(sandwich(full))
    groups = CLUSTERS.max() + 1
    sums = np.array([scores[CLUSTERS == g].sum(axis=0) for g in range(groups)])
    hc["cluster"] = root(sandwich(sums) * groups / (groups - 1) * (ROWS - 1) / (ROWS - size))
    distances = np.einsum("ij,jk,ik->i", changes, np.linalg.inv(inverse), changes) / size
    order = np.argsort(-distances)[:3]
    CASES.append({
        "name": name, "loss": loss, "heads": heads, "a": A.tolist(), "b": B.tolist(), "y": list(map(float, target)),
        "estimate": at.tolist(), "standard_error": hc, "row": order.tolist(), "distance": distances[order].tolist(), "change": changes[order].tolist(),
    })
    if own is not None:
        own(at.numpy(), -loss_of(at).item(), np.linalg.inv(inverse), CASES[-1])


mean = np.exp(0.8 + 0.7 * A + 0.3 * B)
normal = 2 + A - 0.5 * B + np.exp(0.2 + 0.6 * B) * random.normal(size=ROWS)
fit("Gaussian", "gaussian_nll_log_variance", "all", normal, gaussian, [D, D], [0, 0, 2, 0, 0, 0])
fit("Gaussian, one variance", "gaussian_nll_log_variance", "none", normal, gaussian, [D, ONE], [0, 0, 2, 0])
counts = random.poisson(mean * random.gamma(1 / 0.6, 0.6, ROWS))


def own_negative_binomial(at, likelihood, information, case):
    """statsmodels has the dispersion itself where Minima has its logarithm."""
    model = sm.NegativeBinomial(counts, D.numpy())
    for cov_type, kind, more in [("nonrobust", "model", {}), ("HC0", "hc0", {}), ("cluster", "cluster", {"cov_kwds": {"groups": CLUSTERS}})]:
        results = model.fit(start_params=np.append(at[:3], math.exp(at[3])), disp=0, method="newton", maxiter=50, tol=1e-15, cov_type=cov_type, **more)
        errors = np.asarray(results.bse).copy()
        errors[3] /= math.exp(at[3])
        case.setdefault("statsmodels", {})[kind] = errors.tolist()
    assert abs(results.llf - likelihood) < 1e-9


fit("Negative binomial", "negative_binomial_nll", "none", counts, negative_binomial, [D, ONE], [0, 0, 1, -1], own=own_negative_binomial)
fit("Negative binomial, both heads", "negative_binomial_nll", "all", counts, negative_binomial, [D, D], [0, 0, 1, 0, 0, -1])
off = random.uniform(size=ROWS) < 1 / (1 + np.exp(0.7 - 1.2 * B))
zeros = np.where(off, 0, random.poisson(np.exp(1 + 0.5 * A)))


def own_zero_poisson(at, likelihood, information, case):
    """statsmodels 0.13.5 overwrites the second derivatives between the heads by 0, so that its errors are those of two fits apart; its likelihood is right."""
    model = sm.ZeroInflatedPoisson(zeros, D.numpy(), exog_infl=D.numpy())
    results = model.fit(start_params=np.concatenate([at[3:], at[:3]]), disp=0, method="newton", maxiter=50, tol=1e-15)
    assert abs(results.llf - likelihood) < 1e-9
    apart = information.copy()
    apart[:3, 3:] = apart[3:, :3] = 0
    errors = np.sqrt(np.diag(np.linalg.inv(apart)))
    assert np.allclose(np.asarray(results.bse)[[3, 4, 5, 0, 1, 2]], errors, rtol=1e-8), "statsmodels has these errors right by now: compare them with Minima's"
    exact = np.linalg.inv(-statsmodels.tools.numdiff.approx_hess3(results.params, model.loglike))
    assert np.allclose(np.sqrt(np.diag(exact))[[3, 4, 5, 0, 1, 2]], case["standard_error"]["model"], rtol=1e-5)


fit("Zero-inflated Poisson", "zero_inflated_poisson_nll", "all", zeros, zero_poisson, [D, D], [0, 0, 1, 0, 0, 0], own=own_zero_poisson)
both = np.where(random.uniform(size=ROWS) < 1 / (1 + np.exp(0.5 - B)), 0, random.poisson(np.exp(1.5 + 0.5 * A) * random.gamma(2, 0.5, ROWS)))


def own_zero_negative_binomial(at, likelihood, information, case):
    """statsmodels takes its second derivatives by differences of the likelihood, good to five digits."""
    model = sm.ZeroInflatedNegativeBinomialP(both, D.numpy(), exog_infl=D.numpy(), p=2)
    start = np.concatenate([at[3:6], at[:3], [math.exp(at[6])]])
    assert abs(model.loglike(start) - likelihood) < 1e-9
    errors = np.sqrt(np.diag(np.linalg.inv(-model.hessian(start))))[[3, 4, 5, 0, 1, 2, 6]]
    errors[6] /= math.exp(at[6])
    assert np.allclose(errors, case["standard_error"]["model"], rtol=1e-4)


fit("Zero-inflated negative binomial", "zero_inflated_negative_binomial_nll", "zero_logit", both, zero_negative_binomial, [D, D, ONE], [0, 0, 1, 0, 0, 0, -1], own=own_zero_negative_binomial)
amounts = np.maximum(1e-3, np.round(random.gamma(2, mean / 2), 3))
fit("Gamma", "gamma_nll", "none", amounts, gamma, [D, ONE], [0, 0, 1, -1])
fit("Gamma, both heads", "gamma_nll", "all", amounts, gamma, [D, D], [0, 0, 1, 0, 0, -1])
tails = 1 + A + 0.5 * random.standard_t(4, size=ROWS)
fit("Student", "student_t_nll", "none", tails, student, [D, ONE], [0, 0, 1, 0, 5], constants=("degrees",))

print(json.dumps({"torch": torch.__version__, "cases": CASES}))
