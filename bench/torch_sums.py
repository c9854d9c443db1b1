"""PyTorch's side of the comparison of losses of sums: value and gradient (forward and backward), milliseconds.

Usage: python3 torch_sums.py THREADS QUANTILE      prints one JSON object {"loss": milliseconds, ...}
The caller sets the environment (default D, best B): see SideBySide.cs.
"""
import json
import sys

import torch
import torch.nn.functional as F
from torch_timing import milliseconds

torch.set_num_threads(int(sys.argv[1]))
quantile = float(sys.argv[2])
torch.manual_seed(0)
p = torch.rand(64, 1, 256, 256).requires_grad_()
t = torch.rand(64, 1, 256, 256).round()
SPACE = (2, 3)


def dice():
    # MONAI's DiceLoss on probabilities.
    shared = (p * t).sum(SPACE)
    return (1 - (2 * shared + 1e-5) / (p.sum(SPACE) + t.sum(SPACE) + 1e-5)).mean()


def jaccard():
    shared = (p * t).sum(SPACE)
    return (1 - (shared + 1e-5) / (p.sum(SPACE) + t.sum(SPACE) - shared + 1e-5)).mean()


def tversky():
    shared = (p * t).sum(SPACE)
    return 1 - ((shared + 1e-5) / (shared + 0.5 * (p * (1 - t)).sum(SPACE) + 0.5 * ((1 - p) * t).sum(SPACE) + 1e-5)).mean()


def focal_tversky():
    shared = (p * t).sum(SPACE)
    index = (shared + 1e-5) / (shared + 0.3 * (p * (1 - t)).sum(SPACE) + 0.7 * ((1 - p) * t).sum(SPACE) + 1e-5)
    return ((1 - index) ** 0.75).mean()


def combo():
    return dice() + F.binary_cross_entropy(p, t)


def mcc():
    tp, tn = (p * t).sum() + 1e-5, ((1 - p) * (1 - t)).sum() + 1e-5
    fp, fn = (p * (1 - t)).sum() + 1e-5, ((1 - p) * t).sum() + 1e-5
    return 1 - (tp * tn - fp * fn) / (torch.sqrt((tp + fp) * (tp + fn)) * torch.sqrt((tn + fp) * (tn + fn)))


def rmse():
    return torch.sqrt(F.mse_loss(p, t))


def ncc():
    x, y = p - p.mean(), t - t.mean()
    return -(x * y).sum() / torch.sqrt((x * x).sum() * (y * y).sum())


answer = {}
for loss in (dice, jaccard, tversky, focal_tversky, combo, mcc, rmse, ncc):

    def step(loss=loss):
        p.grad = None
        loss().backward()

    answer[loss.__name__] = milliseconds(step, quantile)
print(json.dumps(answer))
