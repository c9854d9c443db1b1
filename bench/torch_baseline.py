"""PyTorch's side of the comparison: value and gradient (forward and backward) of elementwise losses, median milliseconds.

Usage: python3 torch_baseline.py ELEMENTS THREADS [compiled]      prints one JSON object {"loss": milliseconds, ...}
"compiled" passes each loss through torch.compile; without torch.compile (before 2.0) it prints {}.
The caller sets the environment (default D, best B): see SideBySide.cs.
"""
import json
import math
import sys

import torch
import torch.nn.functional as F
from torch_timing import compiled, milliseconds

elements, threads = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(0)
p = (torch.rand(elements) * 8 - 4).requires_grad_()
t = torch.rand(elements)
v = (torch.rand(elements) * 0.9 + 0.1).requires_grad_()


def focal(p, t, v):
    # torchvision.ops.sigmoid_focal_loss, gamma 2, without alpha
    probability = torch.sigmoid(p)
    cross_entropy = F.binary_cross_entropy_with_logits(p, t, reduction="none")
    p_t = probability * t + (1 - probability) * (1 - t)
    return (cross_entropy * (1 - p_t) ** 2).mean()


def log_cosh(p, t, v):
    r = torch.abs(p - t)
    return (r + torch.log1p(torch.exp(-2 * r)) - math.log(2)).mean()


def pinball(p, t, v):
    e = t - p
    return torch.maximum(0.9 * e, -0.1 * e).mean()


def student_t(p, t, v):
    constant = -math.lgamma(2.0) + math.lgamma(1.5) + 0.5 * math.log(3 * math.pi)
    return (constant + torch.log(v) + 2.0 * torch.log1p(((p - t) / v) ** 2 / 3)).mean()


LOSSES = {
    "mse": (lambda p, t, v: F.mse_loss(p, t), (p,)),
    "mae": (lambda p, t, v: F.l1_loss(p, t), (p,)),
    "huber": (lambda p, t, v: F.huber_loss(p, t), (p,)),
    "pinball": (pinball, (p,)),
    "bce_with_logits": (lambda p, t, v: F.binary_cross_entropy_with_logits(p, t), (p,)),
    "sigmoid_focal": (focal, (p,)),
    "log_cosh": (log_cosh, (p,)),
    "student_t_nll": (student_t, (p, v)),
    "gaussian_nll": (lambda p, t, v: F.gaussian_nll_loss(p, t, v), (p, v)),
}
compiler = compiled(sys.argv[3:])
answer = {}
for name, (written, inputs) in LOSSES.items():
    def step(loss=compiler(written), inputs=inputs):
        for x in inputs:
            x.grad = None
        loss(p, t, v).backward()

    answer[name] = milliseconds(step, 0.5, budget=0.6 if elements > 1_000_000 else 0.3)
print(json.dumps(answer))
