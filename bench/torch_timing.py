"""What the scripts of PyTorch's side share: how a step is timed, which losses are compiled, and which BLAS runs."""
import json
import sys
import time

import torch


def milliseconds(step, quantile, warm=0.0, budget=1.0, most=2000):
    """A quantile over the times of many steps, after at least two steps and `warm` seconds of warming up."""
    start, done = time.perf_counter(), 0
    while done < 2 or time.perf_counter() - start < warm:
        step()
        done += 1
    times, start = [], time.perf_counter()
    while len(times) < 5 or time.perf_counter() - start < budget:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
        if len(times) >= most:
            break
    times.sort()
    return times[int(quantile * (len(times) - 1))] * 1e3


def compiled(words):
    """What a loss is passed through: torch.compile if the words are "compiled", else nothing. Without torch.compile (before 2.0) the script ends with no figures."""
    if words != ["compiled"]:
        return lambda loss: loss
    if not hasattr(torch, "compile"):
        print(json.dumps({}))
        sys.exit()
    return lambda loss: torch.compile(loss, dynamic=False)


def runs_on_openblas():
    """Whether matrix products run on OpenBLAS; on the reference BLAS they are 30 times slower than PyTorch's best."""
    torch.ones(64, 64) @ torch.ones(64, 64)
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return "openblas" in maps.read()
