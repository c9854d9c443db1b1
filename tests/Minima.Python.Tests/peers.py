"""Compare `minima evaluate` with PyTorch and scikit-learn on seeded random inputs, in double.

    python3 peers.py COMMAND...        COMMAND answers requests, for example: minima evaluate

Prints one JSON object: {"case": "" or what differs}. Values must agree to 1e-12, gradients and second derivatives to 1e-10,
both relative; rounding dust below 1e-15 of the case's largest number does not count.
"""

import json
import math
import subprocess
import sys

import numpy as np
import torch
import torch.nn.functional as F
from sklearn._loss.loss import (
    AbsoluteError, HalfBinomialLoss, HalfGammaLoss, HalfPoissonLoss, HalfSquaredError, HalfTweedieLoss, PinballLoss)

SEED = 20261120
COUNT = 257
VALUE_TOLERANCE = 1e-12
GRADIENT_TOLERANCE = 1e-10


def draw(kind):
    """Random inputs of one kind; wide enough to reach the tails."""
    generator = np.random.default_rng([SEED, sum(kind.encode())])
    if kind == "real":
        return generator.standard_normal(COUNT) * np.exp(generator.uniform(-3, 3, COUNT))
    if kind == "other real":
        return generator.standard_normal(COUNT) * 2
    if kind == "log amount":
        return generator.uniform(-4, 4, COUNT)
    if kind == "unit":
        return generator.uniform(0, 1, COUNT)
    if kind == "inner unit":
        return generator.uniform(1e-6, 1 - 1e-6, COUNT)
    if kind == "count":
        return generator.poisson(3, COUNT).astype(float)
    if kind == "positive":
        return generator.gamma(1.5, 2.0, COUNT) + 1e-3
    if kind == "label":
        return generator.choice([-1.0, 1.0], COUNT)
    raise ValueError(kind)


CASES = {}


def torch_case(name, loss, params, inputs, function, differentiated=("prediction",), weighted=False):
    """Registers mean, sum and the gradients of both; `function` gives PyTorch's terms."""

    def build():
        arrays = {k: draw(v) for k, v in inputs.items()}
        cases = []
        for reduction in ("mean", "sum"):
            tensors = {k: torch.tensor(v, requires_grad=k in differentiated) for k, v in arrays.items()}
            terms = function(**tensors)
            request = {"loss": loss, "params": params, "reduction": reduction, "inputs": {k: v.tolist() for k, v in arrays.items()}}
            weights = None
            if weighted:
                weights = torch.tensor(draw("unit"))
                request["inputs"]["sample_weight"] = weights.tolist()
                terms = terms * weights
            total = terms.sum()
            if reduction == "mean":
                total = total / (weights.sum() if weighted else COUNT)
            total.backward()
            gradients = {k: tensors[k].grad.numpy() for k in differentiated}
            cases.append((request, total.item(), gradients, None))
        return cases

    CASES["torch " + name] = build


def sklearn_case(name, loss, params, inputs, peer, second_derivative=True):
    """Registers the sum, its gradient and, where scikit-learn's is exact, the second derivative."""

    def build():
        arrays = {k: draw(v) for k, v in inputs.items()}
        prediction, target = arrays["prediction"], arrays["target"]
        terms = peer.loss(y_true=target, raw_prediction=prediction)
        gradient, curvature = peer.gradient_hessian(y_true=target, raw_prediction=prediction)
        request = {"loss": loss, "params": params, "reduction": "sum", "hessian": second_derivative,
                   "inputs": {k: v.tolist() for k, v in arrays.items()}}
        return [(request, math.fsum(terms), {"prediction": gradient}, {"prediction": curvature} if second_derivative else None)]

    CASES["sklearn " + name] = build


regression = {"prediction": "real", "target": "other real"}
none = {"reduction": "none"}

torch_case("mse_loss", "mse", {}, regression, lambda prediction, target: F.mse_loss(prediction, target, **none))
torch_case("mse_loss weighted", "mse", {}, regression, lambda prediction, target: F.mse_loss(prediction, target, **none), weighted=True)
torch_case("l1_loss", "mae", {}, regression, lambda prediction, target: F.l1_loss(prediction, target, **none))
torch_case("huber_loss", "huber", {"delta": 0.7}, regression, lambda prediction, target: F.huber_loss(prediction, target, delta=0.7, **none))
torch_case("huber_loss weighted", "huber", {"delta": 2}, regression,
           lambda prediction, target: F.huber_loss(prediction, target, delta=2.0, **none), weighted=True)
torch_case("smooth_l1_loss", "smooth_l1", {"beta": 0.3}, regression,
           lambda prediction, target: F.smooth_l1_loss(prediction, target, beta=0.3, **none))
torch_case("binary_cross_entropy", "bce", {}, {"prediction": "inner unit", "target": "unit"},
           lambda prediction, target: F.binary_cross_entropy(prediction, target, **none))
torch_case("binary_cross_entropy_with_logits", "bce_with_logits", {}, {"prediction": "real", "target": "unit"},
           lambda prediction, target: F.binary_cross_entropy_with_logits(prediction, target, **none))
torch_case("binary_cross_entropy_with_logits pos_weight", "bce_with_logits", {"pos_weight": 3.5}, {"prediction": "real", "target": "unit"},
           lambda prediction, target: F.binary_cross_entropy_with_logits(prediction, target, pos_weight=torch.tensor(3.5, dtype=torch.double), **none))
torch_case("poisson_nll_loss log_input", "poisson_nll", {"full": False}, {"prediction": "log amount", "target": "count"},
           lambda prediction, target: F.poisson_nll_loss(prediction, target, log_input=True, full=False, **none))
torch_case("poisson_nll_loss log_input full", "poisson_nll", {"full": True}, {"prediction": "log amount", "target": "count"},
           lambda prediction, target: F.poisson_nll_loss(prediction, target, log_input=True, full=True, **none))
torch_case("poisson_nll_loss", "poisson", {"epsilon": 1e-8}, {"prediction": "positive", "target": "count"},
           lambda prediction, target: F.poisson_nll_loss(prediction, target, log_input=False, full=False, eps=1e-8, **none))
torch_case("gaussian_nll_loss", "gaussian_nll", {"epsilon": 0.01, "full": False},
           {"prediction": "other real", "target": "real", "variance": "positive"},
           lambda prediction, target, variance: F.gaussian_nll_loss(prediction, target, variance, eps=0.01, full=False, **none),
           differentiated=("prediction", "variance"))
torch_case("gaussian_nll_loss full", "gaussian_nll", {"epsilon": 0.01, "full": True},
           {"prediction": "other real", "target": "real", "variance": "positive"},
           lambda prediction, target, variance: F.gaussian_nll_loss(prediction, target, variance, eps=0.01, full=True, **none),
           differentiated=("prediction", "variance"))
torch_case("soft_margin_loss", "logistic", {}, {"prediction": "other real", "target": "label"},
           lambda prediction, target: F.soft_margin_loss(prediction, target, **none))

sklearn_case("HalfSquaredError", "half_mse", {}, regression, HalfSquaredError())
# scikit-learn calls a constant 1 the second derivative of absolute errors, so only value and gradient are compared.
sklearn_case("AbsoluteError", "mae", {}, regression, AbsoluteError(), second_derivative=False)
sklearn_case("PinballLoss", "pinball", {"quantile": 0.83}, regression, PinballLoss(quantile=0.83), second_derivative=False)
sklearn_case("HalfPoissonLoss", "poisson_nll", {}, {"prediction": "log amount", "target": "count"}, HalfPoissonLoss())
sklearn_case("HalfGammaLoss", "gamma_nll", {}, {"prediction": "log amount", "target": "positive"}, HalfGammaLoss())
for power in (1.0, 1.5, 1.9, 2.0, 3.0):
    sklearn_case(f"HalfTweedieLoss {power}", "tweedie", {"power": power}, {"prediction": "log amount", "target": "positive"}, HalfTweedieLoss(power=power))
sklearn_case("HalfBinomialLoss", "bce_with_logits", {}, {"prediction": "other real", "target": "unit"}, HalfBinomialLoss())


def difference(what, got, want, tolerance):
    got, want = np.atleast_1d(np.asarray(got, float)), np.atleast_1d(np.asarray(want, float))
    if got.shape != want.shape:
        return f"{what}: shape {got.shape}, expected {want.shape}. "
    wrong = np.abs(got - want) > tolerance * np.abs(want) + 1e-15 * max(1.0, np.abs(want).max())
    if not wrong.any():
        return ""
    i = int(np.argmax(wrong))
    return f"{what}[{i}]: {got[i]!r}, expected {want[i]!r} ({int(wrong.sum())} of {wrong.size} differ). "


def judge(answer, value, gradients, curvatures):
    if "error" in answer:
        return f"refused: {answer['error']['message']} "
    text = difference("value", answer["value"], value, VALUE_TOLERANCE)
    for name, want in gradients.items():
        text += difference(f"gradient {name}", answer["gradient"][name], want, GRADIENT_TOLERANCE)
    for name, want in (curvatures or {}).items():
        text += difference(f"hessian {name}", answer["hessian"][name], want, GRADIENT_TOLERANCE)
    return text


def main(command):
    built = [(name, case) for name, build in CASES.items() for case in build()]
    lines = "".join(json.dumps({"id": i, **case[0]}) + "\n" for i, (_, case) in enumerate(built))
    run = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if [a["id"] for a in answers] != list(range(len(built))):
        sys.exit(f"{len(built)} requests, but the answers have the ids {[a['id'] for a in answers]}")
    result = {name: "" for name in CASES}
    for (name, (_, value, gradients, curvatures)), answer in zip(built, answers):
        result[name] += judge(answer, value, gradients, curvatures)
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
