"""Writes data/*.json: what scikit-learn makes of tables. Needs numpy and scikit-learn."""

import json
from pathlib import Path

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

folder = Path(__file__).parent / "data"
folder.mkdir(exist_ok=True)
random = np.random.default_rng(20)


def write(name, value):
    (folder / name).write_text(json.dumps(value, indent=1) + "\n")


entries = []
for rows, columns in [(5, 1), (40, 3), (200, 2)]:
    table = random.normal(size=(rows, columns)) * 10.0 ** random.integers(-3, 4, size=columns) + random.normal(size=columns) * 100
    entries.append({
        "columns": columns,
        "rows": table.ravel().tolist(),
        "standardized": StandardScaler().fit_transform(table).ravel().tolist(),
    })
write("standardizer.json", entries)

rows = 61
number = np.round(random.normal(size=rows) * 3, 3)
gaps = np.round(random.exponential(size=rows) * 100, 2)
gaps[random.random(rows) < 0.2] = np.nan
colour = random.choice(["red", "green", "blue", "amber"], size=rows)
target = np.round(random.normal(size=rows), 3)
lines = ["number,gaps,colour,y"]
for i in range(rows):
    lines.append(f"{number[i]},{'' if np.isnan(gaps[i]) else gaps[i]},{colour[i]},{target[i]}")

filled = SimpleImputer(strategy="median", add_indicator=True).fit_transform(gaps[:, None])
one_hot = OneHotEncoder().fit(colour[:, None])
features = np.hstack([number[:, None], filled, one_hot.transform(colour[:, None]).toarray()])
assert min(np.unique(colour, return_counts=True)[1]) >= 5
write("table.json", {
    "csv": "\n".join(lines) + "\n",
    "names": ["number", "gaps", "gaps=(missing)"] + [f"colour={level}" for level in one_hot.categories_[0]],
    "features": StandardScaler().fit_transform(features).ravel().tolist(),
})
