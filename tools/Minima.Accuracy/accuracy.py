"""The table of functions in docs/numerics.md: worst error in ulps of the result, against 45 digits.

Run from the repository root with mpmath and numpy (Debian: apt-get install python3-mpmath python3-numpy):

    dotnet run -c Release --project tools/Minima.Accuracy | /usr/bin/python3 tools/Minima.Accuracy/accuracy.py
"""

import math
import sys

import numpy as np
from mpmath import mp, mpf

mp.dps = 45
SMALLEST_NORMAL = {"float": 2.0 ** -126, "double": 2.0 ** -1022}
EXACT = {
    "exp": mp.exp,
    "log": mp.log,
    "log1p": mp.log1p,
    "expm1": mp.expm1,
    "log1mexp": lambda x: mp.log(-mp.expm1(x)) if x > -1 else mp.log1p(-mp.exp(x)),
    "exp_ratio": lambda x: mp.expm1(x) / x,
    "exp_remainder": lambda x: mp.expm1(x) - x,
    "log_remainder": lambda x: x - mp.log1p(x),
    "log1p_square": lambda x: mp.log1p(x * x),
    "softplus": lambda x: mp.log1p(mp.exp(x)) if x < 0 else x + mp.log1p(mp.exp(-x)),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "tanh": mp.tanh,
    "log_cosh": lambda x: abs(x) + mp.log1p(mp.expm1(-2 * abs(x)) / 2),
    "sqrt": mp.sqrt,
    "sin": mp.sin,
    "cos": mp.cos,
    "atan": mp.atan,
    "pow_1.5": lambda x: mp.power(x, mpf(1.5)),
}


def main():
    worst = {}
    points = {}
    for line in sys.stdin:
        precision, name, x, y = line.split()
        exact = EXACT[name](mpf(float(x)))
        rounded = abs(float(exact))
        if rounded < SMALLEST_NORMAL[precision]:
            continue
        ulp = math.ulp(rounded) if precision == "double" else float(np.spacing(np.float32(rounded)))
        key = name, precision
        points[key] = points.get(key, 0) + 1
        worst[key] = max(worst.get(key, 0.0), float(abs(mpf(float(y)) - exact) / mpf(ulp)))
    print("| function | float | double |\n|---|---|---|")
    for name in EXACT:
        print(f"| {name} | {worst[name, 'float']:.2f} | {worst[name, 'double']:.2f} |")
    print(f"fewest points of a function: {min(points.values())}", file=sys.stderr)


if __name__ == "__main__":
    main()
