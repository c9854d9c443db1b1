using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>The answer is right as often as it claims, on data whose truth is known.</summary>
public sealed class CompareHonestyTests
{
    private static readonly string[] Tried = ["huber", "mae", "log_cosh", "cauchy"];

    /// <summary>
    /// With normal errors nothing beats the square in RMSE. At a level of 0.05 two of forty would be called by chance; seven or more
    /// have a chance of 0.4 %.
    /// </summary>
    [SlowFact]
    public void NoLossIsCalledBetterWhereNoneIs()
    {
        var calls = Enumerable.Range(1, 40).Count(seed => Run((ulong)seed, outliers: 0, "rmse").Verdict.IsClear);
        Assert.InRange(calls, 0, 6);
    }

    /// <summary>With a tenth of the training targets far off, a robust loss must be called, every time.</summary>
    [SlowFact]
    public void RobustLossesWinWithOutliers()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var result = Run(seed, outliers: 0.1, "median-ae");
            var verdict = result.Verdict;
            Assert.True(verdict.IsClear, verdict.Text.English);
            Assert.True(verdict.Difference!.High < 0);
            Assert.True(verdict.Difference.AdjustedP >= verdict.Difference.P);
            Assert.All(result.Rows.Where(row => row is { Kind: RowKind.Loss, IsTwin: false }), row => Assert.All(row.Differences, d => Assert.Equal(row is { Failed: false, Objection: null }, d.AdjustedP is not null)));
        }
    }

    [Fact]
    public void TheResultHoldsWhatAReportNeeds()
    {
        var result = Run(1, outliers: 0.05, "mae", new ComparisonOptions { LearningCurve = true, Corruption = new Corruption(CorruptionKind.Outliers, 0.2) });
        Assert.Equal(15, result.Folds.Folds.Count);
        Assert.Equal(0.25, result.Folds.Overlap, 1e-12);
        foreach (var row in result.Rows)
        {
            Assert.Equal(120, row.Rows.Target.Count);
            Assert.Equal(row.Rows.Lines.Order(), row.Rows.Lines);
            Assert.Equal(result.Default.Rows.Target, row.Rows.Target);
            Assert.Equal(10, row.Calibration.Count);
            Assert.Equal(120, row.Calibration.Sum(bin => bin.Rows));
            var mae = row.Find(result.Metric)!.ByFold.Take(5).Average()!.Value;
            Assert.Equal(mae, row.Rows.Residuals.Average(Math.Abs), 1e-9);
            Assert.Equal(row.Kind == RowKind.Constant, row.Loss is null);
            Assert.Equal(row.Kind == RowKind.Constant ? 0 : 4, row.Robustness.Count);
            Assert.Equal(row.Kind == RowKind.Constant ? 0 : 4, row.Learning.Count);
            if (row.Kind == RowKind.Constant) continue;
            Assert.Equal(mae, row.Robustness[0].Value!.Value, 1e-12);
            Assert.Equal(mae, row.Learning[^1].Value!.Value, 1e-12);
            Assert.Equal(120, row.Rows.Loss!.Count);
        }

        var square = result.Rows.First(row => row.Name == "mse");
        for (var i = 0; i < 120; i++) Assert.Equal(Math.Pow(square.Rows.Prediction[i] - square.Rows.Target[i], 2), square.Rows.Loss![i], 1e-9);
        var harm = square.Robustness[^1].Value!.Value - square.Robustness[0].Value!.Value;
        var robust = result.Rows.First(row => row.Name == "mae");
        Assert.True(robust.Robustness[^1].Value!.Value - robust.Robustness[0].Value!.Value < harm);
    }

    [SlowFact]
    public async Task WrongLabelsHarmTheTrainingRowsOnly()
    {
        var run = await CompareRun.Of("--data", "breast-cancer", "--loss", "savage", "--corrupt", "labels=20%", "--repeats", "1", "--json", "--metric", "accuracy");
        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray().Skip(1))
        {
            var curve = row.GetProperty("robustness").EnumerateArray().ToArray();
            Assert.Equal([0, 0.05, 0.1, 0.2], curve.Select(point => point.GetProperty("share").GetDouble()));
            Assert.Equal(row.GetProperty("metrics").GetProperty("accuracy").GetProperty("mean").GetDouble(), curve[0].GetProperty("mean").GetDouble(), 1e-12);
            Assert.InRange(curve[^1].GetProperty("mean").GetDouble(), 0.85, 1);
        }
    }

    [SlowFact]
    public async Task AParameterIsTunedInsideTheTrainingRows()
    {
        var run = await CompareRun.Of("--loss", "pinball:quantile=0.05..0.95", "--loss", "d*abs(p - t)", "--param", "d=0.5..2", "--repeats", "1", "--json", "--no-timing");
        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("kind").GetString() == "loss"))
        {
            var parameter = row.GetProperty("parameters")[0];
            Assert.Equal("tuned", parameter.GetProperty("origin").GetString());
            var values = parameter.GetProperty("by_fold").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Assert.Equal(5, values.Length);

            // In MAE the median is best.
            if (parameter.GetProperty("name").GetString() == "quantile") Assert.All(values, value => Assert.InRange(value, 0.3, 0.7));
        }
    }

    /// <summary>A late delivery that costs four times an early one: predictions must lie above four fifths of the targets.</summary>
    [SlowFact]
    public async Task AFormulaSaysWhatErrorsCost()
    {
        var run = await CompareRun.Of("--loss", "relu(t-p)*4 + relu(p-t)", "--repeats", "1");
        Assert.InRange(run.Value("relu(t-p)*4 + relu(p-t)", "coverage"), 0.75, 0.85);
        Assert.InRange(run.Value("mse (default)", "coverage"), 0.4, 0.6);
    }

    [Fact]
    public async Task AColumnIsAnInputOfAFormula()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomState(4);
        var text = new StringBuilder("x,w,y\n");
        for (var i = 0; i < 200; i++)
        {
            var x = random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{x},{i % 2},{(i % 2 == 0 ? 10 : 2 * x) + random.NextDouble()}\n");
        }

        var run = await CompareRun.Of(folder.Write("t.csv", Encoding.UTF8.GetBytes(text.ToString())), "--target", "y", "--task", "regression", "--loss", "w*(p - t)^2", "--repeats", "1");
        Assert.Equal(0, run.Code);
        Assert.Contains("Column 'w' is an input of a formula and is no feature.", run.Text, StringComparison.Ordinal);

        // Rows of weight 0 are not trained on, so that half of the targets lie far above.
        Assert.InRange(run.Value("w*(p - t)^2", "bias"), -5.5, -3);
        Assert.InRange(run.Value("mse (default)", "bias"), -0.5, 0.5);
    }

    [Fact]
    public void FormulasOnTwoClassesHaveTheProbabilityThatTheirSlopesImply()
    {
        double[] raw = [-3, -0.5, 0, 0.25, 0.5, 2];
        double[] target = [0, 0, 1, 0, 1, 1];
        var logistic = TextLink.Apply(Loss.Parse("log(1 + exp(p)) - t*p"), [], target, raw);
        for (var i = 0; i < raw.Length; i++) Assert.Equal(1 / (1 + Math.Exp(-raw[i])), logistic.Probability![i], 1e-12);
        Assert.Equal(0, logistic.Threshold, 1e-9);
        Assert.Equal([0, 0, 0, 0.25, 0.5, 1], TextLink.Apply(Loss.Parse("(p - t)^2"), [], target, raw).Probability!);
        var kinked = TextLink.Apply(Loss.Parse("4*relu(t - p) + relu(p - t)"), [], target, raw);
        Assert.Null(kinked.Probability);
        Assert.Equal(0.8, kinked.Threshold, 1e-9);
    }

    private static ComparisonResult Run(ulong seed, double outliers, string metric, ComparisonOptions? options = null)
    {
        const int rows = 120;
        var random = new RandomState(seed + 1000);
        var columns = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, rows).Select(_ => Normal(random)).ToArray()).ToArray();
        var target = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            target[i] = columns[0][i] - (2 * columns[1][i]) + Normal(random);
            if (random.NextDouble() < outliers) target[i] += 30 + (20 * random.NextDouble());
        }

        var data = new ComparisonData
        {
            Name = "t",
            Columns = [.. columns.Select((column, j) => TableColumn.OfNumbers($"x{j}", column))],
            Task = new TaskChoice(PredictionTask.Regression, false, Localized.Nothing, []),
            Targets = [new TargetColumn("y", target, TargetKind.Regression, [])],
            Used = [.. Enumerable.Range(0, rows)],
            TestFrom = rows,
            Lines = [.. Enumerable.Range(2, rows)],
            Notes = [],
        };
        return Comparison.Run(
            (options ?? new ComparisonOptions()) with
            {
                Seed = seed,
                Threads = 1,
                Losses = [.. Tried.Append("mse").Select(name => LossSpec.Parse(name))],
                Metric = Metrics.Find(PredictionTask.Regression, metric)!,
            },
            data,
            null,
            TestContext.Current.CancellationToken);
    }

    private static double Normal(RandomState random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
