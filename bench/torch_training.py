"""PyTorch's side of the comparison of training kernels, milliseconds.

Usage: python3 torch_training.py THREADS QUANTILE [PART OF A NAME]     prints one JSON object {"kernel": milliseconds, ...}
"openblas" is 1 where matrix products run on OpenBLAS, 0 where they do not: then they are not PyTorch's best. The caller sets the environment.
"""
import json
import sys

import torch
import torch.nn.functional as F
from torch_timing import milliseconds, runs_on_openblas

torch.set_num_threads(int(sys.argv[1]))
quantile = float(sys.argv[2])
only = sys.argv[3] if len(sys.argv) > 3 else ""
torch.manual_seed(0)


def product(m, n, k, ways):
    a = torch.rand(k, m).t() if ways[0] == "T" else torch.rand(m, k)
    b = torch.rand(n, k).t() if ways[1] == "T" else torch.rand(k, n)
    c = torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c)


def convolution(batch, inputs, outputs, size, kernel, stride, padding, backward):
    x = torch.rand(batch, inputs, size, size)
    w = torch.rand(outputs, inputs, kernel, kernel)
    b = torch.rand(outputs)
    if not backward:
        def forward():
            with torch.no_grad():
                F.conv2d(x, w, b, stride=stride, padding=padding)

        return forward

    for t in (x, w):
        t.requires_grad_()
    g = torch.rand_like(F.conv2d(x, w, b, stride=stride, padding=padding))

    def both():
        x.grad = w.grad = None
        F.conv2d(x, w, b, stride=stride, padding=padding).backward(g)

    return both


def average_pooling(planes, size):
    x = torch.rand(1, planes, size, size, requires_grad=True)
    g = torch.rand(1, planes, size // 2, size // 2)

    def both():
        x.grad = None
        F.avg_pool2d(x, 2).backward(g)

    return both


CASES = {}
for m, n, k, ways in [
    (64, 64, 64, "NN"), (100, 100, 100, "NN"), (256, 256, 256, "NN"), (512, 512, 512, "NN"), (1024, 1024, 1024, "NN"), (1024, 1024, 1024, "NT"),
    (128, 256, 784, "NN"), (128, 256, 784, "NT"), (784, 256, 128, "TN"), (128, 10, 128, "NN"), (1, 1024, 1024, "NT"), (8, 512, 512, "NN"),
]:
    CASES[f"product {m}x{n}x{k} {ways}"] = lambda a=(m, n, k, ways): product(*a)
for batch, inputs, outputs, size, kernel, stride, padding in [(64, 32, 32, 28, 3, 1, 1), (64, 1, 32, 28, 3, 1, 1), (64, 64, 64, 14, 3, 1, 1), (64, 32, 64, 28, 3, 2, 1)]:
    for backward in (False, True):
        name = f"convolution {batch}x{inputs}x{size}x{size} to {outputs}, {kernel}x{kernel}/{stride}{' and gradients' if backward else ''}"
        CASES[name] = lambda a=(batch, inputs, outputs, size, kernel, stride, padding, backward): convolution(*a)
CASES["average pooling 2048x28x28, 2x2 and gradient"] = lambda: average_pooling(2048, 28)
answer = {name: milliseconds(make(), quantile, warm=0.2, budget=0.5, most=20000) for name, make in CASES.items() if only in name}
answer["openblas"] = 1.0 if runs_on_openblas() else 0.0
print(json.dumps(answer))
