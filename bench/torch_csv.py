"""PyTorch's side of an epoch of CSV, seconds: read, standardise, and walk over shuffled batches.

Usage: python3 torch_csv.py FILE BATCH      prints {"open": seconds, "epoch": seconds, "loader": seconds}
open: numpy.loadtxt and standardising. epoch: batches by indexing whole tensors with a random permutation (the fastest way). loader: torch's DataLoader
over a TensorDataset (the usual way).
"""
import json
import sys
import time

import numpy
import torch
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(2)
torch.manual_seed(1)
begin = time.perf_counter()
table = numpy.loadtxt(sys.argv[1], delimiter=",", skiprows=1, dtype=numpy.float32)
x, y = torch.from_numpy(table[:, :-1].copy()), torch.from_numpy(table[:, -1].copy())
x = (x - x.mean(0)) / x.std(0)
opened = time.perf_counter() - begin
size = int(sys.argv[2])


def walk(batches):
    begin, seen = time.perf_counter(), 0
    for a, b in batches:
        seen += len(b)
    assert seen == len(y)
    return time.perf_counter() - begin


def indexed():
    order = torch.randperm(len(y))
    for start in range(0, len(y), size):
        rows = order[start:start + size]
        yield x[rows], y[rows]


epochs = sorted(walk(indexed()) for _ in range(8))
print(json.dumps({"open": opened, "epoch": epochs[0], "loader": walk(DataLoader(TensorDataset(x, y), batch_size=size, shuffle=True))}))
