"""Numbers that RandomState must give, from another hand: xoshiro256** and SplitMix64 after their authors' C code, normal quantiles by scipy.

    python3 make_randomness.py        writes randomness/random_state.json beside this file
"""
import hashlib
import json
import pathlib

from scipy.special import ndtri

MASK = (1 << 64) - 1


def split_mix(seed):
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotate(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def xoshiro(s):
    s = list(s)
    while True:
        yield (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)


def seeded(seed):
    words = split_mix(seed)
    return xoshiro([next(words) for _ in range(4)])


def take(generator, count):
    return [next(generator) for _ in range(count)]


def bounded(generator, bound):
    """Lemire's method, with the rejection written as its meaning: the leftover of 2^32 / bound is drawn again."""
    while True:
        product = (next(generator) >> 32) * bound
        if product % 2**32 >= 2**32 % bound:
            return product >> 32


def shuffled(generator, values):
    for i in range(len(values) - 1, 0, -1):
        other = bounded(generator, i + 1)
        values[i], values[other] = values[other], values[i]
    return values


def fork(key, name):
    return int.from_bytes(hashlib.sha256(key.to_bytes(8, "little") + name.encode()).digest()[:8], "little")


def eight(seed, count):
    """The words of eight generators side by side, in the order in which they fill memory."""
    words = split_mix(seed)
    states = [[next(words) for _ in range(8)] for _ in range(4)]
    generators = [xoshiro([states[part][lane] for part in range(4)]) for lane in range(8)]
    return [next(generators[i % 8]) for i in range(count)]


def probability(word):
    return ((word >> 12) + 0.5) * 2.0**-52


fill = eight(next(seeded(11)), 24)
result = {
    "xoshiro_1_2_3_4": [str(x) for x in take(xoshiro([1, 2, 3, 4]), 10)],
    "split_mix_1477776061723855037": [str(x) for x in take(split_mix(1477776061723855037), 5)],
    "seed_42": [str(x) for x in take(seeded(42), 6)],
    "doubles_7": [(x >> 11) * 2.0**-53 for x in take(seeded(7), 8)],
    "ints_7": {str(b): [bounded(g, b) for g in [seeded(7)] for _ in range(12)] for b in [1, 2, 3, 10, 1000, 3 << 29, 2**31 - 1]},
    "normals_7": [float(ndtri(probability(x))) for x in take(seeded(7), 64)],
    "shuffle_7": shuffled(seeded(7), list(range(20))),
    "fork_7_dropout": str(fork(7, "dropout")),
    "fork_7_洗牌": str(fork(7, "洗牌")),
    "fork_7_a_b": str(fork(fork(7, "a"), "b")),
    "quantiles": [[p, float(ndtri(p))] for p in [2.0**-53, 1e-12, 1e-6, 0.001, 0.0749999, 0.0750001, 0.25, 0.4, 0.5, 0.6, 0.9, 0.925001, 0.99, 1 - 1e-9]],
    "fill_11_single": [half * 2.0**-24 for word in fill for half in [(word & 0xFFFFFFFF) >> 8, word >> 40]],
    "fill_11_double": [(word >> 12) * 2.0**-52 for word in fill],
    "fill_11_normal": [float(ndtri(probability(word))) for word in fill],
}
path = pathlib.Path(__file__).parent / "randomness" / "random_state.json"
path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
