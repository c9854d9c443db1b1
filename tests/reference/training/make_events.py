"""An event file by another hand, after TFRecord, event.proto and summary.proto: struct and a table for CRC-32C only.

    python3 make_events.py            writes events/events.bin and events/checksums.json beside this file

Where the package tensorboard is installed, it must read the file to the same events: python3 make_events.py --check
"""
import json
import pathlib
import struct
import sys

folder = pathlib.Path(__file__).parent / "events"
TABLE = []
for n in range(256):
    for _ in range(8):
        n = (n >> 1) ^ (0x82F63B78 if n & 1 else 0)
    TABLE.append(n)


def crc(data):
    c = 0xFFFFFFFF
    for byte in data:
        c = TABLE[(c ^ byte) & 255] ^ (c >> 8)
    return c ^ 0xFFFFFFFF


def masked(data):
    c = crc(data)
    return ((c >> 15 | c << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def varint(n):
    n &= (1 << 64) - 1
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def number(field, n):
    return varint(field << 3) + varint(n)


def double(field, x):
    return varint(field << 3 | 1) + struct.pack("<d", x)


def single(field, x):
    return varint(field << 3 | 5) + struct.pack("<f", x)


def data(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def event(time, step, rest):
    return record(double(1, time) + (number(2, step) if step else b"") + rest)


def scalar(tag, x):
    return data(1, data(1, tag.encode()) + single(2, x))


def histogram(tag, values):
    low, high = min(values), max(values)
    limits = [low + (high - low) * (i + 1) / 64 for i in range(64)]
    counts = [0.0] * 64
    for x in values:
        counts[min(int((x - low) / (high - low) * 64), 63)] += 1
    fields = [low, high, len(values), sum(values), sum(x * x for x in values)]
    proto = b"".join(double(i + 1, float(x)) for i, x in enumerate(fields))
    proto += data(6, struct.pack("<64d", *limits)) + data(7, struct.pack("<64d", *counts))
    return data(1, data(1, tag.encode()) + data(5, proto))


# Times are those of a clock that starts here and moves by a quarter of a second at every look; the first look names the file.
times = (1700000000.25 + 0.25 * i for i in range(100))
file = event(next(times), 41, data(3, b"brain.Event:2"))
file += event(next(times), 41, data(7, number(1, 1)))
file += event(next(times), 0, data(5, scalar("loss/train", 0.1)))
file += event(next(times), 300, data(5, scalar("loss/train", float("nan")) + scalar("准确率", 1e300 * 1e300)))
file += event(next(times), -1, data(5, scalar("x", -0.0)))
file += event(next(times), 2**40, data(5, histogram("weights", [-2.0, -1.5, 0.0, 0.25, 0.25, 6.0])))

if "--check" in sys.argv:
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
    print(*EventFileLoader(str(folder / "events.bin")).Load())
else:
    (folder / "events.bin").write_bytes(file)
    texts = ["", "a", "123456789", "\0" * 32, "The quick brown fox jumps over the lazy dog"]
    (folder / "checksums.json").write_text(json.dumps([[text, crc(text.encode()), masked(text.encode())] for text in texts], indent=1) + "\n")
