"""Layers by PyTorch in double: output, and the gradients of sum(output * seed) with respect to input and parameters.

    python3 make_layers.py        writes layers/layers.json beside this file

Linear maps are stored as Minima has them, [inputs, outputs]: the transposes of PyTorch's.
"""
import json
import pathlib

import torch
from torch import nn

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
CASES = []


def pack(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().reshape(-1).tolist()}


def case(name, description, module, x, names, training=True, buffers=(), call=None):
    """names: ours -> (PyTorch's parameter, whether it is transposed)."""
    module.train(training)
    for p in module.parameters():
        with torch.no_grad():
            p.copy_(torch.randn_like(p) * 0.5)
    real = x.dtype == torch.float64
    if real:
        x = x.clone().requires_grad_()
    before = {ours: pack(dict(module.named_buffers())[theirs]) for ours, theirs in buffers}
    y = call(module, x) if call else module(x)
    seed = torch.randn_like(y)
    (y * seed).sum().backward()
    parameters = dict(module.named_parameters())

    def ours(value, transposed):
        return pack(value.t() if transposed else value)

    CASES.append({
        "name": name, "layer": in_double(description), "training": training, "input": pack(x), "output": pack(y), "seed": pack(seed),
        "parameters": {k: ours(parameters[p], t) for k, (p, t) in names.items()},
        "gradients": {k: ours(parameters[p].grad, t) for k, (p, t) in names.items()},
        "input_gradient": pack(x.grad) if real else None,
        "buffers_before": before, "buffers_after": {o: pack(dict(module.named_buffers())[t]) for o, t in buffers},
    })


def in_double(description):
    """What has parameters says that they are double."""
    if description["kind"] not in ("activation", "flatten", "dropout", "sequential", "residual") and "pool" not in description["kind"]:
        description["type"] = "double"
    for inner in description.get("layers", []):
        in_double(inner)
    return description


def same(*names):
    return {n: (n, False) for n in names}


def linear(ours, theirs):
    return {f"{ours}weight": (f"{theirs}weight", True), f"{ours}bias": (f"{theirs}bias", False)}


case("linear", {"kind": "linear", "inputs": 5, "outputs": 3}, nn.Linear(5, 3), torch.randn(4, 5), linear("", ""))
case("linear of three axes", {"kind": "linear", "inputs": 5, "outputs": 3}, nn.Linear(5, 3), torch.randn(2, 3, 5), linear("", ""))

for kernel, stride, padding, shape in (((3, 3), (1, 1), (1, 1), (2, 3, 5, 6)), ((3, 3), (2, 2), (0, 0), (2, 2, 7, 6)), ((1, 1), (1, 1), (0, 0), (2, 3, 4, 3)), ((2, 3), (1, 2), (1, 0), (1, 2, 5, 7)), ((5, 5), (1, 1), (2, 2), (1, 1, 6, 5))):
    layer = {"kind": "conv2d", "inputs": shape[1], "outputs": 4, "kernel": list(kernel), "stride": list(stride), "padding": list(padding)}
    case(f"conv2d {kernel} {stride} {padding}", layer, nn.Conv2d(shape[1], 4, kernel, stride, padding), torch.randn(shape), same("weight", "bias"))
case("conv2d without bias", {"kind": "conv2d", "inputs": 3, "outputs": 2, "kernel": [3, 3], "stride": [1, 1], "padding": [0, 0], "bias": False}, nn.Conv2d(3, 2, 3, bias=False), torch.randn(2, 3, 5, 5), same("weight"))


for kernel, stride, padding in ((3, 1, 1), (4, 2, 0), (1, 1, 0)):
    case(f"conv1d {kernel} {stride} {padding}", {"kind": "conv1d", "inputs": 3, "outputs": 4, "kernel": kernel, "stride": stride, "padding": padding},
         nn.Conv1d(3, 4, kernel, stride, padding), torch.randn(2, 3, 9), same("weight", "bias"))

case("max_pool2d", {"kind": "max_pool2d", "window": [2, 2], "stride": [2, 2], "padding": [0, 0]}, nn.MaxPool2d(2), torch.randn(2, 3, 6, 5), {})
case("max_pool2d, overlapping", {"kind": "max_pool2d", "window": [3, 2], "stride": [1, 2], "padding": [1, 0]}, nn.MaxPool2d((3, 2), (1, 2), (1, 0)), torch.randn(2, 2, 5, 6), {})
case("average_pool2d", {"kind": "average_pool2d", "window": [2, 3], "stride": [2, 3], "padding": [0, 0]}, nn.AvgPool2d((2, 3)), torch.randn(2, 3, 6, 7), {})
case("average_pool2d, overlapping", {"kind": "average_pool2d", "window": [3, 3], "stride": [2, 1], "padding": [0, 0]}, nn.AvgPool2d(3, (2, 1)), torch.randn(2, 2, 7, 5), {})
case("max_pool1d", {"kind": "max_pool1d", "window": 3, "stride": 2, "padding": 1}, nn.MaxPool1d(3, 2, 1), torch.randn(2, 3, 9), {})
case("average_pool1d", {"kind": "average_pool1d", "window": 2, "stride": 2, "padding": 0}, nn.AvgPool1d(2), torch.randn(2, 3, 8), {})

STATISTICS = (("running_mean", "running_mean"), ("running_variance", "running_var"))
for make, shape in ((nn.BatchNorm1d, (6, 4)), (nn.BatchNorm1d, (3, 4, 5)), (nn.BatchNorm2d, (2, 3, 4, 5))):
    for training in (True, False):
        module = make(shape[1])
        module.running_mean.copy_(torch.randn(shape[1]))
        module.running_var.copy_(torch.rand(shape[1]) + 0.5)
        case(f"batch_norm {shape} {'training' if training else 'prediction'}", {"kind": "batch_norm", "channels": shape[1], "momentum": 0.1, "epsilon": 1e-5}, module, torch.randn(shape) * 2 + 1, same("weight", "bias"), training, STATISTICS)

case("layer_norm", {"kind": "layer_norm", "width": 7, "epsilon": 1e-5}, nn.LayerNorm(7), torch.randn(3, 7) * 2 + 1, same("weight", "bias"))
case("layer_norm of three axes", {"kind": "layer_norm", "width": 18, "epsilon": 1e-3}, nn.LayerNorm(18, eps=1e-3), torch.randn(2, 3, 18) - 4, same("weight", "bias"))

case("embedding", {"kind": "embedding", "count": 5, "width": 3}, nn.Embedding(5, 3), torch.tensor([[1, 4, 1], [0, 1, 4]]), same("weight"))

for shape, size in (((3, 5, 4), 6), ((2, 1, 3), 2), ((1, 7, 2), 17)):
    case(f"gru {shape} {size}", {"kind": "gru", "inputs": shape[2], "size": size}, nn.GRU(shape[2], size, batch_first=True), torch.randn(shape),
         {"input_weight": ("weight_ih_l0", True), "state_weight": ("weight_hh_l0", True), "input_bias": ("bias_ih_l0", False), "state_bias": ("bias_hh_l0", False)}, call=lambda m, x: m(x)[0])

ATTENTION = {"qkv.weight": ("in_proj_weight", True), "qkv.bias": ("in_proj_bias", False), "out.weight": ("out_proj.weight", True), "out.bias": ("out_proj.bias", False)}


def attend(causal):
    def call(module, x):
        mask = torch.triu(torch.full((x.shape[1], x.shape[1]), float("-inf")), 1) if causal else None
        return module(x, x, x, need_weights=False, attn_mask=mask)[0]
    return call


for causal in (False, True):
    case(f"attention{', causal' if causal else ''}", {"kind": "attention", "width": 6, "heads": 2, "causal": causal}, nn.MultiheadAttention(6, 2, batch_first=True), torch.randn(2, 5, 6), ATTENTION, call=attend(causal))


def block_names():
    names = {f"attention.{k}": (f"self_attn.{p}", t) for k, (p, t) in ATTENTION.items()}
    for ours, theirs in (("attention_norm", "norm1"), ("hidden_norm", "norm2")):
        names |= {f"{ours}.weight": (f"{theirs}.weight", False), f"{ours}.bias": (f"{theirs}.bias", False)}
    return names | linear("hidden.", "linear1.") | linear("out.", "linear2.")


for causal in (False, True):
    def run(module, x, causal=causal):
        return module(x, torch.triu(torch.full((x.shape[1], x.shape[1]), float("-inf")), 1) if causal else None)
    case(f"transformer_block{', causal' if causal else ''}", {"kind": "transformer_block", "width": 6, "heads": 3, "hidden": 10, "causal": causal, "activation": {"kind": "activation", "name": "gelu"}, "dropout": 0},
         nn.TransformerEncoderLayer(6, 3, 10, 0, nn.functional.gelu, batch_first=True, norm_first=True), torch.randn(2, 4, 6), block_names(), call=run)


case("sequential", {"kind": "sequential", "layers": [
    {"kind": "conv2d", "inputs": 1, "outputs": 2, "kernel": [3, 3], "stride": [1, 1], "padding": [1, 1]}, {"kind": "activation", "name": "relu"},
    {"kind": "max_pool2d", "window": [2, 2], "stride": [2, 2], "padding": [0, 0]}, {"kind": "flatten"}, {"kind": "linear", "inputs": 8, "outputs": 3}, {"kind": "dropout", "rate": 0.5}]},
     nn.Sequential(nn.Conv2d(1, 2, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3), nn.Dropout(0.5)), torch.randn(3, 1, 4, 5),
     same("0.weight", "0.bias") | linear("4.", "4."), training=False)

path = pathlib.Path(__file__).parent / "layers"
path.mkdir(exist_ok=True)
(path / "layers.json").write_text("[\n" + ",\n".join(json.dumps(one) for one in CASES) + "\n]\n")
