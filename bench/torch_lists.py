"""PyTorch's side of the comparison of ranking losses: value and gradient (forward and backward), milliseconds.

Usage: python3 torch_lists.py THREADS QUANTILE      prints one JSON object {"loss": milliseconds, ...}
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
s = torch.randn(1000, 100).requires_grad_()
y = torch.randint(0, 5, (1000, 100)).float()


def listnet():
    return F.cross_entropy(s, F.softmax(y, 1))


def ranking_softmax():
    return -(y * F.log_softmax(s, 1)).sum(1).mean()


def listmle():
    x = s.gather(1, torch.sort(y, dim=1, descending=True, stable=True)[1])
    return (torch.logcumsumexp(x.flip(1), 1).flip(1) - x).sum(1).mean()


def ranknet():
    lead = s[:, :, None] - s[:, None, :]
    return (F.softplus(-lead) * (y[:, :, None] > y[:, None, :])).sum((1, 2)).mean()


answer = {}
for loss in (listnet, ranking_softmax, listmle, ranknet):

    def step(loss=loss):
        s.grad = None
        loss().backward()

    answer[loss.__name__] = milliseconds(step, quantile)
print(json.dumps(answer))
