"""PyTorch's side of the comparison of rows: value and gradient (forward and backward), milliseconds.

Usage: python3 torch_rows.py THREADS QUANTILE [compiled]      prints one JSON object {"loss ROWSxCLASSES": milliseconds, ...}
"compiled" passes each loss through torch.compile; without torch.compile (before 2.0) it prints {}.
The caller sets the environment (default D, best B): see SideBySide.cs.
"""
import json
import sys

import torch
import torch.nn.functional as F
from torch_timing import compiled, milliseconds

torch.set_num_threads(int(sys.argv[1]))
quantile = float(sys.argv[2])
torch.manual_seed(0)


def cross_entropy(x, y, t):
    return F.cross_entropy(x, y)


def smoothed(x, y, t):
    return F.cross_entropy(x, y, label_smoothing=0.1)


def focal(x, y, t):
    log_p = F.log_softmax(x, 1).gather(1, y[:, None])[:, 0]
    return -((1 - log_p.exp()) ** 2 * log_p).mean()


def divergence(x, y, t):
    return F.kl_div(x, t, reduction="batchmean")


CASES = [
    (cross_entropy, 65536, 10), (cross_entropy, 16384, 100), (cross_entropy, 8192, 1000), (cross_entropy, 2048, 32000), (cross_entropy, 512, 128256),
    (focal, 65536, 10), (focal, 8192, 1000), (smoothed, 8192, 1000), (divergence, 8192, 1000),
]
compiler = compiled(sys.argv[3:])
answer = {}
for loss, rows, classes in CASES:
    x = torch.rand(rows, classes) * 8 - 4
    t = F.softmax(torch.rand(rows, classes) * 8 - 4, 1) if loss is divergence else None
    x = (F.log_softmax(x, 1) if loss is divergence else x).requires_grad_()
    y = torch.randint(0, classes, (rows,))

    def step(loss=compiler(loss), x=x, y=y, t=t):
        x.grad = None
        loss(x, y, t).backward()

    answer[f"{loss.__name__} {rows}x{classes}"] = milliseconds(step, quantile)
    del x, y, t
print(json.dumps(answer))
