"""PyTorch's side of the comparison of Cox losses: value and gradient (forward and backward), sorting included, milliseconds.

Usage: python3 torch_survival.py THREADS QUANTILE      prints one JSON object {"loss": milliseconds, ...}
The caller sets the environment (default D, best B): see SideBySide.cs.
"""
import json
import sys

import torch
from torch_timing import milliseconds

torch.set_num_threads(int(sys.argv[1]))
quantile = float(sys.argv[2])
torch.manual_seed(0)
ROWS = 100_000
h = (4 * torch.rand(ROWS) - 2).requires_grad_()
time = (torch.randperm(ROWS) + 1).float()
event = torch.randint(0, 2, (ROWS,)).float()


def cox_breslow():
    # As pycox and torchsurv have it where no two times are equal: the latest first, then running log-sum-exps.
    order = time.sort(descending=True)[1]
    risk, happened = h[order], event[order]
    return -((risk - risk.logcumsumexp(0)) * happened).sum() / happened.sum()


def step():
    h.grad = None
    cox_breslow().backward()


print(json.dumps({"cox_breslow": milliseconds(step, quantile)}))
