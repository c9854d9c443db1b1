"""PyTorch's side of the comparison of steps in which losses act together: a critic of WGAN-GP, and PCGrad on a shared trunk, in milliseconds.

Usage: python3 torch_concert.py THREADS QUANTILE      prints one JSON object {"step": milliseconds, ...}
"openblas" is 1 where matrix products run on OpenBLAS. The caller sets the environment (default D, best B): see SideBySide.cs.
"""
import json
import sys

import torch
from torch import nn
from torch_timing import milliseconds, runs_on_openblas

torch.set_num_threads(int(sys.argv[1]))
quantile = float(sys.argv[2])
torch.manual_seed(0)


def wgan_gp():
    critic = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 1))
    generator = nn.Sequential(nn.Linear(16, 256), nn.ReLU(), nn.Linear(256, 64))
    optimizer = torch.optim.Adam(critic.parameters(), lr=1e-4, betas=(0.5, 0.9))
    real = torch.randn(256, 64)

    def step():
        with torch.no_grad():
            fake = generator(torch.randn(256, 16))
        optimizer.zero_grad(set_to_none=True)
        loss = critic(fake).mean() - critic(real).mean()
        share = torch.rand(256, 1)
        between = (fake + share * (real - fake)).requires_grad_()
        (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
        loss = loss + 10 * ((slope.norm(dim=1) - 1) ** 2).mean()
        loss.backward()
        optimizer.step()

    return step


def pcgrad():
    trunk = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU())
    heads = nn.ModuleList([nn.Linear(256, 10), nn.Linear(256, 10)])
    parameters = list(trunk.parameters()) + list(heads.parameters())
    shared = list(trunk.parameters())
    optimizer = torch.optim.Adam(parameters, lr=1e-3)
    x = torch.randn(256, 64)
    labels = [torch.randint(0, 10, (256,)), torch.randint(0, 10, (256,))]
    loss = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        hidden = trunk(x)
        rows = []
        for head, label in zip(heads, labels):
            own = list(head.parameters())
            gradients = torch.autograd.grad(loss(head(hidden), label), shared + own, retain_graph=True)
            rows.append(torch.cat([gradient.flatten() for gradient in gradients[: len(shared)]]))
            for parameter, gradient in zip(own, gradients[len(shared) :]):
                parameter.grad = gradient
        turned = [row.clone() for row in rows]
        for i in range(2):
            along = torch.dot(turned[i], rows[1 - i])
            if along < 0:
                turned[i] -= along / torch.dot(rows[1 - i], rows[1 - i]) * rows[1 - i]
        direction, at = turned[0] + turned[1], 0
        for parameter in shared:
            parameter.grad = direction[at : at + parameter.numel()].view_as(parameter)
            at += parameter.numel()
        optimizer.step()

    return step


answer = {"openblas": 1 if runs_on_openblas() else 0}
for name, make in {"WGAN-GP critic, 64-256-256-1, batch 256": wgan_gp, "PCGrad, two tasks on 64-256-256, batch 256": pcgrad}.items():
    answer[name] = milliseconds(make(), quantile, warm=0.5)
print(json.dumps(answer))
