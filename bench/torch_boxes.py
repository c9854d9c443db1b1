"""PyTorch's side of the comparison of boxes: value and gradient (forward and backward), milliseconds, in the operations of torchvision.

Usage: python3 torch_boxes.py BOXES THREADS QUANTILE      prints one JSON object {"loss": milliseconds, ...}
The caller sets the environment (default D, best B): see SideBySide.cs.
"""
import json
import math
import sys

import torch
from torch_timing import milliseconds

boxes, threads, quantile = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)
EPSILON = 1e-7


def corners():
    start = torch.rand(boxes, 2) * 16
    return torch.cat([start, start + 8 + torch.rand(boxes, 2) * 24], 1)


def parts(p, t):
    """As torchvision.ops._utils: the intersection is written where boxes overlap."""
    x1, y1, x2, y2 = p.unbind(-1)
    u1, v1, u2, v2 = t.unbind(-1)
    left, top = torch.max(x1, u1), torch.max(y1, v1)
    right, bottom = torch.min(x2, u2), torch.min(y2, v2)
    shared = torch.zeros_like(x1)
    mask = (bottom > top) & (right > left)
    shared[mask] = (right[mask] - left[mask]) * (bottom[mask] - top[mask])
    union = (x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - shared
    return shared, union


def enclosing(p, t):
    x1, y1, x2, y2 = p.unbind(-1)
    u1, v1, u2, v2 = t.unbind(-1)
    return torch.max(x2, u2) - torch.min(x1, u1), torch.max(y2, v2) - torch.min(y1, v1)


def distance(p, t):
    x1, y1, x2, y2 = p.unbind(-1)
    u1, v1, u2, v2 = t.unbind(-1)
    return ((x1 + x2 - u1 - u2) / 2) ** 2 + ((y1 + y2 - v1 - v2) / 2) ** 2


def iou(p, t):
    shared, union = parts(p, t)
    return 1 - shared / (union + EPSILON)


def giou(p, t):
    shared, union = parts(p, t)
    width, height = enclosing(p, t)
    area = width * height
    return 1 - shared / (union + EPSILON) + (area - union) / (area + EPSILON)


def diou(p, t):
    width, height = enclosing(p, t)
    return iou(p, t) + distance(p, t) / (width**2 + height**2 + EPSILON)


def ciou(p, t):
    x1, y1, x2, y2 = p.unbind(-1)
    u1, v1, u2, v2 = t.unbind(-1)
    loss = diou(p, t)
    v = 4 / math.pi**2 * (torch.atan((u2 - u1) / (v2 - v1)) - torch.atan((x2 - x1) / (y2 - y1))) ** 2
    with torch.no_grad():
        alpha = v / (iou(p, t) + v + EPSILON)
    return loss + alpha * v


answer = {}
target = corners()
for loss in (iou, giou, diou, ciou):
    prediction = corners().requires_grad_()

    def step(loss=loss, prediction=prediction):
        prediction.grad = None
        loss(prediction, target).mean().backward()

    answer[loss.__name__] = milliseconds(step, quantile)
print(json.dumps(answer))
