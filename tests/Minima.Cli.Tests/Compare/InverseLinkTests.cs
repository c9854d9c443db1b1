using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class InverseLinkTests
{
    [Theory]
    [InlineData(PredictionLink.Logit, 0, 0.5)]
    [InlineData(PredictionLink.Logit, -800, 0)]
    [InlineData(PredictionLink.Logit, 800, 1)]
    [InlineData(PredictionLink.Logit, 1, 0.7310585786300049)]
    [InlineData(PredictionLink.HalfLogit, 0.5, 0.7310585786300049)]
    [InlineData(PredictionLink.ClippedMargin, 0.5, 0.75)]
    [InlineData(PredictionLink.ClippedMargin, -3, 0)]
    [InlineData(PredictionLink.Arctangent, 0, 0.5)]
    [InlineData(PredictionLink.Arctangent, 9, 1)]
    [InlineData(PredictionLink.Identity, 1.5, 1)]
    public void Probabilities(PredictionLink link, double raw, double probability) =>
        Assert.Equal(probability, InverseLink.Probability(link, raw), 1e-15);

    [Fact]
    public void Numbers()
    {
        Assert.Equal(Math.Exp(2), InverseLink.Number(PredictionLink.Log, 2));
        Assert.Equal(2, InverseLink.Number(PredictionLink.Identity, 2));
    }

    [Fact]
    public void ASignHasNoProbability()
    {
        var data = ComparisonReader.Read(Table.Bundled("breast-cancer"), new(), TestContext.Current.CancellationToken);
        var candidates = Candidates.For(data, 1, [LossSpec.Parse("hinge")]).Chosen;
        var hinge = candidates[1];
        Assert.True(hinge.MarginLabels);
        Assert.Null(InverseLink.Apply(hinge, TargetKind.Binary, [0, 1], [-1, 2]).Probability);
        Assert.NotNull(InverseLink.Apply(candidates[0], TargetKind.Binary, [0, 1], [-1, 2]).Probability);
    }
}
