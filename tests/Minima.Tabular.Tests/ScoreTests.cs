using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>Models of several outputs are measured on other rows by the metrics that a comparison judged them by.</summary>
public sealed class ScoreTests
{
    static ScoreTests() => TensorCatalogue.Join();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>On fresh rows of the same kind a model is about as good as on held-out ones, and better than the constant.</summary>
    [SlowTheory]
    [InlineData("y", "gaussian_nll", true)]
    [InlineData("late,lost", "bce_with_logits", false)]
    [InlineData("left,right", "mse", false)]
    [InlineData("grade", "coral_ordinal", false)]
    public void AModelIsAsGoodOnOtherRows(string target, string loss, bool asDistribution)
    {
        var (seen, fresh) = (Rows(1, target), Rows(2, target));
        var options = new ComparisonOptions { Losses = [loss], Repeats = 1, Folds = 4, Wanted = asDistribution ? Wanted.Distribution : null };
        var result = Comparison.Run(seen, options, null, Cancellation);
        var row = result.Rows.Last(row => row.Name == loss);
        var won = result with { Verdict = result.Verdict with { Best = loss, Winner = loss, IsClear = row.Kind == RowKind.Loss, Difference = row.DifferenceIn(result.Metric) ?? result.Verdict.Difference } };
        var model = won.Best!.Refit(seen, Cancellation);
        Assert.Equal(loss, model.Loss);
        var sheet = Predictor.Of(model).Score(fresh, Cancellation);
        Assert.Equal(300, sheet.Rows);
        var metric = sheet.Metrics.First(one => one.Key == (target == "grade" ? "log-loss" : result.Metric.Key));
        var (here, there, constant) = (sheet.Of(metric)!.Value, row.Mean(metric)!.Value, sheet.Columns[1].Values[0][sheet.Metrics.ToList().IndexOf(metric)]!.Value);
        Assert.Equal(there, here, 0.15 * Math.Abs(there));
        Assert.True(metric.Badness(here) < metric.Badness(constant));
        Assert.All(sheet.Columns[0].Values[0], value => Assert.NotNull(value));
    }

    private static Table Rows(int seed, string target)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] Of(Func<int, double> of) => [.. Enumerable.Range(0, 300).Select(of)];
        double[] x = Of(_ => Normal()), z = Of(_ => Normal());
        Column[] targets = target switch
        {
            "y" => [new("y", Of(i => (2 * x[i]) + (Math.Exp(0.7 * z[i]) * Normal())))],
            "late,lost" => [new("late", Of(i => x[i] + Normal() > 0.5 ? 1 : 0)), new("lost", Of(i => z[i] + Normal() > 1 ? 1 : 0))],
            "left,right" => [new("left", Of(i => x[i] + (0.3 * Normal()))), new("right", Of(i => z[i] - x[i] + (0.3 * Normal())))],
            _ => [new("grade", Of(i => Math.Clamp(Math.Round(3 + x[i] + (0.5 * Normal())), 1, 5)))],
        };
        return Table.FromColumns([new("x", x), new("z", z), .. targets], target, new() { Order = target == "grade" ? ["1", "2", "3", "4", "5"] : [] });
    }
}
