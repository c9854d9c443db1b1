"""Values, slopes and curvatures of activations by mpmath with 800 digits; where PyTorch has the function, its values and slopes are checked against them.

    python3 make_activations.py        writes layers/activations.json beside this file
"""
import json
import math
import pathlib

import mpmath as mp
import torch

mp.mp.dps = 800
INF = float("inf")


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log1p(mp.exp(x))


def mish(x):
    u = mp.exp(-abs(x))
    if x < 0:
        n = u * (u + 2)
        return x * n / (n + 2)
    n = 1 + 2 * u
    return x * n / (n + 2 * u * u)


def selu(x):
    scale, alpha = mp.mpf("1.0507009873554804934193349852946"), mp.mpf("1.6732632423543772848170429916717")
    return scale * (x if x > 0 else alpha * mp.expm1(x))


def normal(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def held(x, low, high):
    return min(max(x, low), high)


# name: formula, (value, slope) at -infinity, (value, slope) at +infinity, {kink: slope there}, PyTorch's function.
FUNCTIONS = {
    "relu": (lambda x: max(x, mp.mpf(0)), (0, 0), (INF, 1), {0: 0}, torch.nn.functional.relu),
    "leaky_relu": (lambda x: x if x > 0 else x * mp.mpf(0.01), (-INF, 0.01), (INF, 1), {0: 0.01}, torch.nn.functional.leaky_relu),
    "leaky_relu 0.25": (lambda x: x if x > 0 else x / 4, (-INF, 0.25), (INF, 1), {0: 0.25}, lambda x: torch.nn.functional.leaky_relu(x, 0.25)),
    "elu": (lambda x: x if x > 0 else mp.expm1(x), (-1, 0), (INF, 1), {0: 1}, torch.nn.functional.elu),
    "elu 0.5": (lambda x: x if x > 0 else mp.expm1(x) / 2, (-0.5, 0), (INF, 1), {0: 0.5}, lambda x: torch.nn.functional.elu(x, 0.5)),
    "selu": (selu, (-1.7580993408473768, 0), (INF, 1.0507009873554805), {0: 1.7580993408473768}, torch.nn.functional.selu),
    "gelu": (lambda x: x * normal(x), (0, 0), (INF, 1), {}, torch.nn.functional.gelu),
    "gelu_tanh": (lambda x: x * sigmoid(2 * mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3)), (0, 0), (INF, 1), {}, lambda x: torch.nn.functional.gelu(x, approximate="tanh")),
    "silu": (lambda x: x * sigmoid(x), (0, 0), (INF, 1), {}, torch.nn.functional.silu),
    "mish": (mish, (0, 0), (INF, 1), {}, torch.nn.functional.mish),
    "softplus": (softplus, (0, 0), (INF, 1), {}, torch.nn.functional.softplus),
    "softsign": (lambda x: x / (1 + abs(x)), (-1, 0), (1, 0), {0: 1}, torch.nn.functional.softsign),
    "tanh": (mp.tanh, (-1, 0), (1, 0), {}, torch.tanh),
    "sigmoid": (sigmoid, (0, 0), (1, 0), {}, torch.sigmoid),
    "hard_tanh": (lambda x: held(x, mp.mpf(-1), mp.mpf(1)), (-1, 0), (1, 0), {-1: 1, 1: 1}, torch.nn.functional.hardtanh),
    "hard_sigmoid": (lambda x: held(x + 3, mp.mpf(0), mp.mpf(6)) / 6, (0, 0), (1, 0), {-3: 1 / 6, 3: 1 / 6}, torch.nn.functional.hardsigmoid),
    "hard_swish": (lambda x: x * held(x + 3, mp.mpf(0), mp.mpf(6)) / 6, (0, 0), (INF, 1), {-3: -0.5, 3: 1.5}, torch.nn.functional.hardswish),
    "identity": (lambda x: x, (-INF, 1), (INF, 1), {}, lambda x: x * 1),
}

POINTS = sorted(
    [0.0, 1e4, -1e4, 100.0, -100.0, 37.0, -37.0, 25.0, -25.0, 1e-9, -1e-9, 1e-4, -1e-4]
    + [s * v for v in (0.01, 0.1, 0.25, 0.5, 0.7517916, 0.9, 1.0, 1.2784645, 1.5, 2.0, 2.5, 3.0, 3.75, 4.5, 5.5, 6.5, 8.0, 10.0, 13.0, 17.0) for s in (1, -1)])


def number(value):
    value = float(value)
    return value if math.isfinite(value) else str(value)


def chopped(value):
    """What differences leave of a 0."""
    return value if abs(value) > mp.mpf(10) ** -330 else mp.mpf(0)


def derivative(function, x, order):
    # The step is far smaller than the distance to any kink.
    h = mp.mpf(10) ** -100
    if order == 1:
        return (8 * (function(x + h) - function(x - h)) - (function(x + 2 * h) - function(x - 2 * h))) / (12 * h)
    return (-function(x + 2 * h) + 16 * function(x + h) - 30 * function(x) + 16 * function(x - h) - function(x - 2 * h)) / (12 * h * h)


def rows(name):
    function, low, high, kinks, peer = FUNCTIONS[name]
    yield [number(-INF), number(low[0]), number(low[1]), 0.0]
    for point in POINTS:
        x = mp.mpf(point)
        value = function(x)
        kink = point in kinks
        slope = mp.mpf(kinks[point]) if kink else derivative(function, x, 1)
        curvature = None if kink else number(chopped(derivative(function, x, 2)))
        yield [number(point), number(value), number(chopped(slope)), curvature]
        check(name, peer, point, value, slope, kink)
    yield [number(INF), number(high[0]), number(high[1]), 0.0]


def check(name, peer, point, value, slope, at_kink):
    x = torch.tensor(point, dtype=torch.float64, requires_grad=True)
    y = peer(x)
    y.backward()
    # PyTorch's tails cancel, its softplus is cut at 20, and its hard sigmoid multiplies by a float: absolute, then.
    assert abs(y.item() - float(value)) <= 6e-9 * max(1, abs(point)), (name, point, y.item(), float(value))
    if not (at_kink and name.startswith("hard")):
        assert abs(x.grad.item() - float(slope)) <= 6e-9 * max(1, abs(point)), (name, point, x.grad.item(), float(slope))


path = pathlib.Path(__file__).parent / "layers"
path.mkdir(exist_ok=True)
cases = {name: list(rows(name)) for name in FUNCTIONS}
(path / "activations.json").write_text("{\n" + ",\n".join(f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in table) + "\n]" for name, table in cases.items()) + "\n}\n")
