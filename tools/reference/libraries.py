#!/usr/bin/env python3
"""What other libraries compute by their default call: writes tests/reference/libraries.jsonl.

A line holds a library's name, the request to Minima by that name, and the library's number. PyTorch, scikit-learn, SciPy, statsmodels and XGBoost's
survival:aft are run; the others are computed from their documented formulas, in double, and marked so. A line with "params" holds what a remark in
src/Minima/Shapes/Entries/libraries.tsv promises: the parameters that make both agree. "slope" stands where a library defines a loss by
its derivative (boosters, robust norms). Needs torch, scikit-learn, SciPy, statsmodels, XGBoost and numpy.
"""
import json
import pathlib
import sys

import numpy as np
import statsmodels.robust.norms as robust
import torch
import torch.nn.functional as F
import xgboost
from scipy import stats
from scipy.spatial import distance
from sklearn import metrics as metric
from sklearn._loss import loss as sk
from sklearn.linear_model import _sgd_fast as sgd

torch.set_default_dtype(torch.float64)
LINES = []
T = torch.tensor


def say(library, name, inputs, value, judge, **more):
    value = np.asarray(value, dtype=float).tolist()
    LINES.append({"library": library, "name": name, "inputs": inputs, "value": value, "judge": judge, **more})


def lists(**arrays):
    return {name: np.asarray(array).tolist() for name, array in arrays.items()}


# Ordinary points, none of them at a kink.
P = np.array([0.5, -1.25, 2.0, 0.1, 3.5])
TARGET = np.array([0.25, 0.75, -0.5, 1.5, 0.0])
POSITIVE = np.array([0.5, 1.25, 2.0, 0.1, 3.5])
COUNTS = np.array([1.0, 0.0, 2.0, 3.0, 5.0])
AMOUNTS = np.array([1.5, 0.25, 2.0, 3.0, 5.0])
SIGNS = np.array([1.0, -1.0, -1.0, 1.0, 1.0])
ZERO_ONE = np.array([1.0, 0.0, 0.0, 1.0, 1.0])
SHARES = np.array([0.7, 0.2, 0.45, 0.9, 0.35])
R = P - TARGET
M = P * SIGNS
LOGITS = np.array([[0.3, -0.1, 2.0, 0.7], [-1.5, 0.4, 0.2, 1.0], [0.6, 0.1, -0.4, 0.9]])
LABELS = np.array([2, 0, 3])
SOFT = np.array([[0.1, 0.2, 0.6, 0.1], [0.25, 0.25, 0.3, 0.2], [0.05, 0.15, 0.1, 0.7]])
PROBABILITIES = np.array([[0.1, 0.2, 0.6, 0.1], [0.3, 0.25, 0.25, 0.2], [0.05, 0.05, 0.1, 0.8]])


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softplus(x):
    return np.logaddexp(0, x)


def one_hot(labels, classes):
    return np.eye(classes)[labels]


def pytorch():
    library, judge = "PyTorch (torch.nn)", "PyTorch 1.13"

    def run(name, module, *arrays, inputs, **more):
        say(library, name, inputs, module(*[T(a) for a in arrays]).numpy(), judge, **more)

    real = lists(prediction=P, target=TARGET)
    run("L1Loss", torch.nn.L1Loss(), P, TARGET, inputs=real)
    run("MSELoss", torch.nn.MSELoss(), P, TARGET, inputs=real)
    run("HuberLoss", torch.nn.HuberLoss(), P, TARGET, inputs=real)
    run("SmoothL1Loss", torch.nn.SmoothL1Loss(), P, TARGET, inputs=real)
    run("PoissonNLLLoss", torch.nn.PoissonNLLLoss(), P, COUNTS, inputs=lists(prediction=P, target=COUNTS))
    run("GaussianNLLLoss", torch.nn.GaussianNLLLoss(), P, TARGET, POSITIVE, inputs=lists(prediction=P, target=TARGET, variance=POSITIVE))
    run("BCELoss", torch.nn.BCELoss(), SHARES, ZERO_ONE, inputs=lists(prediction=SHARES, target=ZERO_ONE))
    run("BCEWithLogitsLoss", torch.nn.BCEWithLogitsLoss(), P, ZERO_ONE, inputs=lists(prediction=P, target=ZERO_ONE))
    run("SoftMarginLoss", torch.nn.SoftMarginLoss(), P, SIGNS, inputs=lists(prediction=P, target=SIGNS))
    run("HingeEmbeddingLoss", torch.nn.HingeEmbeddingLoss(), P, SIGNS, inputs=lists(prediction=P, target=SIGNS))
    run("MarginRankingLoss", torch.nn.MarginRankingLoss(), P, TARGET, SIGNS, inputs=lists(x1=P, x2=TARGET, target=SIGNS))
    run("CrossEntropyLoss", torch.nn.CrossEntropyLoss(), LOGITS, LABELS, inputs=lists(prediction=LOGITS, target=LABELS))
    run("MultiMarginLoss", torch.nn.MultiMarginLoss(), LOGITS, LABELS, inputs=lists(prediction=LOGITS, target=LABELS))
    log_probabilities = np.log(PROBABILITIES)
    run("NLLLoss", torch.nn.NLLLoss(), log_probabilities, LABELS, inputs=lists(prediction=log_probabilities, target=LABELS))
    run("KLDivLoss", torch.nn.KLDivLoss(), log_probabilities, SOFT, inputs=lists(prediction=log_probabilities, target=SOFT), differs=True)
    multiple = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 1.0]])
    run("MultiLabelSoftMarginLoss", torch.nn.MultiLabelSoftMarginLoss(), LOGITS, multiple, inputs=lists(prediction=LOGITS, target=multiple))
    indices = np.array([[0, 2, -1, -1], [3, -1, -1, -1], [1, 2, 3, -1]])
    run("MultiLabelMarginLoss", torch.nn.MultiLabelMarginLoss(), LOGITS, indices, inputs=lists(prediction=LOGITS, target=multiple))
    a, b, c = LOGITS, SOFT, PROBABILITIES
    run("CosineEmbeddingLoss", torch.nn.CosineEmbeddingLoss(), a, b, SIGNS[:3], inputs=lists(prediction=a, other=b, target=SIGNS[:3]))
    run("TripletMarginLoss", torch.nn.TripletMarginLoss(), a, b, c, inputs=lists(anchor=a, positive=b, negative=c))
    run("TripletMarginWithDistanceLoss", torch.nn.TripletMarginWithDistanceLoss(), a, b, c, inputs=lists(anchor=a, positive=b, negative=c))
    hidden, weight, labels = np.array([[0.5, -0.2], [0.1, 0.9]]), np.array([[1.0, 0.3], [-0.5, 0.4], [0.2, -0.8]]), np.array([0, 1])
    value = F.cross_entropy(T(hidden) @ T(weight).T, T(labels)).numpy()
    for name in ("LinearCrossEntropyLoss", "functional.linear_cross_entropy"):
        say(library, name, lists(hidden=hidden, weight=weight, target=labels), value, judge + " (linear, then cross_entropy)")
    scores = np.random.default_rng(1).normal(size=(5, 2, 3))
    targets, lengths = np.array([[1, 2], [2, 1]]), np.array([2, 1])
    rows = F.log_softmax(T(scores), -1)
    value = torch.nn.CTCLoss()(rows, T(targets), T([5, 5]), T(lengths)).numpy()
    say(library, "CTCLoss", lists(prediction=scores.transpose(1, 0, 2), target=targets, target_length=lengths), value, judge, differs=True)


def keras():
    library, judge = "Keras 3 (keras.losses)", "documented formula, NumPy"
    real, shares = lists(prediction=P, target=TARGET), lists(prediction=SHARES, target=ZERO_ONE)
    eps = 1e-7
    say(library, "MeanAbsoluteError", real, abs(R).mean(), judge)
    say(library, "MeanSquaredError", real, (R * R).mean(), judge)
    say(library, "Huber", real, np.where(abs(R) <= 1, 0.5 * R * R, abs(R) - 0.5).mean(), judge)
    say(library, "LogCosh", real, (R + softplus(-2 * R) - np.log(2)).mean(), judge)
    amounts = lists(prediction=POSITIVE, target=AMOUNTS)
    percent = 100 * (abs(POSITIVE - AMOUNTS) / np.maximum(abs(AMOUNTS), eps)).mean()
    say(library, "MeanAbsolutePercentageError", amounts, percent, judge, differs=True)
    say(library, "MeanAbsolutePercentageError", amounts, percent, judge, params={"scale": 100})
    say(library, "MeanSquaredLogarithmicError", amounts, ((np.log(POSITIVE + 1) - np.log(AMOUNTS + 1)) ** 2).mean(), judge)
    poisson = (POSITIVE - COUNTS * np.log(POSITIVE + eps)).mean()
    say(library, "Poisson", lists(prediction=POSITIVE, target=COUNTS), poisson, judge, differs=True)
    say(library, "Poisson", lists(prediction=POSITIVE, target=COUNTS), poisson, judge, params={"epsilon": 1e-7})
    signs = lists(prediction=P, target=SIGNS)
    say(library, "Hinge", signs, np.maximum(0, 1 - M).mean(), judge)
    say(library, "SquaredHinge", signs, (np.maximum(0, 1 - M) ** 2).mean(), judge)
    hot = one_hot(LABELS, 4)
    say(library, "CategoricalHinge", lists(prediction=LOGITS, target=hot), np.maximum(0, ((1 - hot) * LOGITS).max(-1) - (hot * LOGITS).sum(-1) + 1).mean(), judge)
    say(library, "BinaryCrossentropy", shares, -(ZERO_ONE * np.log(SHARES) + (1 - ZERO_ONE) * np.log(1 - SHARES)).mean(), judge)
    clipped = np.clip(PROBABILITIES / PROBABILITIES.sum(-1, keepdims=True), eps, 1 - eps)
    rows = lists(prediction=PROBABILITIES, target=SOFT)
    say(library, "CategoricalCrossentropy", rows, -(SOFT * np.log(clipped)).sum(-1).mean(), judge)
    picked = PROBABILITIES[range(3), LABELS]
    labels = lists(prediction=PROBABILITIES, target=LABELS)
    say(library, "SparseCategoricalCrossentropy", labels, -np.log(picked).mean(), judge, differs=True)
    say(library, "CategoricalGeneralizedCrossEntropy", labels, ((1 - picked**0.5) / 0.5).mean(), judge, differs=True)
    say(library, "CategoricalFocalCrossentropy", labels, -(0.25 * (1 - picked) ** 2 * np.log(picked)).mean(), judge, differs=True)
    pt = np.where(ZERO_ONE == 1, SHARES, 1 - SHARES)
    say(library, "BinaryFocalCrossentropy", shares, -((1 - pt) ** 2 * np.log(pt)).mean(), judge, differs=True)
    kl = (SOFT * np.log(SOFT / PROBABILITIES)).sum(-1).mean()
    say(library, "KLDivergence", rows, kl, judge, differs=True)
    cosine = (PROBABILITIES * SOFT).sum(-1) / np.linalg.norm(PROBABILITIES, axis=-1) / np.linalg.norm(SOFT, axis=-1)
    say(library, "CosineSimilarity", rows, -cosine.mean(), judge, differs=True)
    say(library, "Dice", shares, 1 - 2 * (SHARES * ZERO_ONE).sum() / (SHARES.sum() + ZERO_ONE.sum() + eps), judge)
    both = (SHARES * ZERO_ONE).sum()
    tversky = 1 - both / (both + 0.5 * (SHARES * (1 - ZERO_ONE)).sum() + 0.5 * ((1 - SHARES) * ZERO_ONE).sum() + eps)
    flat = lists(prediction=SHARES[None, None], target=ZERO_ONE[None, None])
    say(library, "Tversky", flat, tversky, judge, differs=True)
    say(library, "Tversky", flat, tversky, judge, params={"numerator_smoothing": 0, "denominator_smoothing": 1e-7})


def sparsemax(scores):
    ordered = -np.sort(-scores)
    sums = np.cumsum(ordered) - 1
    size = np.nonzero(ordered - sums / np.arange(1, len(scores) + 1) > 0)[0][-1] + 1
    return np.maximum(scores - sums[size - 1] / size, 0)


def optax():
    library, judge = "optax (optax.losses)", "documented formula, NumPy"

    def terms(name, inputs, value, **more):
        say(library, name, inputs, value, judge, reduction="none", **more)

    real, signs, logits = lists(prediction=P, target=TARGET), lists(prediction=P, target=SIGNS), lists(prediction=P, target=ZERO_ONE)
    log_probabilities = np.log(PROBABILITIES)
    rows, labels = lists(prediction=log_probabilities, target=SOFT), lists(prediction=LOGITS, target=LABELS)
    lp = np.log(softmax(LOGITS))
    terms("l2_loss", real, 0.5 * R * R)
    terms("squared_error", real, R * R)
    terms("huber_loss", real, np.where(abs(R) <= 1, 0.5 * R * R, abs(R) - 0.5))
    terms("log_cosh", real, np.logaddexp(R, -R) - np.log(2))
    terms("hinge_loss", signs, np.maximum(0, 1 - M))
    terms("perceptron_loss", signs, np.maximum(0, -M))
    terms("sigmoid_binary_cross_entropy", logits, ZERO_ONE * softplus(-P) + (1 - ZERO_ONE) * softplus(P))
    pt = np.where(ZERO_ONE == 1, sigmoid(P), 1 - sigmoid(P))
    terms("sigmoid_focal_loss", logits, -((1 - pt) ** 2) * np.log(pt))
    sparse_plus = lambda x: np.where(x <= -1, 0, np.where(x >= 1, x, (x + 1) ** 2 / 4))
    terms("sparsemax_loss", signs, sparse_plus(-M), loss="binary_sparsemax")
    kl = SOFT * np.log(SOFT / PROBABILITIES)
    terms("kl_divergence", rows, kl.sum(-1))
    terms("kl_divergence_with_log_targets", lists(prediction=log_probabilities, target=np.log(SOFT)), kl.sum(-1), params={"log_target": True})
    for name in ("generalized_kl_divergence", "convex_kl_divergence"):
        terms(name, rows, (PROBABILITIES + kl - SOFT).sum(-1))
    terms("softmax_cross_entropy", lists(prediction=LOGITS, target=SOFT), -(SOFT * lp).sum(-1))
    terms("safe_softmax_cross_entropy", lists(prediction=LOGITS, target=SOFT), -(SOFT * lp).sum(-1))
    terms("softmax_cross_entropy_with_integer_labels", labels, -lp[range(3), LABELS])
    terms("poly_loss_cross_entropy", lists(prediction=LOGITS, target=SOFT), -(SOFT * lp).sum(-1) + 2 * (1 - (SOFT * softmax(LOGITS)).sum(-1)))
    picked = LOGITS[range(3), LABELS]
    terms("multiclass_hinge_loss", labels, (LOGITS + 1 - one_hot(LABELS, 4)).max(-1) - picked)
    terms("multiclass_perceptron_loss", labels, LOGITS.max(-1) - picked)
    shares = np.array([sparsemax(row) for row in LOGITS])
    gaps = LOGITS - picked[:, None]
    terms("multiclass_sparsemax_loss", labels, (shares * gaps).sum(-1) + 0.5 * (1 - (shares**2).sum(-1)))
    hot = one_hot(LABELS, 4)
    terms("make_fenchel_young_loss", lists(prediction=LOGITS, target=hot), np.log(np.exp(LOGITS).sum(-1)) - (hot * LOGITS).sum(-1))
    soft = np.log(np.exp(LOGITS).sum(-1)) - (SOFT * LOGITS).sum(-1)
    terms("make_fenchel_young_loss", lists(prediction=LOGITS, target=SOFT), soft, params={"constant": False})
    graded = np.array([[2.0, 0.0, 1.0, 0.0], [0.0, 3.0, 1.0, 2.0], [1.0, 0.0, 0.0, 0.0]])
    say(library, "ranking_softmax_loss", lists(prediction=LOGITS, target=graded), -(graded * lp).sum(-1).mean(), judge)
    vectors = lists(prediction=LOGITS, target=SOFT)
    cosine = (LOGITS * SOFT).sum(-1) / np.linalg.norm(LOGITS, axis=-1) / np.linalg.norm(SOFT, axis=-1)
    terms("cosine_distance", vectors, 1 - cosine)
    terms("cosine_similarity", vectors, cosine, differs=True)
    both, total = (SHARES * ZERO_ONE).sum(), SHARES.sum() + ZERO_ONE.sum()
    flat = lists(prediction=SHARES[None, None], target=ZERO_ONE[None, None])
    for name in ("dice_loss", "binary_dice_loss"):
        say(library, name, flat, 1 - (both + 1) / (0.5 * total + 1), judge, differs=True)
        say(library, name, flat, 1 - (both + 1) / (0.5 * total + 1), judge, params={"smoothing": 2})
    unit = LOGITS / np.linalg.norm(LOGITS, axis=-1, keepdims=True)
    rows4, groups = np.vstack([unit, unit[:1] + 0.1]), np.array([0, 1, 1, 0])
    unit4 = rows4 / np.linalg.norm(rows4, axis=-1, keepdims=True)
    similar = unit4 @ unit4.T / 0.07
    pairs = []
    for i in range(4):
        for j in range(4):
            if i != j and groups[i] == groups[j]:
                others = [similar[i, k] for k in range(4) if groups[k] != groups[i]]
                pairs.append(np.logaddexp.reduce([similar[i, j], *others]) - similar[i, j])
    say(library, "ntxent", lists(prediction=rows4, target=groups), np.mean(pairs), judge)
    distance = lambda x, y: np.sqrt(((x - y) ** 2).sum(-1) + 1e-6)
    triplet = np.maximum(0, distance(LOGITS, SOFT) - distance(LOGITS, PROBABILITIES) + 1)
    say(library, "triplet_margin_loss", lists(anchor=LOGITS, positive=SOFT, negative=PROBABILITIES), triplet.mean(), judge, differs=True)


def scikit_learn():
    library, judge = "scikit-learn (_loss, SGD)", "scikit-learn 1.2.1"

    def half(name, loss, target, prediction, **more):
        value = loss.loss(y_true=target.astype(float), raw_prediction=prediction, sample_weight=None)
        say(library, name, lists(prediction=prediction, target=target), value, judge, reduction="none", **more)

    half("HalfSquaredError", sk.HalfSquaredError(), TARGET, P)
    half("AbsoluteError", sk.AbsoluteError(), TARGET, P)
    half("PinballLoss", sk.PinballLoss(), TARGET, P)
    half("HalfPoissonLoss", sk.HalfPoissonLoss(), COUNTS, P)
    half("HalfGammaLoss", sk.HalfGammaLoss(), AMOUNTS, P)
    half("HalfTweedieLoss", sk.HalfTweedieLoss(), COUNTS, P)
    half("HalfBinomialLoss", sk.HalfBinomialLoss(), ZERO_ONE, P)
    value = sk.HalfMultinomialLoss(n_classes=4).loss(y_true=LABELS.astype(float), raw_prediction=LOGITS, sample_weight=None)
    say(library, "HalfMultinomialLoss", lists(prediction=LOGITS, target=LABELS), value, judge, reduction="none")
    exponential = ZERO_ONE * np.exp(-P) + (1 - ZERO_ONE) * np.exp(P)
    say(library, "ExponentialLoss", lists(prediction=P, target=SIGNS), exponential, "documented formula (1.4), NumPy; labels -1 and +1 here", reduction="none")
    huber = np.where(abs(R) <= 0.5, 0.5 * R * R, 0.5 * (abs(R) - 0.25))
    say(library, "HuberLoss", lists(prediction=P, target=TARGET), huber, "documented formula (1.3), NumPy", reduction="none", differs=True)
    say(library, "HuberLoss", lists(prediction=P, target=TARGET), huber, "documented formula (1.3), NumPy", reduction="none", params={"delta": 0.5})
    margins = {"hinge": sgd.Hinge(1.0), "perceptron": sgd.Hinge(0.0), "squared_hinge": sgd.SquaredHinge(1.0), "log_loss": sgd.Log(), "modified_huber": sgd.ModifiedHuber()}
    for name, loss in margins.items():
        say(library, name, lists(prediction=P, target=SIGNS), [loss.py_loss(p, t) for p, t in zip(P, SIGNS)], judge, reduction="none")
    for name, loss in {"epsilon_insensitive": sgd.EpsilonInsensitive(0.1), "squared_epsilon_insensitive": sgd.SquaredEpsilonInsensitive(0.1)}.items():
        say(library, name, lists(prediction=P, target=TARGET), [loss.py_loss(p, t) for p, t in zip(P, TARGET)], judge, reduction="none")


def julia():
    library, judge = "LossFunctions.jl", "documented formula, NumPy"

    def terms(name, inputs, value, **more):
        say(library, name, inputs, value, judge, reduction="none", **more)

    real, signs = lists(prediction=P, target=TARGET), lists(prediction=P, target=SIGNS)
    terms("L1DistLoss", real, abs(R))
    terms("L2DistLoss", real, R * R)
    terms("LPDistLoss", real, abs(R) ** 3, params={"p": 3})
    terms("PeriodicLoss", real, 1 - np.cos(2 * np.pi * R))
    terms("HuberLoss", real, np.where(abs(R) <= 1, 0.5 * R * R, abs(R) - 0.5))
    terms("L1EpsilonInsLoss", real, np.maximum(0, abs(R) - 0.3), params={"epsilon": 0.3})
    terms("L2EpsilonInsLoss", real, np.maximum(0, abs(R) - 0.3) ** 2, params={"epsilon": 0.3})
    terms("LogitDistLoss", real, -np.log(4 * np.exp(R) / (1 + np.exp(R)) ** 2))
    terms("QuantileLoss", real, R * ((R > 0) - 0.8), params={"quantile": 0.8})
    terms("LogCoshLoss", real, np.log(np.cosh(R)))
    terms("ZeroOneLoss", signs, (M < 0).astype(float))
    terms("PerceptronLoss", signs, np.maximum(0, -M))
    terms("LogitMarginLoss", signs, np.log1p(np.exp(-M)))
    terms("L1HingeLoss", signs, np.maximum(0, 1 - M))
    terms("L2HingeLoss", signs, np.maximum(0, 1 - M) ** 2)
    terms("SmoothedL1HingeLoss", signs, np.where(M >= 0.5, np.maximum(0, 1 - M) ** 2, 1 - 0.25 - M), params={"gamma": 0.5})
    terms("ModifiedHuberLoss", signs, np.where(M >= -1, np.maximum(0, 1 - M) ** 2, -4 * M))
    terms("L2MarginLoss", signs, (1 - M) ** 2)
    terms("ExpLoss", signs, np.exp(-M))
    terms("SigmoidLoss", signs, 1 - np.tanh(M))
    terms("DWDMarginLoss", signs, np.where(M <= 0.5, 1 - M, 0.25 / np.where(M > 0.5, M, 1)), params={"q": 1})
    terms("PoissonLoss", lists(prediction=P, target=COUNTS), np.exp(P) - COUNTS * P)
    terms("CrossEntropyLoss", lists(prediction=SHARES, target=ZERO_ONE), -(ZERO_ONE * np.log(SHARES) + (1 - ZERO_ONE) * np.log(1 - SHARES)), loss="bce")
    weighted = np.where(SIGNS > 0, 0.8, 0.2) * np.log1p(np.exp(-M))
    terms("WeightedMarginLoss", signs, weighted, params={"weight": 0.8})


IMAGE = np.array([[0.279, 0.274, 0.862, 0.657], [0.923, 0.84, 0.295, 0.561], [0.763, 0.759, 0.063, 0.058], [0.167, 0.038, 0.122, 0.848]])
OTHER = np.array([[0.013, 0.95, 0.11, 0.994], [0.924, 0.865, 0.66, 0.307], [0.895, 0.731, 0.949, 0.839], [0.139, 0.958, 0.531, 0.089]])


def gaussian_window(size, sigma):
    line = np.exp(-((np.arange(size) - size // 2) ** 2) / (2 * sigma**2))
    line /= line.sum()
    return np.outer(line, line)


def ssim(x, y, size=11, sigma=1.5):
    window = T(gaussian_window(size, sigma))[None, None]
    mean = lambda image: F.conv2d(T(image)[None, None], window)
    mx, my = mean(x), mean(y)
    vx, vy, cov = mean(x * x) - mx * mx, mean(y * y) - my * my, mean(x * y) - mx * my
    c1, c2 = 0.01**2, 0.03**2
    return float((((2 * mx * my + c1) * (2 * cov + c2)) / ((mx**2 + my**2 + c1) * (vx + vy + c2))).mean())


def monai():
    library, judge = "MONAI (monai.losses)", "documented formula, NumPy"
    prediction = np.array([[[0.7, 0.2, 0.45], [0.1, 0.6, 0.3]], [[0.9, 0.35, 0.2], [0.2, 0.8, 0.5]]])
    target = np.array([[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]])
    maps = lists(prediction=prediction, target=target)
    both, of_prediction, of_target = (prediction * target).sum(-1), prediction.sum(-1), target.sum(-1)
    for name in ("Dice", "DiceLoss"):
        say(library, name, maps, (1 - (2 * both + 1e-5) / (of_prediction + of_target + 1e-5)).mean(), judge)
    wrong, missed = (prediction * (1 - target)).sum(-1), ((1 - prediction) * target).sum(-1)
    say(library, "TverskyLoss", maps, (1 - (both + 1e-5) / (both + 0.5 * wrong + 0.5 * missed + 1e-5)).mean(), judge)
    w = 1 / of_target**2
    generalised = 1 - (2 * (both * w).sum(-1) + 1e-5) / (((of_prediction + of_target) * w).sum(-1) + 1e-5)
    say(library, "GeneralizedDiceLoss", maps, generalised.mean(), judge)
    boxes, truth = T([[0.0, 0.0, 2.0, 3.0], [1.0, 1.0, 4.0, 2.0]]), T([[1.0, 1.0, 3.0, 4.0], [0.0, 0.0, 2.0, 3.0]])
    area = lambda b: (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    inner = (torch.minimum(boxes[:, 2:], truth[:, 2:]) - torch.maximum(boxes[:, :2], truth[:, :2])).clamp(min=0).prod(-1)
    outer = (torch.maximum(boxes[:, 2:], truth[:, 2:]) - torch.minimum(boxes[:, :2], truth[:, :2])).prod(-1)
    union = area(boxes) + area(truth) - inner
    say(library, "BoxGIoULoss", lists(prediction=boxes, target=truth), (1 - (inner / union - (outer - union) / outer)).mean(), judge + "; without its epsilon of float", tolerance=1e-6)
    anchor = np.array([[0.9, 0.1, -0.2], [-0.5, 0.8, 0.3], [0.1, -0.6, 0.8]])
    positive = np.array([[0.7, 0.4, 0.1], [-0.2, 0.9, 0.6], [0.3, -0.7, 0.5]])
    norm = lambda x: (x - x.mean(0)) / (x.std(0, ddof=1) + 1e-6)
    c = norm(anchor).T @ norm(positive) / 3
    barlow = ((np.diag(c) - 1) ** 2).sum() + 0.005 * ((c - np.diag(np.diag(c))) ** 2).sum()
    views = lists(anchor=anchor, positive=positive)
    say(library, "BarlowTwinsLoss", views, barlow, judge, differs=True)
    say(library, "BarlowTwinsLoss", views, barlow, judge, params={"ddof": 1, "std_epsilon": 1e-6})
    field = np.round(np.random.default_rng(2).uniform(size=(1, 2, 6, 5)), 3)

    def slope(x, axis):
        inside = [slice(None), slice(None), slice(1, -1), slice(1, -1)]
        after, before = list(inside), list(inside)
        after[axis], before[axis] = slice(2, None), slice(None, -2)
        return (x[tuple(after)] - x[tuple(before)]) / 2

    down, right = slope(field, 2), slope(field, 3)
    say(library, "BendingEnergyLoss", lists(prediction=field), (slope(down, 2) ** 2 + 2 * slope(down, 3) ** 2 + slope(right, 3) ** 2).mean(), judge)
    say(library, "DiffusionLoss", lists(prediction=field), (down**2 + right**2).mean(), judge, loss="bending_energy", params={"order": 1})
    amplitude = lambda image: abs(np.fft.fftn(image, norm="ortho"))
    images = lists(prediction=IMAGE, target=OTHER)
    say(library, "JukeboxLoss", images, ((amplitude(IMAGE) - amplitude(OTHER)) ** 2).mean(), judge)
    random = np.random.default_rng(3)
    x, y = np.round(random.uniform(size=(12, 13)), 3), np.round(random.uniform(size=(12, 13)), 3)
    say(library, "SSIMLoss", lists(prediction=x, target=y), 1 - ssim(x, y), judge)
    mean = lambda image: F.conv2d(T(image)[None, None], torch.ones(1, 1, 3, 3), padding=1).numpy()
    sums = {name: mean(image) for name, image in {"t": OTHER, "p": IMAGE, "tt": OTHER**2, "pp": IMAGE**2, "tp": OTHER * IMAGE}.items()}
    cross = sums["tp"] - sums["p"] / 9 * sums["t"]
    spread_t = np.maximum(sums["tt"] - sums["t"] / 9 * sums["t"], 1e-5)
    spread_p = np.maximum(sums["pp"] - sums["p"] / 9 * sums["p"], 1e-5)
    say(library, "LocalNormalizedCrossCorrelationLoss", images, -(cross * cross / (spread_t * spread_p)).mean(), judge)


def kornia():
    library, judge = "kornia (kornia.losses)", "documented formula, NumPy"
    real = lists(prediction=P, target=TARGET)
    square = R * R
    for name, value in {
        "CauchyLoss": np.log(0.5 * square + 1),
        "CharbonnierLoss": np.sqrt(square + 1) - 1,
        "GemanMcclureLoss": 2 * square / (square + 4),
        "WelschLoss": 1 - np.exp(-0.5 * square),
    }.items():
        say(library, name, real, value, judge, reduction="none")
    image = lists(prediction=IMAGE)
    say(library, "TotalVariation", image, abs(np.diff(IMAGE, axis=0)).sum() + abs(np.diff(IMAGE, axis=1)).sum(), judge)
    images = lists(prediction=IMAGE, target=OTHER)
    say(library, "PSNRLoss", images, -10 * np.log10(1 / ((IMAGE - OTHER) ** 2).mean()), judge)
    smooth = lambda axis: (abs(np.diff(IMAGE, axis=axis)) * np.exp(-abs(np.diff(OTHER, axis=axis)))).mean()
    say(library, "InverseDepthSmoothnessLoss", lists(prediction=IMAGE, image=OTHER), smooth(0) + smooth(1), judge)
    scores, truth = np.array([[1.2, -0.7, 0.3, -2.0], [0.4, 0.9, -0.5, 1.7]]), np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    rows = []
    for s, t in zip(scores, truth):
        errors = 1 - s * (2 * t - 1)
        order = np.argsort(-errors)
        t = t[order]
        jaccard = 1 - (t.sum() - np.cumsum(t)) / (t.sum() + np.cumsum(1 - t))
        rows.append((np.maximum(errors[order], 0) * np.diff(jaccard, prepend=0)).sum())
    say(library, "LovaszHingeLoss", lists(prediction=scores, target=truth), np.mean(rows), judge)
    pt = np.where(ZERO_ONE == 1, sigmoid(P), 1 - sigmoid(P))
    focal = -np.where(ZERO_ONE == 1, 0.25, 0.75) * (1 - pt) ** 2 * np.log(pt)
    logits = lists(prediction=P, target=ZERO_ONE)
    say(library, "BinaryFocalLossWithLogits", logits, focal, judge, reduction="none", loss="sigmoid_focal", differs=True)
    say(library, "BinaryFocalLossWithLogits", logits, focal, judge + "; without its 1e-8", reduction="none", loss="sigmoid_focal", params={"alpha": 0.25}, tolerance=1e-6)


def boosters():
    lightgbm, xgboost, catboost = "LightGBM (objective)", "XGBoost (objective)", "CatBoost (loss_function)"
    judge = "documented slope, NumPy"

    def slope(library, name, loss, inputs, value, **more):
        say(library, name, inputs, value, judge, loss=loss, slope=True, reduction="sum", **more)

    real, counts, amounts, logits = (lists(prediction=P, target=t) for t in (TARGET, COUNTS, AMOUNTS, ZERO_ONE))
    cut = lambda c: np.clip(R, -c, c)
    softmax_slope = softmax(LOGITS) - one_hot(LABELS, 4)
    rows = lists(prediction=LOGITS, target=LABELS)
    tweedie = -COUNTS * np.exp(-0.5 * P) + np.exp(0.5 * P)
    slope(lightgbm, "regression", "half_mse", real, R)
    slope(lightgbm, "regression_l1", "mae", real, np.sign(R))
    slope(lightgbm, "huber", "huber", real, cut(0.9), differs=True)
    slope(lightgbm, "huber", "huber", real, cut(0.9), params={"delta": 0.9})
    slope(lightgbm, "fair", "fair", real, R / (abs(R) + 1), differs=True)
    slope(lightgbm, "fair", "fair", real, R / (abs(R) + 1), params={"scale": 1})
    slope(lightgbm, "poisson", "poisson_nll", counts, np.exp(P) - COUNTS)
    slope(lightgbm, "quantile", "pinball", real, np.where(R > 0, 0.1, -0.9), differs=True)
    slope(lightgbm, "quantile", "pinball", real, np.where(R > 0, 0.1, -0.9), params={"quantile": 0.9})
    slope(lightgbm, "mape", "mape", amounts, np.sign(P - AMOUNTS) / np.maximum(1, AMOUNTS), differs=True)
    slope(lightgbm, "mape", "mape", amounts, np.sign(P - AMOUNTS) / np.maximum(1, AMOUNTS), params={"epsilon": 1})
    slope(lightgbm, "gamma", "gamma_nll", amounts, 1 - AMOUNTS * np.exp(-P))
    slope(lightgbm, "tweedie", "tweedie", counts, tweedie)
    slope(lightgbm, "binary", "bce_with_logits", logits, sigmoid(P) - ZERO_ONE)
    slope(lightgbm, "multiclass", "cross_entropy", rows, softmax_slope)
    slope(lightgbm, "cross_entropy", "bce_with_logits", lists(prediction=P, target=SHARES), sigmoid(P) - SHARES)
    slope(xgboost, "reg:squarederror", "half_mse", real, R)
    logs = np.log1p(POSITIVE) - np.log1p(AMOUNTS)
    slope(xgboost, "reg:squaredlogerror", "msle", lists(prediction=POSITIVE, target=AMOUNTS), logs / (POSITIVE + 1), differs=True)
    slope(xgboost, "reg:logistic", "bce_with_logits", logits, sigmoid(P) - ZERO_ONE)
    slope(xgboost, "binary:logistic", "bce_with_logits", logits, sigmoid(P) - ZERO_ONE)
    slope(xgboost, "reg:pseudohubererror", "pseudo_huber", real, R / np.sqrt(1 + R * R))
    slope(xgboost, "reg:absoluteerror", "mae", real, np.sign(R))
    slope(xgboost, "reg:quantileerror", "pinball", real, np.where(R > 0, 0.2, -0.8), params={"quantile": 0.8})
    slope(xgboost, "reg:gamma", "gamma_nll", amounts, 1 - AMOUNTS * np.exp(-P))
    slope(xgboost, "reg:tweedie", "tweedie", counts, tweedie)
    slope(xgboost, "binary:hinge", "hinge", lists(prediction=P, target=SIGNS), np.where(M < 1, -SIGNS, 0))
    slope(xgboost, "count:poisson", "poisson_nll", counts, np.exp(P) - COUNTS)
    slope(xgboost, "multi:softmax", "cross_entropy", rows, softmax_slope)
    slope(xgboost, "multi:softprob", "cross_entropy", rows, softmax_slope)
    slope(catboost, "RMSE", "half_mse", real, R)
    slope(catboost, "Logloss", "bce_with_logits", logits, sigmoid(P) - ZERO_ONE)
    slope(catboost, "Poisson", "poisson_nll", counts, np.exp(P) - COUNTS)
    slope(catboost, "MAE", "mae", real, np.sign(R))
    slope(catboost, "Quantile", "pinball", real, np.where(R > 0, 0.5, -0.5))
    slope(catboost, "MAPE", "mape", real, np.sign(R) / np.maximum(1, abs(TARGET)), differs=True)
    slope(catboost, "MAPE", "mape", real, np.sign(R) / np.maximum(1, abs(TARGET)), params={"epsilon": 1})
    slope(catboost, "CrossEntropy", "bce_with_logits", lists(prediction=P, target=SHARES), sigmoid(P) - SHARES)
    slope(catboost, "MultiClass", "cross_entropy", rows, softmax_slope)
    slope(xgboost, "binary:logitraw", "bce_with_logits", logits, sigmoid(P) - ZERO_ONE)


def distributions():
    """Minus the log-density, and divergences between normals, as PyTorch computes them."""
    library, judge = "PyTorch (torch.distributions)", "PyTorch 1.13"
    d = torch.distributions
    real = lists(prediction=P, target=TARGET, scale=POSITIVE)

    def nll(name, distribution, inputs, at=TARGET, **more):
        say(library, name, inputs, -distribution.log_prob(T(at)).numpy(), judge, reduction="none", **more)

    nll("Laplace", d.Laplace(T(P), T(POSITIVE)), real)
    nll("StudentT", d.StudentT(3.0, T(P), T(POSITIVE)), real)
    nll("VonMises", d.VonMises(T(P), T(POSITIVE)), lists(prediction=P, target=TARGET, concentration=POSITIVE), tolerance=1e-6)
    nll("Beta", d.Beta(T(POSITIVE), T(AMOUNTS)), lists(alpha=POSITIVE, beta=AMOUNTS, target=SHARES), at=SHARES)
    nll("Normal", d.Normal(T(P), T(np.sqrt(POSITIVE))), lists(prediction=P, target=TARGET, variance=POSITIVE), params={"full": True})
    nll("Poisson", d.Poisson(T(np.exp(P))), lists(prediction=P, target=COUNTS), at=COUNTS, params={"full": "exact"})
    nll("NegativeBinomial", d.NegativeBinomial(T(1 / AMOUNTS), logits=T(np.log(POSITIVE * AMOUNTS))), lists(prediction=POSITIVE, target=COUNTS, dispersion=AMOUNTS), at=COUNTS)
    mixture = d.MixtureSameFamily(d.Categorical(logits=T(LOGITS)), d.Normal(T(SOFT), T(np.exp(PROBABILITIES))))
    say(library, "MixtureSameFamily", lists(mixture_logits=LOGITS, mean=SOFT, log_scale=PROBABILITIES, target=TARGET[:3]), -mixture.log_prob(T(TARGET[:3])).numpy(), judge, reduction="none")
    one, other = d.Normal(T(LOGITS), T(np.exp(SOFT / 2))), d.Normal(T(PROBABILITIES), T(np.exp(-SOFT / 2)))
    value = d.kl_divergence(one, other).sum(-1).numpy()
    say(library, "kl_divergence(Normal, Normal)", lists(mean=LOGITS, log_variance=SOFT, mean2=PROBABILITIES, log_variance2=-SOFT), value, judge, reduction="none", loss="kl_gaussians")
    value = d.kl_divergence(one, d.Normal(T(0.0), T(1.0))).sum(-1).numpy()
    say(library, "kl_divergence(Normal, Normal)", lists(mean=LOGITS, log_variance=SOFT), value, judge, reduction="none", loss="kl_gaussian_standard")


def quantization():
    library, judge = "PyTorch (functions)", "PyTorch 1.13"
    value = torch.fake_quantize_per_tensor_affine(T(P).float(), 0.25, 0, -4, 3).numpy()
    say(library, "fake_quantize_per_tensor_affine", lists(x=P), value, judge, reduction="none")


def metrics():
    """Scores of sklearn.metrics that are losses."""
    library, judge = "scikit-learn (metrics)", "scikit-learn 1.2.1"
    real = lists(prediction=P, target=TARGET)
    say(library, "mean_squared_error", real, metric.mean_squared_error(TARGET, P), judge)
    say(library, "root_mean_squared_error", real, metric.mean_squared_error(TARGET, P, squared=False), judge)
    say(library, "mean_absolute_error", real, metric.mean_absolute_error(TARGET, P), judge)
    say(library, "mean_squared_log_error", lists(prediction=POSITIVE, target=AMOUNTS), metric.mean_squared_log_error(AMOUNTS, POSITIVE), judge)
    say(library, "mean_absolute_percentage_error", lists(prediction=P, target=AMOUNTS), metric.mean_absolute_percentage_error(AMOUNTS, P), judge)
    say(library, "mean_pinball_loss", real, metric.mean_pinball_loss(TARGET, P), judge)
    say(library, "r2_score", real, metric.r2_score(TARGET, P), judge, differs=True)
    say(library, "log_loss", lists(prediction=SHARES, target=ZERO_ONE), metric.log_loss(ZERO_ONE, SHARES), judge, loss="bce")
    say(library, "hinge_loss", lists(prediction=P, target=SIGNS), metric.hinge_loss(SIGNS, P), judge)
    say(library, "zero_one_loss", lists(prediction=LOGITS, target=LABELS), metric.zero_one_loss(LABELS, LOGITS.argmax(-1)), judge)
    say(library, "brier_score_loss", lists(prediction=np.log(SHARES / (1 - SHARES)), target=ZERO_ONE), metric.brier_score_loss(ZERO_ONE, SHARES), judge)
    say(library, "mean_poisson_deviance", lists(prediction=P, target=COUNTS), metric.mean_poisson_deviance(COUNTS, np.exp(P)), judge, differs=True)
    say(library, "mean_gamma_deviance", lists(prediction=P, target=AMOUNTS), metric.mean_gamma_deviance(AMOUNTS, np.exp(P)), judge, differs=True)


def scipy_distances():
    library, judge = "SciPy (scipy.stats, scipy.spatial)", "SciPy 1.10.1"
    say(library, "wasserstein_distance", lists(prediction=P, target=TARGET), stats.wasserstein_distance(P, TARGET), judge)
    columns = lists(prediction=P[:, None], target=TARGET[:, None])
    say(library, "energy_distance", columns, stats.energy_distance(P, TARGET), judge, differs=True)
    say(library, "entropy", lists(prediction=np.log(PROBABILITIES), target=SOFT), stats.entropy(SOFT, PROBABILITIES, axis=1), judge, reduction="none")
    say(library, "jensenshannon", lists(prediction=PROBABILITIES, target=SOFT), distance.jensenshannon(PROBABILITIES, SOFT, axis=1), judge, reduction="none", differs=True)
    say(library, "cosine", lists(prediction=LOGITS, target=SOFT), [distance.cosine(a, b) for a, b in zip(LOGITS, SOFT)], judge, reduction="none")


def norms():
    """The influence functions of robust regression: the slopes of the losses."""
    library, judge = "statsmodels (robust.norms)", "statsmodels 0.13.5"
    residuals = np.array([0.4, -1.1, 1.8, 2.4, -3.3, 4.9, 9.5])
    inputs = lists(prediction=residuals, target=np.zeros(7))

    def psi(name, norm, loss, **more):
        say(library, name, inputs, norm.psi(residuals), judge, loss=loss, slope=True, reduction="sum", **more)

    psi("LeastSquares", robust.LeastSquares(), "half_mse")
    psi("HuberT", robust.HuberT(), "huber", differs=True)
    psi("HuberT", robust.HuberT(), "huber", params={"delta": 1.345})
    psi("TukeyBiweight", robust.TukeyBiweight(), "tukey_biweight")
    psi("AndrewWave", robust.AndrewWave(), "andrews_wave", differs=True)
    psi("Hampel", robust.Hampel(), "hampel", differs=True)
    say(library, "Hampel", lists(prediction=abs(residuals), target=np.zeros(7)), robust.Hampel().psi(abs(residuals)), judge, loss="hampel", slope=True, reduction="sum")
    psi("TrimmedMean", robust.TrimmedMean(), "talwar", differs=True)
    psi("TrimmedMean", robust.TrimmedMean(), "talwar", params={"scale": 2})


def survival():
    """XGBoost's negative log-likelihood of accelerated failure times, at margins that it is given."""
    library, judge = "XGBoost (objective)", "XGBoost 1.7.4"
    data = xgboost.DMatrix(np.zeros((5, 1)), base_margin=P)
    data.set_float_info("label_lower_bound", AMOUNTS)
    data.set_float_info("label_upper_bound", np.where(ZERO_ONE == 1, AMOUNTS, np.inf))
    settings = {"objective": "survival:aft", "eval_metric": "aft-nloglik"}
    text = xgboost.train(settings, data, num_boost_round=0).eval(data)
    say(library, "survival:aft", lists(prediction=P, time=AMOUNTS, event=ZERO_ONE), float(text.split(":")[-1]), judge, tolerance=1e-5)


def torchgan():
    library, judge = "torchgan (torchgan.losses)", "documented formula, PyTorch 1.13"
    both = lists(real=P, fake=TARGET)
    real, fake = T(P), T(TARGET)
    bce = F.binary_cross_entropy_with_logits
    ones, zeros = torch.ones_like(real), torch.zeros_like(real)
    say(library, "MinimaxDiscriminatorLoss", both, bce(real, ones) + bce(fake, zeros), judge)
    say(library, "MinimaxGeneratorLoss", lists(fake=TARGET), bce(fake, ones), judge, loss="gan_generator_ns")
    say(library, "MinimaxGeneratorLoss(nonsaturating=False)", lists(fake=TARGET), -bce(fake, zeros), judge)
    say(library, "LeastSquaresDiscriminatorLoss", both, 0.5 * (((real - 1) ** 2).mean() + (fake**2).mean()), judge)
    say(library, "WassersteinDiscriminatorLoss", both, (fake - real).mean(), judge)
    say(library, "WassersteinGeneratorLoss", lists(fake=TARGET), -fake.mean(), judge)


def regularizers():
    library, judge = "Keras 3 (keras.regularizers)", "documented formula, NumPy"
    weight = lists(weight=LOGITS)
    say(library, "L1", weight, 0.01 * abs(LOGITS).sum(), judge)
    say(library, "L2", weight, 0.01 * (LOGITS**2).sum(), judge)


for part in (pytorch, keras, optax, scikit_learn, julia, monai, kornia, boosters, distributions, quantization, metrics, scipy_distances, norms, survival, torchgan, regularizers):
    part()
path = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "tests/reference/libraries.jsonl")
path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
print(f"{len(LINES)} lines to {path}")
