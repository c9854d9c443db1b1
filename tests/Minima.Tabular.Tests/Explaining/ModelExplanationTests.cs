using Minima.Training.Data;

namespace Minima.Tabular.Tests.Explaining;

/// <summary>Explanations of saved models, where the truth is known.</summary>
public sealed class ModelExplanationTests
{
    private const int Rows = 400;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Of a least-squares fit on its own rows a shuffle of a column costs twice its variance times the squared coefficient.</summary>
    [Fact]
    public void ALinearModelIsWorthItsCoefficients()
    {
        var table = Made(1);
        var model = LinearModel.Fit(table, "mse", cancellation: Cancellation);
        var found = Predictor.Of(model).Explain(table, new() { Shuffles = 60 }, cancellation: Cancellation);
        Assert.Equal(("mse", false, Rows), (found.Measure, found.IsMetric, found.Rows));
        Assert.Equal(Predictor.Of(model).Score(table, Cancellation).Losses[0], found.Score);
        Assert.Equal(["a", "kind", "b"], found.Importance.Select(worth => worth.Column));
        Assert.Equal(["id"], found.Unused);
        var a = Numbers(1).A;
        var mean = a.Average();
        var expected = 2 * 9 * a.Average(value => (value - mean) * (value - mean));
        Assert.InRange(found.Importance[0].Rise, 0.95 * expected, 1.05 * expected);
        Assert.InRange(found.Importance[2].Rise, 0, 0.01 * expected);
        Assert.InRange(found.Importance[0].Deviation, 0.001 * expected, 0.2 * expected);

        // The mean prediction is a straight line with the coefficient as its slope.
        var dependence = found.Dependence[0];
        Assert.Equal(("a", "y", "prediction", true), (dependence.Column, dependence.Output, dependence.Quantity, dependence.IsOrdered));
        var (first, last) = (dependence.Points[0], dependence.Points[^1]);
        Assert.Equal((a.Min(), a.Max()), (first.At, last.At));
        var slope = (last.Prediction - first.Prediction) / (last.At!.Value - first.At!.Value);
        Assert.InRange(slope, 2.9, 3.1);
        foreach (var point in dependence.Points) Assert.Equal(first.Prediction + (slope * (point.At!.Value - first.At.Value)), point.Prediction, 1e-9);
        var kinds = found.Dependence[1];
        Assert.False(kinds.IsOrdered);
        Assert.Equal(5, kinds.Points.Single(point => point.Cell == "red").Prediction - kinds.Points.Single(point => point.Cell == "blue").Prediction, 0.2);
    }

    [Fact]
    public void TreesOfClassesAreExplainedForEachClass()
    {
        var (a, _, _) = Numbers(2);
        var table = Table.FromColumns([new("a", a), new("noise", Numbers(3).A), new("y", Array.ConvertAll(a, value => (string?)(value < 3 ? "low" : value < 7 ? "middle" : "high")))], "y");
        var trees = BoostedTrees.Fit(table, options: new() { Trees = new() { Rounds = 20, Threads = 1 } }, cancellation: Cancellation);
        var found = Predictor.Of(trees).Explain(table, new() { Columns = 1, Points = 5 }, cancellation: Cancellation);
        Assert.Equal("a", found.Importance[0].Column);
        Assert.True(found.Importance.Count == 1 || found.Importance[1].Rise < 0.05 * found.Importance[0].Rise);
        Assert.Equal(["high", "low", "middle"], found.Dependence.Select(dependence => dependence.Output));
        for (var i = 0; i < 5; i++) Assert.Equal(1, found.Dependence.Sum(dependence => dependence.Points[i].Prediction), 1e-9);
        Assert.True(found.Dependence[1].Points[0].Prediction > 0.8 && found.Dependence[0].Points[^1].Prediction > 0.8);
    }

    /// <summary>A score that needs a column besides is judged by the first metric of its task; a distribution by its mean.</summary>
    [SlowFact]
    public void CostsOfColumnsAndDistributionsAreExplained()
    {
        var (a, b, y) = Numbers(4);
        var table = Table.FromColumns([new("a", a), new("price", Array.ConvertAll(b, value => 1 + Math.Abs(value))), new("y", y)], "y");
        var options = new BoostedTreesOptions { Trees = new() { Rounds = 10, Threads = 1 } };
        var few = new ExplainOptions { Shuffles = 2, Points = 3 };
        var cost = Predictor.Of(BoostedTrees.Fit(table, "price*(4*relu(t-p) + relu(p-t))", options, cancellation: Cancellation)).Explain(table, few, cancellation: Cancellation);
        Assert.False(cost.IsMetric);
        Assert.Equal("price*(4*relu(t-p) + relu(p-t))", cost.Measure);
        Assert.Equal("a", cost.Importance[0].Column);
        var spread = Predictor.Of(BoostedTrees.Fit(table, "gaussian_nll", options with { Heads = ["all"] }, cancellation: Cancellation)).Explain(table, few, cancellation: Cancellation);
        Assert.Equal("a", spread.Importance[0].Column);
        Assert.Equal(["y"], spread.Dependence.Where(dependence => dependence.Column == "a").Select(dependence => dependence.Output));
    }

    [Fact]
    public void DatesCommasAndGapsAreRead()
    {
        string?[] dates = [.. Enumerable.Range(0, Rows).Select(row => $"2025-{1 + (row % 12):00}-{1 + (row % 28):00}")], commas = [.. Enumerable.Range(0, Rows).Select(row => row % 9 == 0 ? null : row % 5 == 0 ? "2" : $"1,{row % 7}")];
        double[] y = [.. Enumerable.Range(0, Rows).Select(row => (row % 12) + (commas[row] is null ? 9 : row % 5 == 0 ? 20.0 : row % 7))];
        var table = Table.FromColumns([new("when", dates), new("much", commas), new("y", y)], "y");
        var trees = BoostedTrees.Fit(table, options: new() { Trees = new() { Rounds = 30, Threads = 1 } }, cancellation: Cancellation);
        var found = Predictor.Of(trees).Explain(table, cancellation: Cancellation);
        Assert.Equal(["much", "when"], found.Importance.Select(worth => worth.Column).Order());
        foreach (var dependence in found.Dependence)
        {
            Assert.True(dependence.IsOrdered);
            Assert.Equal(dependence.Points.Select(point => point.At).Order(), dependence.Points.Select(point => point.At));
        }

        Assert.Equal(2, found.Dependence.Single(dependence => dependence.Column == "much").Points[^1].At);
        Assert.Equal(20089, found.Dependence.Single(dependence => dependence.Column == "when").Points[0].At);
    }

    [Fact]
    public void ManyRowsAreDrawnByTheSeed()
    {
        var table = Made(5);
        var predictor = Predictor.Of(LinearModel.Fit(table, "mse", cancellation: Cancellation));
        ModelExplanation Of(ulong seed) => predictor.Explain(table, new() { Rows = 100, Shuffles = 2, Columns = 0, Seed = seed }, cancellation: Cancellation);
        Assert.Equal(100, Of(1).Rows);
        Assert.Empty(Of(1).Dependence);
        Assert.Equal(Of(1).Importance, Of(1).Importance);
        Assert.NotEqual(Of(1).Importance, Of(2).Importance);
        var reports = new List<ExplainProgress>();
        predictor.Explain(table, new() { Shuffles = 2 }, new Listening(reports), Cancellation);
        Assert.Equal(Enumerable.Range(reports[0].Done, reports.Count), reports.Select(report => report.Done));
        Assert.True(reports[^1].Done <= reports[^1].Total);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => predictor.Explain(table, cancellation: stopped.Token));
    }

    [Fact]
    public void WhatCannotBeExplainedIsRefused()
    {
        var table = Made(6);
        var predictor = Predictor.Of(LinearModel.Fit(table, "mse", cancellation: Cancellation));
        Assert.Contains("give at least 2", Assert.Throws<UsageException>(() => predictor.Explain(table, new() { Shuffles = 1 }, cancellation: Cancellation)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => predictor.Explain(Table.FromColumns([new("a", Numbers(1).A)]), cancellation: Cancellation));
    }

    private static Table Made(int seed)
    {
        var (a, b, y) = Numbers(seed);
        return Table.FromColumns([new("id", [.. Enumerable.Range(0, Rows).Select(row => $"row {row}")]), new("a", a), new("b", b), new("kind", [.. Enumerable.Range(0, Rows).Select(row => row % 3 == 0 ? "red" : "blue")]), new("y", y)], "y");
    }

    private static (double[] A, double[] B, double[] Y) Numbers(int seed)
    {
        var random = new Random(seed);
        double[] Column(double from, double to) => [.. Enumerable.Range(0, Rows).Select(_ => from + ((to - from) * random.NextDouble()))];
        var (a, b, noise) = (Column(0, 10), Column(-1, 1), Column(-1, 1));
        return (a, b, [.. Enumerable.Range(0, Rows).Select(row => 20 + (3 * a[row]) + (row % 3 == 0 ? 5 : 0) + noise[row])]);
    }

    private sealed class Listening(List<ExplainProgress> reports) : IProgress<ExplainProgress>
    {
        public void Report(ExplainProgress value) => reports.Add(value);
    }
}
