"""PyTorch's side of the comparison of losses of whole batches: value and gradient (forward and backward), milliseconds.

Usage: python3 torch_batches.py THREADS QUANTILE [PART OF A NAME]      prints one JSON object {"loss": milliseconds, ...}
"openblas" is 1 where matrix products run on OpenBLAS. The caller sets the environment (default D, best B): see SideBySide.cs.
"""
import json
import math
import sys

import torch
import torch.nn.functional as F
from torch_timing import milliseconds, runs_on_openblas

torch.set_num_threads(int(sys.argv[1]))
quantile = float(sys.argv[2])
only = sys.argv[3] if len(sys.argv) > 3 else ""
torch.manual_seed(0)


def ctc():
    x = torch.randn(50, 16, 100, requires_grad=True)
    y = torch.randint(1, 100, (16, 20))
    times, lengths = torch.full((16,), 50), torch.full((16,), 20)
    return lambda: F.ctc_loss(x.log_softmax(2), y, times, lengths), [x]


def batch_hard_triplet():
    x = torch.randn(1024, 128, requires_grad=True)
    y = torch.arange(1024) // 4
    same = y[:, None] == y[None, :]
    positive, negative = same & ~torch.eye(1024, dtype=torch.bool), ~same

    def loss():
        d = torch.cdist(x, x)
        farthest = d.masked_fill(~positive, -math.inf).max(1).values
        nearest = d.masked_fill(~negative, math.inf).min(1).values
        return F.relu(farthest - nearest + 0.2).mean()

    return loss, [x]


def pairs(of):
    first, second = torch.randn(4096, 128, requires_grad=True), torch.randn(4096, 128, requires_grad=True)
    scale = torch.tensor(2.6592, requires_grad=True)
    diagonal, verdict = torch.arange(4096), 2 * torch.eye(4096) - 1
    return lambda: of(F.normalize(first), F.normalize(second), scale, diagonal, verdict), [first, second, scale]


def info_nce(first, second, _scale, diagonal, _verdict):
    return F.cross_entropy(first @ second.t() / 0.07, diagonal)


def clip(first, second, scale, diagonal, _verdict):
    logits = first @ second.t() * scale.exp().clamp(max=100)
    return (F.cross_entropy(logits, diagonal) + F.cross_entropy(logits.t(), diagonal)) / 2


def siglip(first, second, scale, _diagonal, verdict):
    logits = first @ second.t() * scale.exp() - 10
    return -F.logsigmoid(verdict * logits).sum(-1).mean()


def sinkhorn():
    # As geomloss does it: rounds without a graph, then the gradient of the optimum through the cost alone.
    x, y = torch.randn(500, 2, requires_grad=True), torch.randn(500, 2)
    blur, log_mass = 0.05, -math.log(500)

    def loss():
        cost = ((x[:, None] - y[None]) ** 2).sum(-1) / 2
        with torch.no_grad():
            f, g, scaled = torch.zeros(500), torch.zeros(500), cost / blur
            for _ in range(100):
                f = -blur * torch.logsumexp(log_mass + (g / blur)[None, :] - scaled, 1)
                g = -blur * torch.logsumexp(log_mass + (f / blur)[:, None] - scaled, 0)
            plan = torch.exp(2 * log_mass + (f / blur)[:, None] + (g / blur)[None, :] - scaled)
        return (plan * cost).sum()

    return loss, [x]


cases = {
    "ctc, 50 x 16 x 100, 20 labels": ctc,
    "batch_hard_triplet, 1024 x 128": batch_hard_triplet,
    "info_nce, 4096 x 128": lambda: pairs(info_nce),
    "clip, 4096 x 128": lambda: pairs(clip),
    "siglip, 4096 x 128": lambda: pairs(siglip),
    "sinkhorn, 500 x 500, 100 rounds": sinkhorn,
}
answer = {"openblas": 1 if runs_on_openblas() else 0}
for name, make in cases.items():
    if only in name:
        of, parameters = make()

        def step(of=of, parameters=parameters):
            for parameter in parameters:
                parameter.grad = None
            of().backward()

        answer[name] = milliseconds(step, quantile)
print(json.dumps(answer))
