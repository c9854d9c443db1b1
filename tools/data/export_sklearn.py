#!/usr/bin/python3
"""Writes data/diabetes.csv, data/breast-cancer.csv and data/digits.csv from the copies that scikit-learn ships.

Run with Debian's python3-sklearn (1.2.1 made the files in this repository):

    /usr/bin/python3 tools/data/export_sklearn.py

Numbers are written in the shortest form that reads back to the same double, lines end in LF.
"""

import pathlib

import sklearn
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits

DATA = pathlib.Path(__file__).resolve().parents[2] / "data"


def shortest(value):
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def write(name, header, rows):
    path = DATA / name
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(header) + "\n")
        for row in rows:
            file.write(",".join(shortest(value) for value in row) + "\n")
    print(f"{path}: {len(rows)} rows, {len(header)} columns (scikit-learn {sklearn.__version__})")


def main():
    DATA.mkdir(exist_ok=True)

    # scaled=False: years, mg/dl and so on, as published; the default is centred and scaled.
    diabetes = load_diabetes(scaled=False)
    write(
        "diabetes.csv",
        list(diabetes.feature_names) + ["progression"],
        [list(x) + [y] for x, y in zip(diabetes.data, diabetes.target)],
    )

    # scikit-learn codes malignant as 0 and benign as 1; a column named `malignant` reads the other way.
    cancer = load_breast_cancer()
    assert list(cancer.target_names) == ["malignant", "benign"]
    write(
        "breast-cancer.csv",
        [str(name).replace(" ", "_") for name in cancer.feature_names] + ["malignant"],
        [list(x) + [1 - y] for x, y in zip(cancer.data, cancer.target)],
    )

    # 8 x 8 cells row by row, the upper left one first.
    digits = load_digits()
    write(
        "digits.csv",
        [str(name) for name in digits.feature_names] + ["digit"],
        [list(x) + [y] for x, y in zip(digits.data, digits.target)],
    )


if __name__ == "__main__":
    main()
