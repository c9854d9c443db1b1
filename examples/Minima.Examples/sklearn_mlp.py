"""Tune and score scikit-learn's multilayer perceptrons on the splits, the architecture and the grid of `mlp` (Mlp/MlpTuning.cs).

    python3 examples/Minima.Examples/sklearn_mlp.py > examples/Minima.Examples/sklearn_mlp.json    takes some minutes
    python3 examples/Minima.Examples/sklearn_mlp.py diabetes 1                                     one table and one seed
    python3 examples/Minima.Examples/sklearn_mlp.py --splits                                       only the rows of each split

Each seed decides which quarter of the rows is for testing (of each class alike), the three folds of the others, the initial weights
and the order of batches. Learning rate, penalty and number of epochs are those of the best mean score over the folds.
"""

import csv
import json
import os
import sys
import warnings

SEEDS = list(range(1, 11))
RATES = [0.001, 0.003, 0.01]
PENALTIES = [1e-5, 1e-3, 1e-1]
EPOCHS = [10, 30, 100, 200]
HIDDEN = 100
BATCH = 32
FOLDS = 3
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data")
TARGETS = {"digits": "digit", "breast-cancer": "malignant", "diabetes": "progression"}


def mixed(number):
    """SplitMix64's output function: a random number for each number."""
    mask = (1 << 64) - 1
    number = (number + 0x9E3779B97F4A7C15) & mask
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & mask
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & mask
    return number ^ number >> 31


def ranks(rows, groups, key):
    """The place of each row among those of its group, in the random order of a key."""
    places, result = {}, {}
    for row in sorted(rows, key=lambda row: mixed((key << 32) + row)):
        result[row] = places.get(groups[row], 0)
        places[groups[row]] = result[row] + 1
    return result


def split(groups, seed):
    """The training rows with the fold of each, and the test rows."""
    rank = ranks(range(len(groups)), groups, seed)
    size = {group: groups.count(group) for group in set(groups)}
    test = [row for row in range(len(groups)) if rank[row] < size[groups[row]] // 4]
    training = [row for row in range(len(groups)) if rank[row] >= size[groups[row]] // 4]
    folds = ranks(training, groups, seed + 1000)
    return training, [folds[row] % FOLDS for row in training], test


def read(name):
    with open(os.path.join(DATA, name + ".csv"), newline="") as file:
        lines = list(csv.reader(file))
    target = lines[0].index(TARGETS[name])
    table = [[float(cell) for cell in line] for line in lines[1:]]
    x = [[cell for k, cell in enumerate(row) if k != target] for row in table]
    y = [row[target] for row in table]
    return x, y, y if name != "diabetes" else [0] * len(y)


def main(tables, seeds):
    import numpy as np
    import sklearn
    from sklearn.metrics import accuracy_score, r2_score
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    def scores(name, x, y, training, test, rate, penalty, seed, epochs):
        """The scores on the test rows after each of some numbers of epochs."""
        x_training, x_test, y_training = x[training], x[test], y[training]
        if name == "digits":
            x_training, x_test = x_training / 16, x_test / 16
        else:
            mean, deviation = x_training.mean(axis=0), x_training.std(axis=0)
            x_training, x_test = (x_training - mean) / deviation, (x_test - mean) / deviation
        kind = MLPRegressor if name == "diabetes" else MLPClassifier
        if name == "diabetes":
            mean, deviation = y_training.mean(), y_training.std()
            y_training = (y_training - mean) / deviation
        # A generator, not a number: from a number every call of partial_fit would shuffle alike. The penalty of a batch is alpha / rows.
        model = kind(hidden_layer_sizes=(HIDDEN,), activation="relu", solver="adam", batch_size=min(BATCH, len(training)),
                     learning_rate_init=rate, alpha=penalty * BATCH, random_state=np.random.RandomState(seed))
        result = []
        for epoch in range(1, max(epochs) + 1):
            if kind is MLPClassifier:
                model.partial_fit(x_training, y_training, classes=np.unique(y))
            else:
                model.partial_fit(x_training, y_training)
            if epoch in epochs:
                said = model.predict(x_test)
                result.append(r2_score(y[test], said * deviation + mean) if name == "diabetes" else accuracy_score(y[test], said))
        return np.array(result)

    warnings.simplefilter("ignore")
    results = {}
    for name in tables:
        x, y, groups = read(name)
        x, y = np.array(x), np.array(y)
        results[name] = []
        for seed in seeds:
            training, folds, test = split(groups, seed)
            training, folds = np.array(training), np.array(folds)
            best = None
            for rate in RATES:
                for penalty in PENALTIES:
                    mean = sum(scores(name, x, y, training[folds != k], training[folds == k], rate, penalty, seed, EPOCHS) for k in range(FOLDS)) / FOLDS
                    for epochs, score in zip(EPOCHS, mean):
                        if best is None or score > best[0]:
                            best = (score, rate, penalty, epochs)
            score = scores(name, x, y, training, test, best[1], best[2], seed, [best[3]])[0]
            results[name].append({"seed": seed, "learning_rate": best[1], "penalty": best[2], "epochs": best[3], "score": float(score)})
            print(name, seed, best, score, file=sys.stderr, flush=True)
    print(json.dumps({"scikit-learn": sklearn.__version__, "results": results}, indent=1))


if __name__ == "__main__":
    if sys.argv[1:] == ["--splits"]:
        print(json.dumps({name: [[s[0], s[1], s[2]] for s in (split(read(name)[2], seed) for seed in SEEDS)] for name in TARGETS}))
    elif len(sys.argv) == 3:
        main([sys.argv[1]], [int(sys.argv[2])])
    else:
        main(TARGETS, SEEDS)
