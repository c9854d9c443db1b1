"""Reference trajectories of the optimizers: PyTorch 1.13 in double, 100 steps on three problems.

    python3 make_optimizers.py            writes optimizers/*.json beside this file

Each point carries a tolerance: 1e-12 of the largest parameter, or 30 times as far as the reference itself moves when its start moves by one
rounding, if that is more. Points where the trajectory has become chaotic (more than 1e-10) are left out: nothing can be held to them.

Gradients are the closed forms below (the tests compute the same ones), so that only the update rule is compared. Rules that PyTorch 1.13
does not have are the published ones in numpy, marked "numpy":
- Lion (Chen et al. 2023, algorithm 2);
- NAdam (Dozat 2016): PyTorch 1.13 counts mu_t twice in the product that corrects the first moment (mended in 2.0). The numpy rule is
  checked here against PyTorch with that fault put in, then written without it;
- decoupled weight decay (Loshchilov, Hutter 2019) where PyTorch has none: the parameter times 1 - learning rate * decay before PyTorch's step.
"""
import json
import math
import os

import numpy as np
import torch

torch.set_default_dtype(torch.float64)  # NAdam keeps its product of momenta in the default type
torch.set_num_threads(1)
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "optimizers")
RECORDED = (1, 2, 5, 10, 50, 100)


# --- problems: lists of parameters in, value and list of gradients out -----------------------------------------------------------------

def make_quadratic():
    random = np.random.RandomState(4)
    curvature = np.logspace(-2, 2, 20)
    return {"curvature": curvature, "centre": random.uniform(-1, 1, 20)}, [random.uniform(-2, 2, 20)]


def quadratic(data, x):
    residual = x[0] - data["centre"]
    return 0.5 * float(np.sum(data["curvature"] * residual * residual)), [data["curvature"] * residual]


def rosenbrock(data, x):
    a, b = x[0]
    valley = b - a * a
    return 100 * valley * valley + (1 - a) ** 2, [np.array([-400 * a * valley - 2 * (1 - a), 200 * valley])]


def make_logistic():
    random = np.random.RandomState(7)
    inputs = random.normal(size=(40, 8)) * np.linspace(0.5, 2, 8)
    labels = (inputs @ random.normal(size=8) + 2 * random.normal(size=40) > 0).astype(np.float64)
    return {"inputs": inputs, "labels": labels}, [random.normal(size=8) * 0.1, np.array([0.25])]


def logistic(data, x):
    score = data["inputs"] @ x[0] + x[1][0]
    value = float(np.mean(np.maximum(score, 0) - score * data["labels"] + np.log1p(np.exp(-np.abs(score)))))
    error = (1 / (1 + np.exp(-score)) - data["labels"]) / len(score)
    return value, [data["inputs"].T @ error, np.array([error.sum()])]


PROBLEMS = {
    "quadratic": (quadratic, *make_quadratic()),
    "rosenbrock": (rosenbrock, {}, [np.array([-1.2, 1.0])]),
    "logistic": (logistic, *make_logistic()),
}


# --- trajectories ----------------------------------------------------------------------------------------------------------------------

def run_torch(make, problem, decay=0.0):
    function, data, start = PROBLEMS[problem]
    parameters = [torch.tensor(p).requires_grad_() for p in start]
    optimizer = make(parameters)

    def closure():
        value, gradients = function(data, [p.detach().numpy().copy() for p in parameters])
        for p, g in zip(parameters, gradients):
            p.grad = torch.tensor(g)
        return torch.tensor(value)

    points = {}
    for step in range(1, RECORDED[-1] + 1):
        if isinstance(optimizer, torch.optim.LBFGS):
            optimizer.step(closure)
        else:
            closure()
            for p in parameters:
                p.data.mul_(1 - optimizer.param_groups[0]["lr"] * decay)
            optimizer.step()
        if step in RECORDED:
            points[str(step)] = np.concatenate([p.detach().numpy() for p in parameters])
    return points


def run_numpy(rule, problem):
    function, data, start = PROBLEMS[problem]
    parameters = [p.copy() for p in start]
    states = [{} for _ in parameters]
    points = {}
    for step in range(1, RECORDED[-1] + 1):
        _, gradients = function(data, parameters)
        for p, g, state in zip(parameters, gradients, states):
            rule(p, g, state, step)
        if step in RECORDED:
            points[str(step)] = np.concatenate(parameters)
    return points


def decoupled(p, learning_rate, weight_decay):
    p *= 1 - learning_rate * weight_decay


def lion(learning_rate, beta1=0.9, beta2=0.99, weight_decay=0.0, decoupled_decay=True):
    def rule(p, g, state, step):
        if not decoupled_decay:
            g = g + weight_decay * p
        m = state.setdefault("m", np.zeros_like(p))
        direction = np.sign(beta1 * m + (1 - beta1) * g)
        p -= learning_rate * (direction + (weight_decay if decoupled_decay else 0) * p)
        m[:] = beta2 * m + (1 - beta2) * g
    return rule


def nadam(learning_rate, weight_decay=0.0, momentum_decay=0.004, decoupled_decay=False, beta1=0.9, beta2=0.999, epsilon=1e-8, torch_fault=False):
    def rule(p, g, state, step):
        m = state.setdefault("m", np.zeros_like(p))
        v = state.setdefault("v", np.zeros_like(p))
        if decoupled_decay:
            decoupled(p, learning_rate, weight_decay)
        else:
            g = g + weight_decay * p
        mu = beta1 * (1 - 0.5 * 0.96 ** (step * momentum_decay))
        mu_next = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * momentum_decay))
        product = state["product"] = state.get("product", 1.0) * mu
        product_next = product * mu_next * (mu if torch_fault else 1)
        m[:] = beta1 * m + (1 - beta1) * g
        v[:] = beta2 * v + (1 - beta2) * g * g
        denominator = np.sqrt(v / (1 - beta2 ** step)) + epsilon
        p -= learning_rate * (1 - mu) / (1 - product) * g / denominator
        p -= learning_rate * mu_next / (1 - product_next) * m / denominator
    return rule


# --- cases: name, options as Minima spells them, learning rates on the three problems, how to run -------------------------------------------

def by_torch(kind, decay=0.0, **options):
    def run(learning_rate, problem):
        return run_torch(lambda parameters: kind(parameters, lr=learning_rate, **options), problem, decay)
    return run, "torch 1.13" if decay == 0 else "torch 1.13 after decoupled decay"


def by_numpy(make, **options):
    def run(learning_rate, problem):
        return run_numpy(make(learning_rate, **options), problem)
    return run, "numpy"


O = torch.optim
PLAIN = (0.005, 0.0005, 0.5)
HEAVY = (0.001, 0.0001, 0.1)
ADAPTIVE = (0.05, 0.02, 0.05)
WARMED = (0.005, 0.0005, 0.1)
CASES = [
    ("sgd", {}, PLAIN, by_torch(O.SGD)),
    ("sgd", {"weight_decay": 0.1}, PLAIN, by_torch(O.SGD, weight_decay=0.1)),
    ("sgd", {"momentum": 0.9}, HEAVY, by_torch(O.SGD, momentum=0.9)),
    ("sgd", {"momentum": 0.9, "dampening": 0.3}, HEAVY, by_torch(O.SGD, momentum=0.9, dampening=0.3)),
    ("sgd", {"momentum": 0.9, "nesterov": 1}, HEAVY, by_torch(O.SGD, momentum=0.9, nesterov=True)),
    ("sgd", {"momentum": 0.8, "nesterov": 1, "weight_decay": 0.05}, HEAVY, by_torch(O.SGD, momentum=0.8, nesterov=True, weight_decay=0.05)),
    ("sgd", {"momentum": 0.9, "weight_decay": 0.1, "decoupled": 1}, HEAVY, by_torch(O.SGD, momentum=0.9, decay=0.1)),
    ("adam", {}, ADAPTIVE, by_torch(O.Adam)),
    ("adam", {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6}, ADAPTIVE, by_torch(O.Adam, betas=(0.8, 0.99), eps=1e-6)),
    ("adam", {"weight_decay": 0.05}, ADAPTIVE, by_torch(O.Adam, weight_decay=0.05)),
    ("adam", {"amsgrad": 1}, ADAPTIVE, by_torch(O.Adam, amsgrad=True)),
    ("adam", {"weight_decay": 0.05, "decoupled": 1}, ADAPTIVE, by_torch(O.AdamW, weight_decay=0.05)),
    ("amsgrad", {"weight_decay": 0.05}, ADAPTIVE, by_torch(O.Adam, amsgrad=True, weight_decay=0.05)),
    ("amsgrad", {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "decoupled": 1}, ADAPTIVE, by_torch(O.Adam, amsgrad=True, betas=(0.8, 0.99), eps=1e-6)),
    ("amsgrad", {"amsgrad": 0}, ADAPTIVE, by_torch(O.Adam)),
    ("adamw", {}, ADAPTIVE, by_torch(O.AdamW)),
    ("adamw", {"weight_decay": 0.2}, ADAPTIVE, by_torch(O.AdamW, weight_decay=0.2)),
    ("adamw", {"amsgrad": 1}, ADAPTIVE, by_torch(O.AdamW, amsgrad=True)),
    ("adamw", {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "decoupled": 0}, ADAPTIVE, by_torch(O.Adam, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.01)),
    ("nadam", {}, ADAPTIVE, by_numpy(nadam)),
    ("nadam", {"momentum_decay": 0.02, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6}, ADAPTIVE, by_numpy(nadam, momentum_decay=0.02, beta1=0.8, beta2=0.99, epsilon=1e-6)),
    ("nadam", {"weight_decay": 0.05}, ADAPTIVE, by_numpy(nadam, weight_decay=0.05)),
    ("nadam", {"weight_decay": 0.05, "decoupled": 1}, ADAPTIVE, by_numpy(nadam, weight_decay=0.05, decoupled_decay=True)),
    ("radam", {}, WARMED, by_torch(O.RAdam)),
    ("radam", {"beta1": 0.8, "beta2": 0.9, "epsilon": 1e-6}, WARMED, by_torch(O.RAdam, betas=(0.8, 0.9), eps=1e-6)),
    ("radam", {"weight_decay": 0.05}, WARMED, by_torch(O.RAdam, weight_decay=0.05)),
    ("radam", {"weight_decay": 0.05, "decoupled": 1}, WARMED, by_torch(O.RAdam, decay=0.05)),
    ("rmsprop", {}, (0.02, 0.005, 0.02), by_torch(O.RMSprop)),
    ("rmsprop", {"alpha": 0.9, "epsilon": 1e-6}, (0.02, 0.005, 0.005), by_torch(O.RMSprop, alpha=0.9, eps=1e-6)),
    ("rmsprop", {"centered": 1}, (0.02, 0.005, 0.02), by_torch(O.RMSprop, centered=True)),
    ("rmsprop", {"momentum": 0.9}, (0.003, 0.001, 0.005), by_torch(O.RMSprop, momentum=0.9)),
    ("rmsprop", {"momentum": 0.9, "centered": 1, "weight_decay": 0.05}, (0.003, 0.001, 0.005), by_torch(O.RMSprop, momentum=0.9, centered=True, weight_decay=0.05)),
    ("rmsprop", {"weight_decay": 0.2, "decoupled": 1}, (0.02, 0.005, 0.02), by_torch(O.RMSprop, decay=0.2)),
    ("adagrad", {}, (0.3, 0.1, 0.3), by_torch(O.Adagrad)),
    ("adagrad", {"rate_decay": 0.02, "initial_sum": 0.1}, (0.3, 0.1, 0.3), by_torch(O.Adagrad, lr_decay=0.02, initial_accumulator_value=0.1)),
    ("adagrad", {"weight_decay": 0.05, "epsilon": 1e-6}, (0.3, 0.1, 0.3), by_torch(O.Adagrad, weight_decay=0.05, eps=1e-6)),
    ("adagrad", {"weight_decay": 0.2, "decoupled": 1}, (0.3, 0.1, 0.3), by_torch(O.Adagrad, decay=0.2)),
    ("adadelta", {}, (1.0, 1.0, 1.0), by_torch(O.Adadelta)),
    ("adadelta", {"rho": 0.95, "epsilon": 1e-4, "weight_decay": 0.05}, (1.0, 0.5, 1.0), by_torch(O.Adadelta, rho=0.95, eps=1e-4, weight_decay=0.05)),
    ("adadelta", {"weight_decay": 0.02, "decoupled": 1}, (1.0, 1.0, 1.0), by_torch(O.Adadelta, decay=0.02)),
    ("adamax", {}, ADAPTIVE, by_torch(O.Adamax)),
    ("adamax", {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-5, "weight_decay": 0.05}, ADAPTIVE, by_torch(O.Adamax, betas=(0.8, 0.99), eps=1e-5, weight_decay=0.05)),
    ("adamax", {"weight_decay": 0.2, "decoupled": 1}, ADAPTIVE, by_torch(O.Adamax, decay=0.2)),
    ("lion", {}, (0.02, 0.005, 0.02), by_numpy(lion)),
    ("lion", {"beta1": 0.8, "beta2": 0.95, "weight_decay": 0.5}, (0.02, 0.005, 0.02), by_numpy(lion, beta1=0.8, beta2=0.95, weight_decay=0.5)),
    ("lion", {"weight_decay": 0.5, "decoupled": 0}, (0.02, 0.005, 0.02), by_numpy(lion, weight_decay=0.5, decoupled_decay=False)),
    ("lbfgs", {"iterations": 1, "evaluations": 1}, (1.0, 1.0, 1.0), by_torch(O.LBFGS, max_iter=1, max_eval=1, line_search_fn="strong_wolfe")),
    ("lbfgs", {"iterations": 4, "history": 3}, (0.5, 0.5, 0.5), by_torch(O.LBFGS, max_iter=4, history_size=3, line_search_fn="strong_wolfe")),
    ("lbfgs", {"iterations": 2, "line_search": 0, "gradient_tolerance": 0, "change_tolerance": 0}, (0.01, 0.001, 0.5), by_torch(O.LBFGS, max_iter=2, tolerance_grad=0, tolerance_change=0)),
]


def judged(run, rate, problem):
    """The trajectory, and how closely each point can be asked for."""
    points = run(rate, problem)
    spread = dict.fromkeys(points, 0.0)
    function, data, start = PROBLEMS[problem]
    for factor in (1 - 4e-16, 1 + 4e-16, 1 - 8e-16, 1 + 8e-16):
        PROBLEMS[problem] = (function, data, [p * factor for p in start])
        for step, moved in run(rate, problem).items():
            spread[step] = max(spread[step], float(np.max(np.abs(moved - points[step])) / np.max(np.abs(points[step]))))
    PROBLEMS[problem] = (function, data, start)
    assert all(np.all(np.isfinite(p)) for p in points.values())
    kept = [step for step in points if spread[step] <= 1e-10]
    for step in set(points) - set(kept):
        print("chaotic:", problem, step, spread[step])
    return {step: points[step] for step in kept}, {step: max(1e-12, 30 * spread[step]) for step in kept}


def check_nadam():
    for problem, learning_rate in zip(PROBLEMS, ADAPTIVE):
        ours = run_numpy(nadam(learning_rate, weight_decay=0.05, torch_fault=True), problem)
        theirs = run_torch(lambda parameters: O.NAdam(parameters, lr=learning_rate, weight_decay=0.05), problem)
        for step in theirs:
            assert np.allclose(ours[step], theirs[step], rtol=1e-11, atol=1e-13), (problem, step, ours[step] - theirs[step])


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


def write(name, content):
    with open(os.path.join(FOLDER, name + ".json"), "w") as file:
        json.dump(plain(content), file, separators=(",", ":"))
        file.write("\n")


def main():
    check_nadam()
    os.makedirs(FOLDER, exist_ok=True)
    write("problems", {name: {"start": start, **data} for name, (_, data, start) in PROBLEMS.items()})
    runs = {}
    for name, options, rates, (run, source) in CASES:
        for problem, rate in zip(PROBLEMS, rates):
            points, tolerances = judged(run, rate, problem)
            assert len(points) >= 4, (name, options, problem, tolerances)
            runs.setdefault(name, []).append({"options": options, "problem": problem, "learning_rate": rate, "source": source, "points": points, "tolerances": tolerances})
    for name, rows in runs.items():
        write(name, rows)


if __name__ == "__main__":
    main()
