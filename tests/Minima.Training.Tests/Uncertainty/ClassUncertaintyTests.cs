using Minima.Training.Uncertainty;

namespace Minima.Training.Tests.Uncertainty;

/// <summary>How sure classifiers are, on rows whose figures are known.</summary>
public sealed class ClassUncertaintyTests
{
    /// <summary>Five bins: confidences 0.62 and 0.7 in one, of which the first is right; 0.9 in the last, right.</summary>
    [Fact]
    public void CalibrationErrorIsThatOfItsBins()
    {
        var p = Tensor.Of([0.62, 0.38, 0.3, 0.7, 0.9, 0.1], [3, 2]);
        Assert.Equal((Math.Abs(1 - 1.32) + 0.1) / 3, ClassUncertainty.CalibrationError(p, Tensor.Of([0, 0, 0], [3]), 5), 1e-12);
        Assert.Equal(Math.Abs(2 - 2.22) / 3, ClassUncertainty.CalibrationError(p, Tensor.Of([0, 0, 0], [3]), 1), 1e-12);
        Assert.Equal((0.38 + 0.3 + 0.1) / 3, ClassUncertainty.CalibrationError(p, Tensor.Of([0, 1, 0], [3]), 100), 1e-12);
    }

    /// <summary>A confidence on an edge belongs to the bin below it, and 1 to the last.</summary>
    [Fact]
    public void BinsIncludeTheirUpperEdge()
    {
        var p = Tensor.Of([0.5, 0.5, 0.75, 0.25, 1, 0], [3, 2]);
        Assert.Equal((0.5 + 0.75) / 3, ClassUncertainty.CalibrationError(p, Tensor.Of([0, 1, 0], [3]), 2), 1e-12);
    }

    [Fact]
    public void EntropyGoesFromSureToNoIdea()
    {
        var entropy = ClassUncertainty.Entropy(Tensor.Of([1.0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0, 0], [3, 4]));
        Assert.Equal([0, Math.Log(4), Math.Log(2)], entropy, (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void DisagreementIsWhatTheMeanIsLessSureOf()
    {
        var (sure, other) = (Tensor.Of([1.0, 0, 0.5, 0.5], [2, 2]), Tensor.Of([0.0, 1, 0.5, 0.5], [2, 2]));
        Assert.Equal([Math.Log(2), 0], ClassUncertainty.Disagreement([sure, other]), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal([0, 0], ClassUncertainty.Disagreement([sure, sure]));
    }

    [Fact]
    public void WithoutEvidenceAllClassesAreAlikeAndTheDoubtIsWhole()
    {
        var (p, doubt) = ClassUncertainty.OfEvidence(Tensor.Of([-50.0, -50, -50, -50, 0, -50, -50, 8], [2, 4]));
        Assert.Equal([0.25, 0.25, 0.25, 0.25], p.ToArray()[..4], (a, b) => Math.Abs(a - b) < 1e-14);
        var (a0, a3) = (1 + Math.Log(2), 1 + Math.Log(1 + Math.Exp(8)));
        Assert.Equal(a3 / (a0 + a3 + 2), p.ToArray()[7], 1e-12);
        Assert.Equal([1, 4 / (a0 + a3 + 2)], doubt, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    /// <summary>edl_log without digamma is the cross-entropy of these probabilities.</summary>
    [Fact]
    public void ProbabilitiesOfEvidenceAreThoseTheLossScores()
    {
        var outputs = Tensor.Of([0.3, -1, 2, 0.1, 0, -3], [2, 3]);
        var (p, _) = ClassUncertainty.OfEvidence(outputs);
        var loss = Loss.Create("edl_log").Apply(outputs, Tensor.Of([2, 1], [2])).Item();
        Assert.Equal(-(Math.Log(p.ToArray()[2]) + Math.Log(p.ToArray()[4])) / 2, loss, 1e-12);
    }

    [Fact]
    public void WhatAreNoProbabilitiesIsRefused()
    {
        var labels = Tensor.Of([0], [1]);
        Assert.Contains("Row 0", Assert.Throws<TrainingException>(() => ClassUncertainty.Entropy(Tensor.Of([0.5, 0.6], [1, 2]))).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => ClassUncertainty.Entropy(Tensor.Of([-0.5, 1.5], [1, 2])));
        Assert.Throws<TrainingException>(() => ClassUncertainty.Entropy(Tensor.Of([double.NaN, 1], [1, 2])));
        Assert.Throws<TrainingException>(() => ClassUncertainty.Entropy(Tensor.Of([1.0], [1])));
        Assert.Throws<TrainingException>(() => ClassUncertainty.CalibrationError(Tensor.Of([1.0, 0], [1, 2]), Tensor.Of([0, 0], [2])));
        Assert.Throws<TrainingException>(() => ClassUncertainty.CalibrationError(Tensor.Of([1.0, 0], [1, 2]), Tensor.Of([1.0], [1])));
        Assert.Contains("is 2", Assert.Throws<TrainingException>(() => ClassUncertainty.CalibrationError(Tensor.Of([1.0, 0], [1, 2]), Tensor.Of([2], [1]))).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => ClassUncertainty.CalibrationError(Tensor.Of([1.0, 0], [1, 2]), labels, 0));
        Assert.Throws<TrainingException>(() => ClassUncertainty.Disagreement([]));
        Assert.Throws<TrainingException>(() => ClassUncertainty.Disagreement([Tensor.Of([1.0, 0], [1, 2]), Tensor.Of([1.0, 0, 0], [1, 3])]));
        Assert.Throws<TrainingException>(() => ClassUncertainty.OfEvidence(Tensor.Of([1.0], [1])));
    }
}
