"""Write tests/reference/special_functions.jsonl: special functions to 17 digits.

Run from the repository root with mpmath (Debian: apt-get install python3-mpmath):

    /usr/bin/python3 tools/reference/special_functions.py

Each line is {"function": name, "x": double, "value": double}; x is the exact double that was
evaluated, value the nearest double to the exact answer. Values JSON cannot write are the strings
"NaN", "Infinity" and "-Infinity". The output depends on nothing but this file.
"""

import json
import math
import random

from mpmath import mp, mpf

mp.dps = 60
INFINITY = mpf("inf")
NAN = mpf("nan")
OUTPUT = "tests/reference/special_functions.jsonl"


def is_pole(x):
    return x <= 0 and x == mp.floor(x)


def log_gamma(x):
    if is_pole(x):
        return INFINITY
    return mp.loggamma(x) if x > 0 else mp.log(mp.pi / abs(x * mp.sinpi(x))) - mp.loggamma(-x)


def polygamma(order, x):
    """psi, psi', psi'' for x > 0: mpmath crawls at 1e300, where Euler and Maclaurin suffice."""
    if x < 1000:
        return mp.psi(order, x)
    total = mp.log(x) if order == 0 else (-1) ** (order - 1) * mp.factorial(order - 1) / x**order
    sign = (-1) ** (order + 1)
    total += sign * mp.factorial(order) / (2 * x ** (order + 1))
    for k in range(1, 20):
        total += sign * mp.bernoulli(2 * k) * mp.rf(2 * k, order) / (2 * k) / x ** (2 * k + order)
    return total


def digamma(x):
    if is_pole(x):
        return NAN
    return polygamma(0, x) if x > 0 else polygamma(0, 1 - x) - mp.pi * mp.cospi(x) / mp.sinpi(x)


def trigamma(x):
    if is_pole(x):
        return INFINITY
    return polygamma(1, x) if x > 0 else (mp.pi / mp.sinpi(x)) ** 2 - polygamma(1, 1 - x)


def tetragamma(x):
    if is_pole(x):
        return NAN
    return polygamma(2, x) if x > 0 else polygamma(2, 1 - x) - 2 * mp.pi**3 * mp.cospi(x) / mp.sinpi(x) ** 3


def stirling(order):
    """Binet's function of the inverse argument, or a derivative: the series where it is small, differences else."""

    def remainder(y):
        return mp.loggamma(1 / y) + (1 / y - mpf(1) / 2) * mp.log(y) + 1 / y - mp.log(2 * mp.pi) / 2

    def slope(y):
        return -(mp.psi(0, 1 / y) + mp.log(y) + y / 2) / y**2

    def curvature(y):
        return (mp.psi(1, 1 / y) / y - 1 - y / 2) / y**3 - 2 * slope(y) / y

    def evaluate(y):
        if y < 0:
            return NAN
        if y > 0.01:
            with mp.workdps(2000 if y > 1e20 else 120):
                return (remainder, slope, curvature)[order](y)
        total = mpf(0)
        for k in range(1, 40):
            factor = (1, 2 * k - 1, (2 * k - 1) * (2 * k - 2))[order]
            power = 2 * k - 1 - order
            if factor:
                total += factor * mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)) * y**power
        return total

    return evaluate


def normal_excess(u):
    """phi(u)/Q(u) - u for u >= 0: direct where the digits suffice, else Laplace's fraction."""
    if u < 50:
        with mp.workdps(90):
            return mp.exp(-u * u / 2) / mp.sqrt(2 * mp.pi) / (mp.erfc(u / mp.sqrt(2)) / 2) - u
    tail = u
    for k in range(60, 1, -1):
        tail = u + k / tail
    return 1 / tail


def log_ndtr(x):
    if x > 1000:  # far below the least double
        return mpf(0)
    if x >= 0:
        return mp.log1p(-mp.erfc(x / mp.sqrt(2)) / 2)
    return -x * x / 2 - mp.log(2 * mp.pi) / 2 - mp.log(normal_excess(-x) - x)


def log_ndtr_slope(x):
    if x < 0:
        return normal_excess(-x) - x
    if x > 1000:
        return mpf(0)
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi) / (1 - mp.erfc(x / mp.sqrt(2)) / 2)


def log_ndtr_curvature(x):
    if x < 0:
        return -log_ndtr_slope(x) * normal_excess(-x)
    return -log_ndtr_slope(x) * (log_ndtr_slope(x) + x)


def bessel_ie(order):
    def scaled(x):
        a = abs(x)
        sign = -1 if order == 1 and x < 0 else 1
        if a < 2000:
            return sign * mp.besseli(order, a) * mp.exp(-a)
        # Hankel's expansion: mpmath will not form exp(1e300).
        term = total = mpf(1)
        for k in range(1, 40):
            term *= -(4 * order**2 - (2 * k - 1) ** 2) / (8 * k * a)
            total += term
        return sign * total / mp.sqrt(2 * mp.pi * a)

    return scaled


def lambert_w(x):
    if float(x) == -math.exp(-1):  # the double just below the branch point stands for it
        return mpf(-1)
    return NAN if x < -mp.exp(-1) else mp.lambertw(x).real


def guarded(f, domain):
    return lambda x: f(x) if domain(x) else NAN


def log_or_pole(x):
    return -INFINITY if x == 0 else mp.log(x)


def wide(f):
    """Evaluate with enough digits that 1 + 1e-320 is not 1."""

    def evaluate(x):
        with mp.workdps(700):
            return f(x)

    return evaluate


TINY = [5e-324, 1e-310, 1e-300, 1e-160, 1e-100, 1e-50, 1e-20, 1e-16, 2.0**-53, 1e-12, 1e-8, 1e-5, 1e-3]
LARGE = [1e2, 1e3, 1e4, 1e5, 1e7, 1e8, 1e10, 1e15, 1e16, 1e22, 1e50, 1e100, 1e150, 1e200, 1e300]


def signed(values):
    return [-v for v in values] + list(values)


def around(center, *steps):
    return [v for s in steps for v in (center - s, center + s)] + [center]


def spread(low, high, count, seed):
    generator = random.Random(seed)
    return [low + (high - low) * generator.random() for _ in range(count)]


def cases():
    gamma = (
        TINY + [-v for v in TINY] + LARGE + [0.1, 0.25, 0.5, 0.75, 1.5, 2.5, 3.0, 5.5, 9.99, 10.0, 10.01, 14.99, 15.0]
        + around(1.0, 2.0**-52, 1e-10, 1e-6, 1e-3, 0.1, 0.3) + around(2.0, 2.0**-51, 1e-10, 1e-6, 1e-3, 0.1, 0.4)
        + spread(0, 3, 25, 1) + spread(3, 20, 15, 2) + spread(20, 500, 8, 3)
        + spread(-1, 0, 10, 4) + spread(-12, -1, 16, 5) + spread(-170, -12, 6, 6)
        + [-0.5, -1.5, -100.5, -1000.25, -1e6 - 0.5, -(2.0**51) - 0.5, 0.0, -1.0, -2.0, -1e20]
    )
    yield "log_gamma", log_gamma, gamma + [1e305, 1.7e308]
    yield "digamma", digamma, gamma + around(1.4616321449683623, 2.0**-51, 1e-10, 1e-6, 1e-3, 0.02)
    yield "trigamma", trigamma, gamma
    yield "tetragamma", tetragamma, gamma
    inverses = TINY + [0.0, -1.0, -1e-10] + [0.01, 0.05, 0.0999, 0.1, 0.1001, 0.2, 0.5, 0.999, 1.0, 1.001, 2.0, 10.0] + [v for v in LARGE if v <= 1e150]
    inverses += spread(0, 0.1, 15, 25) + spread(0.1, 1, 25, 26) + spread(1, 30, 15, 27)
    yield "stirling_remainder", stirling(0), inverses + [1e300]
    yield "stirling_remainder_slope", stirling(1), inverses
    yield "stirling_remainder_curvature", stirling(2), inverses
    normal = (
        [0.0] + signed(TINY) + spread(-1, 1, 20, 7) + spread(-12, -1, 20, 8) + spread(1, 12, 20, 9)
        + spread(-100, -12, 10, 10) + spread(12, 38, 12, 11) + [37.5, 38.0, 38.4, 39.0, 100.0, 1e300]
        + [-v for v in LARGE if v <= 1e150] + [0.5, 1.0, 2.0, 5.0, 8.0, 8.3, -0.5, -1.0, -3.0, -5.0, -8.0, -38.0]
    )
    yield "log_ndtr", log_ndtr, normal + [-1e154, -1e200]
    yield "log_ndtr_slope", log_ndtr_slope, normal + [-1e200, -1e300, -1.7e308]
    yield "log_ndtr_curvature", log_ndtr_curvature, normal + [-1e200, -1e300, -1.7e308]
    bessel = [0.0] + signed(TINY) + signed([0.1, 0.5, 1.0, 2.0, 4.0, 7.99, 8.0, 8.01, 16.0, 700.0])
    bessel += spread(0, 8, 30, 12) + spread(8, 60, 20, 13) + spread(-50, 0, 10, 14) + LARGE + [-1e5, -1e300]
    yield "bessel_i0e", bessel_ie(0), bessel
    yield "bessel_i1e", bessel_ie(1), bessel
    edge = -math.exp(-1)
    branch = [edge, math.nextafter(edge, -1), math.nextafter(edge, 0), -1.0]
    branch += [edge + d for d in (1e-15, 1e-13, 1e-11, 1e-9, 1e-7, 1e-5, 1e-4, 1e-3, 0.01, 0.05)]
    branch += [-0.3, -0.25, -0.2500001, -0.2, -0.1, 0.1, 0.5, 1.0, math.e, 3.0, 10.0]
    yield "lambert_w", lambert_w, (
        branch + [0.0] + signed(TINY) + LARGE + [1.7e308] + spread(-0.3678, 0, 25, 15) + spread(0, 3, 20, 16)
        + spread(3, 50, 10, 17)
    )

    # Elementary functions.
    middle = spread(-2, 2, 14, 18) + spread(-40, 40, 10, 19)
    both = [0.0] + signed(TINY) + signed([0.25, 0.5, 1.0, 2.0, 10.0, 20.0, 36.0, 37.0, 50.0, 100.0, 700.0]) + middle
    positive = TINY + [0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 10.0] + around(1.0, 2.0**-53, 2.0**-52, 1e-8, 1e-3)
    positive += spread(0, 4, 14, 20) + spread(4, 1000, 6, 21) + LARGE + [1.7e308, 2.2250738585072014e-308]
    cliff = [-745.0, -745.2, -744.0, -720.0, -709.0, 709.0, 709.7, 709.79, 800.0, -800.0]
    above = [v for v in both if v > -1]
    yield "log1p", wide(guarded(lambda x: -INFINITY if x == -1 else mp.log(1 + x), lambda x: x >= -1)), (
        above + [-1.0, -1.5, -0.5, -0.9, -0.999, -1 + 2.0**-53, -0.75, -0.25] + LARGE
    )
    yield "expm1", wide(lambda x: mp.exp(x) - 1), both + cliff
    yield "exp", mp.exp, both + cliff
    yield "log", guarded(log_or_pole, lambda x: x >= 0), positive + [0.0, -1.0, -5e-324]
    yield "sqrt", guarded(mp.sqrt, lambda x: x >= 0), positive + [0.0, -1.0]
    yield "tanh", mp.tanh, both + [-18.0, 18.0, 19.0, 22.0, 0.55, 0.625]
    yield "sigmoid", lambda x: 1 / (1 + mp.exp(-x)), both + cliff
    yield "softplus", wide(lambda x: mp.log(1 + mp.exp(x))), both + cliff + [1e300]
    yield "log_cosh", wide(lambda x: mp.log(mp.cosh(x))), both + cliff
    yield "log1mexp", wide(lambda x: -INFINITY if x == 0 else mp.log(1 - mp.exp(-x))), (
        [v for v in both if v >= 0] + spread(0, 1, 15, 22) + spread(1, 40, 15, 23) + around(math.log(2), 2.0**-50, 1e-6)
        + [709.0, 740.0, 745.0, 746.0, 1000.0]
    )
    yield "atan", mp.atan, both + signed([1e3, 1e8, 1e16, 1e100, 1e300])
    angles = both + spread(-1000, 1000, 12, 24) + [math.pi * k / 2 for k in (-3, -2, -1, 1, 2, 3, 4, 7)]
    angles += [1e5, -1e5, 1e8, 1e15, 1e22, 1e300]
    yield "sin", mp.sin, angles
    yield "cos", mp.cos, angles


def number(value):
    """The nearest double, by way of decimal digits so that subnormals round once."""
    double = float(mp.nstr(value, 40, strip_zeros=False)) if mp.isfinite(value) else float(value)
    if math.isnan(double):
        return "NaN"
    return double if math.isfinite(double) else ("Infinity" if double > 0 else "-Infinity")


def main():
    with open(OUTPUT, "w", encoding="utf-8", newline="\n") as output:
        for name, function, points in cases():
            for x in sorted(set(points)):
                line = {"function": name, "x": x, "value": number(function(mpf(x)))}
                output.write(json.dumps(line, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
