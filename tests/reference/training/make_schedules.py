"""Reference learning rates: PyTorch 1.13's schedulers with a base rate of 1, and its ReduceLROnPlateau on a metric.

    python3 make_schedules.py             writes optimizers/schedules.json beside this file
"""
import json
import os
import warnings

import torch
from torch.optim import lr_scheduler as S

warnings.simplefilter("ignore")
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "optimizers")


def sgd(momentum=0.0):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0, momentum=momentum)


def rates(make, steps, momentum=None):
    optimizer = sgd(momentum or 0.0)
    scheduler = make(optimizer)
    factors, momenta = [], []
    for _ in range(steps):
        factors.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        scheduler.step()
    return {"factors": factors, "momenta": momenta} if momentum else {"factors": factors}


def plateau(metric, **options):
    optimizer = sgd()
    scheduler = S.ReduceLROnPlateau(optimizer, eps=0, **options)
    factors = []
    for value in metric:
        scheduler.step(value)
        factors.append(optimizer.param_groups[0]["lr"])
    return factors


FALLING = [5, 4, 3, 3.1, 2.99999, 3.2, 3, 2.5, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.4, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5]
RISING = [0.5, 0.6, 0.6, 0.6, 0.65, 0.64, 0.65, 0.65, 0.66, 0.66, 0.7, 0.7, 0.7, 0.7]


def main():
    cases = [
        ["constant", {"factor": 0.25, "steps": 4}, rates(lambda o: S.ConstantLR(o, factor=0.25, total_iters=4), 8)],
        ["step", {"every": 3, "gamma": 0.5}, rates(lambda o: S.StepLR(o, 3, gamma=0.5), 12)],
        ["exponential_decay", {"gamma": 0.9}, rates(lambda o: S.ExponentialLR(o, gamma=0.9), 20)],
        ["cosine", {"steps": 20, "least": 0.05}, rates(lambda o: S.CosineAnnealingLR(o, 20, eta_min=0.05), 21)],
        ["cosine_restarts", {"first": 7}, rates(lambda o: S.CosineAnnealingWarmRestarts(o, 7), 30)],
        ["cosine_restarts", {"first": 4, "longer": 2, "least": 0.01}, rates(lambda o: S.CosineAnnealingWarmRestarts(o, 4, T_mult=2, eta_min=0.01), 40)],
        ["warm_up", {"steps": 5, "start": 0.1}, rates(lambda o: S.LinearLR(o, start_factor=0.1, total_iters=5), 10)],
        ["warm_up", {"steps": 6, "start": 0.5, "end": 0.2}, rates(lambda o: S.LinearLR(o, start_factor=0.5, end_factor=0.2, total_iters=6), 10)],
        ["one_cycle", {"steps": 30}, rates(lambda o: S.OneCycleLR(o, 1.0, total_steps=30), 30, momentum=0.9)],
        ["one_cycle", {"steps": 25, "rising": 0.4, "start_divisor": 10, "end_divisor": 100, "linear": 1},
         rates(lambda o: S.OneCycleLR(o, 1.0, total_steps=25, pct_start=0.4, div_factor=10, final_div_factor=100, anneal_strategy="linear"), 25, momentum=0.9)],
        ["one_cycle", {"steps": 40, "three_phases": 1}, rates(lambda o: S.OneCycleLR(o, 1.0, total_steps=40, three_phase=True), 40, momentum=0.9)],
        ["polynomial", {"steps": 10, "power": 2}, rates(lambda o: S.PolynomialLR(o, total_iters=10, power=2), 13)],
    ]
    composed = {
        "multi_step": rates(lambda o: S.MultiStepLR(o, [3, 5, 5, 9], gamma=0.5), 12)["factors"],
        "sequence": rates(lambda o: S.SequentialLR(o, [S.ConstantLR(o, factor=0.1, total_iters=2), S.ExponentialLR(o, gamma=0.9)], [4]), 15)["factors"],
        "chain": rates(lambda o: S.ChainedScheduler([S.ConstantLR(o, factor=0.1, total_iters=3), S.ExponentialLR(o, gamma=0.9)]), 15)["factors"],
    }
    plateaus = [
        [{"patience": 2}, FALLING, plateau(FALLING, patience=2)],
        [{"patience": 1, "gamma": 0.5, "rest": 2, "least": 0.2}, FALLING, plateau(FALLING, patience=1, factor=0.5, cooldown=2, min_lr=0.2)],
        [{"patience": 1, "gamma": 0.5, "threshold": 0.03, "absolute": 1}, FALLING, plateau(FALLING, patience=1, factor=0.5, threshold=0.03, threshold_mode="abs")],
        [{"patience": 1, "gamma": 0.5, "maximise": 1, "threshold": 0.05}, RISING, plateau(RISING, patience=1, factor=0.5, mode="max", threshold=0.05)],
        [{"patience": 0, "gamma": 0.5, "maximise": 1, "threshold": 0.02, "absolute": 1}, RISING, plateau(RISING, patience=0, factor=0.5, mode="max", threshold=0.02, threshold_mode="abs")],
    ]
    content = {
        "schedules": [{"name": name, "options": options, **values} for name, options, values in cases],
        "composed": composed,
        "plateaus": [{"options": options, "metric": metric, "factors": factors} for options, metric, factors in plateaus],
    }
    with open(os.path.join(FOLDER, "schedules.json"), "w") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
