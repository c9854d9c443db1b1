#!/usr/bin/python3
"""Writes a made table of 1 000 000 rows and 20 columns, for measurements; it is not kept in the repository.

    /usr/bin/python3 tools/data/make_large.py large.csv

y = 3 x1 - 2 x2 + x3 + 0.5 x4 + region + noise, and one row in fifty has a noise that is 20 times wider. x1 to x16 are normal,
one in a hundred of x7 is missing; region and plan are texts; day is a date. Only Python's own random numbers, with seed 1, are
used, so that every machine writes the same bytes.
"""

import datetime
import random
import sys

ROWS = 1_000_000
REGIONS = {"north": 0.0, "east": 1.0, "south": 2.0, "west": -1.0}
PLANS = ["basic", "plus", "pro"]
FIRST = datetime.date(2020, 1, 1)


def main(path, rows=ROWS):
    draw = random.Random(1)
    regions = list(REGIONS)
    days = [(FIRST + datetime.timedelta(days=d)).isoformat() for d in range(1500)]
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(",".join([f"x{i}" for i in range(1, 17)] + ["region", "plan", "day", "y"]) + "\n")
        for row in range(rows):
            x = [draw.gauss(0, 1) for _ in range(16)]
            region = regions[int(draw.random() * 4)]
            noise = draw.gauss(0, 1) * (20 if row % 50 == 49 else 1)
            y = 3 * x[0] - 2 * x[1] + x[2] + 0.5 * x[3] + REGIONS[region] + noise
            cells = [f"{value:.5f}" for value in x]
            if draw.random() < 0.01:
                cells[6] = ""
            cells += [region, PLANS[int(draw.random() * 3)], days[int(draw.random() * 1500)], f"{y:.5f}"]
            out.write(",".join(cells) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
