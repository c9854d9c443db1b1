using Minima.Examples;
using Minima.Examples.Gradients;
using Minima.Tabular;

namespace Minima.Training.Tests.Proofs;

/// <summary>Where gradients vanish, and where they do not.</summary>
public sealed class GradientsTests
{
    private static readonly int[] Seeds = [1, 2];
    private static readonly BundledTable Table = BundledTable.Digits();

    [Fact]
    public void BehindSigmoidsTheyShrinkFromLayerToLayer()
    {
        var norms = DeepNetworks.Norms(Table, DeepVariant.Sigmoid, Seeds);
        Assert.Equal(DeepNetworks.HiddenLayers + 1, norms.Length);
        Assert.True(norms[0] < 1e-5 * norms[^1]);
        for (var i = 1; i < norms.Length; i++) Assert.True(norms[i] > 2 * norms[i - 1]);
    }

    [Theory]
    [InlineData("tanh, Glorot")]
    [InlineData("ReLU, He (2/n)")]
    [InlineData("sigmoid, batch norm")]
    public void TheRemediesKeepTheirSize(string name)
    {
        var norms = DeepNetworks.Norms(Table, DeepVariant.All.Single(one => one.Name.English == name), Seeds);
        Assert.True(norms.Max() < 5 * norms.Min(), string.Join(' ', norms));
    }

    [Fact]
    public void LayerNormalisationKeepsWhatAllRowsShareAndBatchNormalisationDoesNot()
    {
        Assert.True(DeepNetworks.RowShare(Table, DeepVariant.All.Single(one => one.Name.English == "sigmoid, layer norm"), Seeds) < 1e-3);
        Assert.True(DeepNetworks.RowShare(Table, DeepVariant.All.Single(one => one.Name.English == "sigmoid, batch norm"), Seeds) > 0.1);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(12)]
    public void OneSaturatedUnitHasTheGradientOfTheFormula(double logit)
    {
        var p = 1 / (1 + Math.Exp(-logit));
        Assert.Equal(p, SaturatedOutputs.UnitGradient(logit, isSquaredError: false), 1e-14);
        Assert.Equal(2 * p * p * (1 - p), SaturatedOutputs.UnitGradient(logit, isSquaredError: true), 1e-14);
    }

    [Fact]
    public void SquaredErrorLosesTheSameFactorInEveryLayer()
    {
        double[] squared = Norms(isSquaredError: true), entropy = Norms(isSquaredError: false);
        var slope = SaturatedOutputs.UnitGradient(8, isSquaredError: true) / SaturatedOutputs.UnitGradient(8, isSquaredError: false);

        // Logits spread around the bias, and the mean of the slopes is not the slope of the mean.
        for (var i = 0; i < squared.Length; i++) Assert.InRange(squared[i] / entropy[i] / slope, 0.3, 3);

        static double[] Norms(bool isSquaredError) => new SaturatedOutputs(DeepVariant.HeRelu, 4, 8, isSquaredError).Norms(Table, Seeds);
    }

    [Fact]
    public void SaturatedOutputsLearnByCrossEntropyOnly()
    {
        Assert.True(Last(isSquaredError: false) > 0.6);
        Assert.True(Last(isSquaredError: true) < 0.3);

        static double Last(bool isSquaredError) => new SaturatedOutputs(DeepVariant.HeRelu, 2, 8, isSquaredError).Curve(Table, [0.3], [1], 8)[^1];
    }

    [Fact]
    public void ATrainingThatBreaksOffIsAScoreOfZero() =>
        Assert.Equal(0, DeepNetworks.Accuracy(Table, DeepVariant.HeRelu, "sgd", [1e6], [1], 1).Mean);
}
