using Minima.Analysis;
using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>The parts of every loss of the catalogue that a fit takes: they add up to the mean loss and none is below 0; what is refused is refused for its shape.</summary>
public sealed class DecompositionLawTests
{
    static DecompositionLawTests() => TensorCatalogue.Join();

    private static readonly string[] Taken = ["mse", "huber", "log_cosh", "pseudo_huber", "hinge", "mape", "epsilon_insensitive", "expectile", "pinball", "poisson_nll", "cross_entropy"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Losses that are always looked at, and a sample of the others.</summary>
    public static TheoryData<string> Losses
    {
        get
        {
            string[] all = [.. Catalogue.All.Where(entry => (entry.IsPoint || entry.Row is not null) && !entry.Parameters.Any(parameter => parameter.IsRequired)).Select(entry => entry.Key)];
            var step = Sweep.Of(thin: 12, wide: 4, full: 1);
            return [.. Taken.Concat(all.Where((_, i) => i % step == 0)).Append("tukey_biweight").Distinct()];
        }
    }

    [SlowTheory]
    [SampledData(nameof(Losses), Thin = 0.3, Wide = 0.5)]
    public void PartsOfEveryLossAddUpAndHaveTheirSigns(string loss)
    {
        var (isTaken, entry) = (false, Catalogue.Find(loss));

        // A loss over rows of classes takes each number for a class.
        foreach (var (train, held) in entry.Row is null ? Tables() : Tables().Skip(3))
        {
            LinearModel model;
            try
            {
                model = LinearModel.Fit(train, loss, new() { L2 = 1e-3 }, cancellation: Cancellation);
            }
            catch (TrainingException)
            {
                // The loss is about other targets than these.
                continue;
            }

            try
            {
                var parts = model.Decompose(held, Cancellation);
                var size = 1 + Math.Abs(parts.MeanLoss) + Math.Abs(parts.Uncertainty);
                Assert.Equal(parts.MeanLoss, parts.Miscalibration - parts.Discrimination + parts.Uncertainty, 1e-12 * size);
                Assert.True(parts.Miscalibration >= -1e-12 * size && parts.Discrimination >= -1e-12 * size, $"{parts.Miscalibration} {parts.Discrimination}");
                Assert.True(double.IsFinite(parts.MeanLoss) && parts.Rows == 90);
                isTaken = true;
            }
            catch (TrainingException problem)
            {
                var isShape = problem.Message.Contains("not convex", StringComparison.Ordinal) && LossAnalysis.Of(Loss.Create(loss))[Trait.Convex] is not { Holds: true };
                isShape |= problem.Message.Contains("falls without end", StringComparison.Ordinal) && LossAnalysis.Of(Loss.Create(loss))[Trait.BoundedBelow] is not { Holds: true };
                Assert.True(isShape || (entry.Row is not null && problem.Message.Contains("no probabilities", StringComparison.Ordinal)), problem.Message);
            }

            break;
        }

        if (Taken.Contains(loss)) Assert.True(isTaken);
        if (loss == "tukey_biweight") Assert.False(isTaken);
    }

    /// <summary>Isotonic regression for Huber's functional, by its definition: the value of a row is the largest over starts before it of the smallest over ends after it of the best constant of the rows between.</summary>
    [Theory]
    [SampledCases]
    [Case("huber:delta=0.5")]
    [Case("log_cosh")]
    [Case("abs(p - t)^1.5")]
    [Case("mape")]
    public void RecalibrationIsIsotonicRegression(string loss)
    {
        var random = new Random(7);
        double[] x = [.. Enumerable.Range(0, 24).Select(i => i / 4.0)], y = [.. x.Select(v => v + (3 * random.NextDouble()))];
        var model = LinearModel.Fit(Table.FromColumns([new("x", [1.0, 2, 4, 5]), new("y", [1.0, 2, 4, 5])], "y"), loss, cancellation: Cancellation);
        var parts = model.Decompose(Table.FromColumns([new("x", x), new("y", y)], "y"), Cancellation);
        var spec = LossSpec.Parse(loss);
        var own = spec.Entry.IsText ? Loss.Parse(loss) : Loss.Create(spec.Entry, spec.Given);
        var analysis = LossAnalysis.Of(own);
        var best = Enumerable.Range(0, x.Length).Select(i => Enumerable.Range(0, i + 1).Max(j => Enumerable.Range(i, x.Length - i).Min(k => analysis.OptimalConstant(y.AsSpan(j, k + 1 - j)).Low))).ToArray();
        var row = 0;
        foreach (var block in parts.Blocks)
        {
            for (var i = 0; i < block.Rows; i++) Assert.Equal(best[row++], block.Recalibrated, 1e-6);
        }

        Assert.Equal(x.Length, row);
        Assert.True(parts.Blocks.Count is > 2 and < 24);
        double[] flat = [.. Enumerable.Repeat(analysis.OptimalConstant(y).Value, y.Length)];
        Assert.Equal(own.Evaluate(new LossBatch<double> { Prediction = flat, Target = y, Reduction = Reduction.Mean }).Value, parts.Uncertainty, 1e-9);
    }

    /// <summary>The score is that of the metric, a Brier score for each step.</summary>
    [Fact]
    public void GradesHaveTheRankedProbabilityScore()
    {
        var options = new TableOptions { Order = ["1", "2", "3", "4", "5"] };
        var (train, held) = (MadeTables.Grades(200, 71, options), MadeTables.Grades(300, 72, options));
        var model = Predictor.Of(BoostedTrees.Fit(train, "coral_ordinal", new() { Trees = new() { Rounds = 30, Depth = 3, Seed = 1, Threads = 1 } }, cancellation: Cancellation));
        var parts = model.Decompose(held, Cancellation);
        Assert.Equal(("rps", Functional.Mean, 300, 4), (parts.Loss, parts.Functional, parts.Rows, parts.Terms.Count));
        Assert.Equal(model.Score(held, Cancellation).Of(TableMetric.Of("rps"))!.Value, parts.MeanLoss, 1e-12);
        Check(parts);
        Assert.Equal("<= 1", parts.Terms[0].Name);
    }

    [Theory]
    [InlineData("gaussian_nll_log_variance", "all")]
    [InlineData("pinball", "0.1,0.5,0.9")]
    [InlineData("gamma_nll", "all")]
    public void DistributionsHaveTheMeanPinballLoss(string loss, string heads)
    {
        var (train, held) = (MadeTables.Flats(150, 73), MadeTables.Flats(200, 74));
        var model = Predictor.Of(LinearModel.Fit(train, loss, new() { Heads = heads.Split(',') }, cancellation: Cancellation));
        var parts = model.Decompose(held, Cancellation);
        Assert.Equal(("pinball-mean", Functional.Quantile, 200), (parts.Loss, parts.Functional, parts.Rows));
        Check(parts);
        Assert.Equal("quantile 0.5", parts.Terms[parts.Terms.Count / 2].Name);

        // The level 0.5 is half of the absolute error.
        var absolute = model.Score(held, Cancellation).Of(TableMetric.Of("mae"))!.Value;
        Assert.Equal(absolute / 2, parts.Terms[parts.Terms.Count / 2].MeanLoss, 1e-9);
    }

    private static void Check(ScoreDecomposition parts)
    {
        Assert.Equal(parts.MeanLoss, parts.Miscalibration - parts.Discrimination + parts.Uncertainty, 1e-12 * (1 + parts.MeanLoss));
        Assert.All(parts.Terms, term =>
        {
            Assert.Equal(term.MeanLoss, term.Miscalibration - term.Discrimination + term.Uncertainty, 1e-12);
            Assert.True(term is { Miscalibration: >= -1e-15, Discrimination: >= -1e-15 });
        });
        Assert.True(parts.Discrimination > parts.Miscalibration);
    }

    /// <summary>Amounts, two classes, several classes: the first that a loss takes is the one that it is tried on.</summary>
    private static IEnumerable<(Table Train, Table Held)> Tables() =>
    [
        (Amounts(81), Amounts(82)),
        (Shares(83), Shares(84)),
        (MadeTables.Classes(90, 85), MadeTables.Classes(90, 86)),
        (MadeTables.Grades(90, 87), MadeTables.Grades(90, 88)),
    ];

    private static Table Amounts(int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, 90).Select(_ => random.NextDouble())];
        return Table.FromColumns([new("x", x), new("y", [.. x.Select(v => 0.5 + (2 * v) - Math.Log(1 - random.NextDouble()))])], "y");
    }

    private static Table Shares(int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, 90).Select(_ => random.NextDouble())];
        return Table.FromColumns([new("x", x), new("y", [.. x.Select(v => (0.1 + v + (0.8 * random.NextDouble())) / 2)])], "y");
    }
}
