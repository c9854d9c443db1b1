"""PyTorch's side of the comparison of training steps, milliseconds.

Usage: python3 torch_steps.py THREADS QUANTILE FOREACH [PART OF A NAME]     prints one JSON object {"step": milliseconds, ...}
FOREACH is 1 for optimizers that work on all tensors at once (PyTorch's best), 0 for the default. The caller sets the environment.
"""
import json
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch_timing import milliseconds, runs_on_openblas

torch.set_num_threads(int(sys.argv[1]))
quantile = float(sys.argv[2])
if not runs_on_openblas():
    sys.exit("PyTorch runs on the reference BLAS here, 30 times slower than its best: install OpenBLAS (Debian: libopenblas0-openmp) and run again.")
foreach = {"foreach": True} if sys.argv[3] == "1" else {}
only = sys.argv[4] if len(sys.argv) > 4 else ""
torch.manual_seed(0)


def network():
    model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    # A rate so small that the loss stays away from 0: numbers too small to be normal would be slow on either side.
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-6, **foreach)
    x, y = torch.randn(128, 784), torch.randint(0, 10, (128,))

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x), y).backward()
        optimizer.step()

    return step


def adam():
    p = torch.randn(10_000_000, requires_grad=True)
    p.grad = torch.randn(10_000_000)
    optimizer = torch.optim.Adam([p], lr=1e-3, **foreach)
    return optimizer.step


def adam_parts():
    parameters = [torch.randn(100_000, requires_grad=True) for _ in range(100)]
    for p in parameters:
        p.grad = torch.randn(100_000)
    return torch.optim.Adam(parameters, lr=1e-3, **foreach).step


def attention():
    layer = nn.MultiheadAttention(256, 8, batch_first=True)
    x = torch.randn(8, 128, 256, requires_grad=True)
    g = torch.randn(8, 128, 256)

    def step():
        x.grad = None
        for p in layer.parameters():
            p.grad = None
        layer(x, x, x, need_weights=False)[0].backward(g)

    return step


def gru():
    layer = nn.GRU(64, 128, batch_first=True)
    x = torch.randn(32, 100, 64, requires_grad=True)
    g = torch.randn(32, 100, 128)

    def step():
        x.grad = None
        for p in layer.parameters():
            p.grad = None
        layer(x)[0].backward(g)

    return step


def layer_norm():
    layer = nn.LayerNorm(256)
    x = torch.randn(8192, 256, requires_grad=True)
    g = torch.randn(8192, 256)

    def step():
        x.grad = None
        for p in layer.parameters():
            p.grad = None
        layer(x).backward(g)

    return step


def convolution():
    layer = nn.Conv2d(32, 32, 3, padding=1)
    x = torch.randn(64, 32, 28, 28, requires_grad=True)
    g = torch.randn(64, 32, 28, 28)

    def step():
        x.grad = None
        for p in layer.parameters():
            p.grad = None
        layer(x).backward(g)

    return step


STEPS = {
    "mlp 784-256-128-10, batch 128, Adam": network,
    "Adam, 10 M parameters": adam,
    "Adam, 100 x 100 K parameters": adam_parts,
    "convolution 3x3, 64x32x28x28": convolution,
    "layer normalisation, 8192x256": layer_norm,
    "attention block, 8x128x256": attention,
    "GRU, 32x100x64 to 128": gru,
}
print(json.dumps({name: milliseconds(make(), quantile, warm=0.3, budget=1.5, most=5000) for name, make in STEPS.items() if only in name}))
