"""Files in the safetensors format by another hand: struct and json only, after the format's description.

    python3 make_checkpoints.py       writes checkpoints/*.safetensors and checkpoints/expected.json beside this file
"""
import json
import pathlib
import struct

import numpy
import torch

folder = pathlib.Path(__file__).parent / "checkpoints"
SIZES = {"F64": 8, "I64": 8, "F32": 4, "I32": 4, "F16": 2, "BF16": 2, "U8": 1, "BOOL": 1}


def write(name, tensors, metadata=None, order=None, compact=True, pad=True):
    """tensors: name -> (dtype, shape, bytes), in the order of the data; order: the order of the header."""
    header, data = {}, b""
    for key, (dtype, shape, elements) in tensors.items():
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(elements)]}
        data += elements
    if order:
        header = {key: header[key] for key in order}
    if metadata:
        header = {"__metadata__": metadata, **header}
    text = json.dumps(header, ensure_ascii=False, **({"separators": (",", ":")} if compact else {"indent": 1})).encode()
    if pad:
        text += b" " * (-len(text) % 8)
    (folder / name).write_bytes(struct.pack("<Q", len(text)) + text + data)
    check(name, tensors)


def check(name, tensors):
    """Reads the file back by the description alone."""
    content = (folder / name).read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8:8 + length])
    assert content[8:9] == b"{"
    end = 0
    for key, entry in sorted((pair for pair in header.items() if pair[0] != "__metadata__"), key=lambda pair: pair[1]["data_offsets"]):
        begin, stop = entry["data_offsets"]
        assert begin == end and stop - begin == SIZES[entry["dtype"]] * int(numpy.prod(entry["shape"], dtype=int))
        assert content[8 + length + begin:8 + length + stop] == tensors[key][2]
        end = stop
    assert end == len(content) - 8 - length


def entry(dtype, array):
    return dtype, list(array.shape), array.tobytes()


generator = numpy.random.Generator(numpy.random.PCG64(5))
double = generator.standard_normal((3, 2))
single = generator.standard_normal((2, 3, 4)).astype("<f4")
single[0, 0] = [numpy.inf, -numpy.inf, -0.0, 1e-45]
labels = numpy.array([-(2**31), -1, 0, 7, 2**31 - 1], "<i4")
scalar = numpy.array(0.5, "<f4")
empty = numpy.zeros((0, 4), "<f4")

# As the format's implementation lays files out: the widest elements first, then by name.
write(
    "layout.safetensors",
    {
        "optimizer.m": entry("F64", double),
        "empty": entry("F32", empty),
        "layer.0.weight": entry("F32", single),
        "scale": entry("F32", scalar),
        "标签": entry("I32", labels),
    },
    {"format": "minima", "note": "a \"quoted\" text\n"},
)

half = generator.standard_normal(40).astype("<f2")
half[:6] = [65504, 6e-8, numpy.inf, -numpy.inf, numpy.nan, -0.0]
brain = torch.from_numpy(generator.standard_normal(40).astype("<f4")).to(torch.bfloat16)
wide = numpy.array([-(2**31), 2**31 - 1, 0, 5], "<i8")
write(
    "types.safetensors",
    {
        "small": entry("U8", numpy.array([1, 2, 3], "u1")),
        "flags": ("BOOL", [2], b"\x00\x01"),
        "half": entry("F16", half),
        "brain": ("BF16", [40], brain.view(torch.int16).numpy().tobytes()),
        "wide": entry("I64", wide),
        "too_wide": entry("I64", numpy.array([2**31], "<i8")),
    },
    order=["too_wide", "flags", "half", "wide", "small", "brain"],
    compact=False,
    pad=False,
)


def numbers(array):
    return [x if numpy.isfinite(x) else str(x).replace("inf", "Infinity").replace("nan", "NaN") for x in numpy.asarray(array).ravel().tolist()]


expected = {
    "layout": {"optimizer.m": numbers(double), "empty": [], "layer.0.weight": numbers(single), "scale": numbers(scalar), "标签": numbers(labels)},
    "types": {"half": numbers(half.astype("<f8")), "brain": numbers(brain.double().numpy()), "wide": numbers(wide)},
}
(folder / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
