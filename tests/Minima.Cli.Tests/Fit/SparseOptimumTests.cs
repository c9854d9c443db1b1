using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Optima at coefficients of 0: those of an l1 penalty are reached from 0 and hold by the conditions of Karush, Kuhn and Tucker; those that are constant are exactly so.</summary>
public sealed class SparseOptimumTests
{
    private static readonly int Tables = Sweep.Of(thin: 10, wide: 33, full: 100);

    [Theory]
    [InlineData("tweedie:power=1.5", 0.07)]
    [InlineData("tweedie:power=1.2", 0.3)]
    [InlineData("poisson_nll", 0.07)]
    [InlineData("poisson_nll", 1)]
    public async Task CountsReachTheirSparseOptimum(string loss, double l1)
    {
        var missed = new List<string>();
        for (var seed = 1UL; seed <= (ulong)Tables; seed++)
        {
            var (rows, target) = Counts(seed);
            var run = await FitRun.OfTable(rows, target, "--loss", loss, "--l1", l1.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (run.Code != ExitCode.Ok) missed.Add($"{seed}: {run.Error}");
            else if (Excess(LossSpec.Parse(loss).Create(), rows, target, run.Coefficients, run.Intercept, l1) is > 1e-6 and var excess) missed.Add($"{seed}: {excess}");
        }

        Assert.True(missed.Count == 0, $"{missed.Count} of {Tables}:\n{string.Join('\n', missed)}");
    }

    /// <summary>Losses with flats and bends whose optimum uses no column: no coefficient is left of rounding, whatever the table.</summary>
    [Theory]
    [InlineData("hinge")]
    [InlineData("hinge", "--l2", "1")]
    [InlineData("hinge", "--l1", "0.5")]
    public async Task AConstantOptimumOfClassesIsExact(string loss, params string[] options)
    {
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var random = new RandomState(seed);
            var (rows, target) = (new double[100][], new double[100]);
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = [Normal(random), Normal(random), 10 * random.NextDouble()];
                target[i] = i % 8 == 0 ? 1 : -1;
            }

            var run = await FitRun.OfTable(rows, target, ["--loss", loss, .. options]);
            Assert.Equal(ExitCode.Ok, run.Code);

            // Where the columns tell something by chance they are far from 0.
            Assert.All(run.Coefficients, coefficient => Assert.True(coefficient == 0 || Math.Abs(coefficient) > 1e-9, $"seed {seed}: {coefficient}"));
            if (options.Length > 0) continue;
            Assert.All(run.Coefficients, coefficient => Assert.Equal(0, coefficient));
        }
    }

    [Theory]
    [SampledCases]
    [Case("mae")]
    [Case("pinball:quantile=0.4")]
    [Case("epsilon_insensitive:epsilon=0.5")]
    [Case("huber:delta=0.001")]
    public async Task AConstantOptimumOfNumbersIsExact(string loss)
    {
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var random = new RandomState(seed);
            var (rows, target) = (new double[90][], new double[90]);
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = [Normal(random), Normal(random)];
                target[i] = i % 5 == 0 ? random.NextDouble() : 0;
            }

            var run = await FitRun.OfTable(rows, target, "--loss", loss);
            Assert.Equal(ExitCode.Ok, run.Code);
            Assert.All(run.Coefficients, coefficient => Assert.True(coefficient == 0 || Math.Abs(coefficient) > 1e-9, $"seed {seed}: {coefficient}"));
        }
    }

    /// <summary>Predictions that are equal have no order: a classifier that says one score for all has an AUC of a half.</summary>
    [Fact]
    public async Task AConstantClassifierHasAnAucOfAHalf()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomState(9);
        var rows = Enumerable.Range(0, 120).Select(_ => new[] { Normal(random), Normal(random), Normal(random) }).ToArray();
        var data = folder.Write("data.csv", System.Text.Encoding.UTF8.GetBytes(FitRun.Csv(rows, [.. rows.Select((_, i) => i % 6 == 0 ? 1.0 : -1)])));
        var fit = await Train.CliRun.Good("fit", data, "--target", "y", "--loss", "hinge", "--json");
        var model = folder.Write("model.json", System.Text.Encoding.UTF8.GetBytes(fit.Output));
        var score = await Train.CliRun.Good("score", model, data, "--json");
        Assert.Contains("\"auc\": 0.5", score.Output.Replace("\"auc\":0.5", "\"auc\": 0.5", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("\"auc\": 0.51", score.Output, StringComparison.Ordinal);
    }

    /// <summary>How far the conditions of an optimum are missed: slopes beyond the penalty at 0, off it elsewhere, and that of the intercept.</summary>
    private static double Excess(Loss loss, double[][] rows, double[] target, double[] weights, double intercept, double l1)
    {
        var prediction = rows.Select(row => intercept + row.Zip(weights, (x, w) => x * w).Sum()).ToArray();
        var slopes = new double[prediction.Length];
        loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = slopes, Reduction = Reduction.Mean });
        var worst = Math.Abs(slopes.Sum());
        for (var j = 0; j < weights.Length; j++)
        {
            var slope = slopes.Select((s, i) => s * rows[i][j]).Sum();
            worst = Math.Max(worst, weights[j] == 0 ? Math.Max(0, Math.Abs(slope) - l1) : Math.Abs(slope + (l1 * Math.Sign(weights[j]))));
        }

        return worst;
    }

    private static (double[][] Rows, double[] Target) Counts(ulong seed)
    {
        var random = new RandomState(seed);
        var (count, width) = (40 + random.NextInt(120), 2 + random.NextInt(5));
        var truth = Enumerable.Range(0, width).Select(_ => 0.5 * Normal(random)).ToArray();
        var (rows, target) = (new double[count][], new double[count]);
        for (var i = 0; i < count; i++)
        {
            rows[i] = [.. truth.Select(_ => Normal(random))];
            var (limit, product) = (Math.Exp(-Math.Exp(0.3 + rows[i].Zip(truth, (x, w) => x * w).Sum())), 1.0);
            while ((product *= random.NextDouble()) > limit) target[i]++;
        }

        return (rows, target);
    }

    private static double Normal(RandomState random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
