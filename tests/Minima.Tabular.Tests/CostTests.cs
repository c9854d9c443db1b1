using System.Text.Json;
using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>A user's cost is the judge: what it asks for, what it trains with, and what is saved, where the truth is known.</summary>
public sealed class CostTests
{
    private static readonly int Tables = Sweep.Of(thin: 4, wide: 10, full: 40);

    private static readonly ComparisonOptions Small = new() { Losses = ["huber"], Repeats = 1, Seed = 3 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SlowTheory]
    [InlineData(1, 9, "pinball")]
    [InlineData(4, 1, "pinball")]
    [InlineData(2, 2, "mae")]
    public void TwoSlopesAskForTheirQuantile(double over, double under, string loss)
    {
        var result = Comparison.Run(MadeTables.Flats(150, 1), Small with { Cost = DecisionCost.Of(new LinearCost(over, under), "EUR") }, null, Cancellation);
        Assert.True(Wanted.Quantile(under / (over + under)).IsSame(result.Wanted));
        Assert.Equal(loss, result.Default.Name);
        Assert.Equal("cost", result.Metric.Key);
        var pinball = result.Metrics.FirstOrDefault(metric => metric.Key == "pinball") ?? TableMetric.Of("mae");
        var factor = pinball.Key == "pinball" ? over + under : over;
        Assert.All(result.Rows, row => Assert.Equal(factor * row.Mean(pinball)!.Value, row.Mean(result.Metric)!.Value, 1e-9));
        Assert.Contains(result.Rows, row => row.Name == "mse");
        Assert.Equal(result.Rows.First(row => row.Name == "mse").Mean(result.Metric), result.Saving!.NowMean);
        Assert.Contains(" EUR a row", result.Saving.Sentence.English, StringComparison.Ordinal);
        Assert.Contains(loss, result.CostWhy.Chinese, StringComparison.Ordinal);
    }

    /// <summary>What is saved against the usual default stands in the table of differences too: one difference has one interval.</summary>
    [Fact]
    public void OneDifferenceHasOneInterval()
    {
        var result = Comparison.Run(MadeTables.Flats(150, 1), Small with { Losses = ["mse"], Cost = DecisionCost.Parse("over=1,under=9") }, null, Cancellation);
        var (shown, saving) = (result.Rows.First(row => row.Name == "mse").DifferenceIn(result.Metric)!, result.Saving!);
        Assert.Equal((result.Default.Title, ResampledUnit.Fold), (saving.Model, saving.Resampled));
        Assert.Equal(shown.Low, saving.Low, 1e-12);
        Assert.Equal(shown.High, saving.High, 1e-12);
        Assert.Contains("over 5 folds)", saving.Sentence.English, StringComparison.Ordinal);
    }

    /// <summary>A formula that judges and is best at no number with a name is the loss to train with, and the best constant under it the one to beat.</summary>
    [Fact]
    public void AMetricProposesItsLoss()
    {
        var formula = Loss.Parse("relu(p-t)^2 + 9*relu(t-p)");
        var result = Comparison.Run(MadeTables.Flats(150, 1), Small with { Losses = ["mse"], Metric = TableMetric.Of(formula) }, null, Cancellation);
        Assert.Equal(formula.Entry.Formula, result.Default.Loss!.Entry.Formula);
        Assert.True(result.Default.Mean(result.Metric) < result.Rows.First(row => row.Name == "mse").Mean(result.Metric));
        Assert.Contains(result.Rows, row => row.Kind == RowKind.Constant && row.Name == "constant (least cost)");
    }

    /// <summary>Under normal noise of spread s the mean costs (over + under) s φ(0) a row, and the quantile at z costs (over + under) s φ(z).</summary>
    [SlowFact]
    public void TheIntervalHoldsWhatASlopedCostSaves()
    {
        var truth = 10 * 2 * (0.3989422804 - 0.1754983319);
        var (held, clear) = (0, 0);
        for (var seed = 1; seed <= Tables; seed++)
        {
            var random = new Random(seed);
            var (x, y) = (new double[300], new double[300]);
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = random.NextDouble() * 10;
                y[i] = (3 * x[i]) + (2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            }

            var saving = Comparison.Run(Table.FromColumns([new("x", x), new("y", y)], "y"), Small with { Cost = DecisionCost.Parse("over=1,under=9") }, null, Cancellation).Saving!;
            Assert.Equal(saving.Mean, saving.NowMean - saving.ModelMean, 1e-9);
            if (saving.IsClear) clear++;
            if (saving.Low <= truth && truth <= saving.High) held++;
        }

        Assert.InRange(held, Tables - 1 - (Tables / 10), Tables);
        Assert.InRange(clear, Tables - 1 - (Tables / 10), Tables);
    }

    /// <summary>The chance of "yes" is known of every x, and with it what each decision costs on average.</summary>
    [Fact]
    public void TheIntervalHoldsWhatAMatrixSaves()
    {
        const double Missed = 5, Alarm = 1;
        var truth = Enumerable.Range(0, 4000).Average(i =>
        {
            var p = 1 / (1 + Math.Exp(-2 * (-2 + (i + 0.5) / 1000)));
            return (p > 0.5 ? Alarm * (1 - p) : Missed * p) - Math.Min(Alarm * (1 - p), Missed * p);
        });
        var held = 0;
        for (var seed = 1; seed <= Tables; seed++)
        {
            var result = Comparison.Run(MadeTables.Classes(400, seed), Small with { Losses = ["sigmoid_focal"], Cost = DecisionCost.Parse("matrix=[[0,1],[5,0]]", "EUR") }, null, Cancellation);
            Assert.Contains("above 0.1667", result.CostWhy.English, StringComparison.Ordinal);
            if (result.Saving!.Low <= truth && truth <= result.Saving.High) held++;
        }
        Assert.InRange(held, Tables - 1 - (Tables / 10), Tables);
    }

    [Fact]
    public void SeveralClassesAreDecidedByTheirCost()
    {
        var random = new Random(2);
        var (x, kind) = (new double[240], new string?[240]);
        for (var i = 0; i < x.Length; i++) (x[i], kind[i]) = (random.NextDouble(), ((string[])["a", "b", "a", "b", "a", "b", "a", "b", "a", "c"])[random.Next(10)]);
        var result = Comparison.Run(Table.FromColumns([new("x", x), new("kind", kind)], "kind"), Small with { Losses = ["softmax_focal"], Cost = DecisionCost.Parse("matrix=[[0,1,1],[1,0,1],[20,20,0]]") }, null, Cancellation);

        // x says nothing: one row of ten is c, and deciding for c always costs 0.9 a row; deciding for a costs 0.4 + 0.1 * 20.
        Assert.InRange(result.Rows.First(row => row.Kind == RowKind.Constant).Mean(result.Metric)!.Value, 0.8, 0.95);
        Assert.InRange(result.Default.Mean(result.Metric)!.Value, 0.8, 1.2);
        Assert.InRange(result.Saving!.NowMean, 2, 3);
    }

    /// <summary>A label that is missed costs nine times an alarm: decided by the cost, each label is called from a probability of a tenth on, and a row costs the sum of its labels.</summary>
    [Fact]
    public void LabelsAreDecidedByTheirCost()
    {
        var random = new Random(5);
        var (x, late, lost) = (new double[400], new double[400], new double[400]);
        for (var i = 0; i < x.Length; i++) (x[i], late[i], lost[i]) = ((4 * random.NextDouble()) - 2, 0, random.NextDouble() < 0.2 ? 1 : 0);
        for (var i = 0; i < x.Length; i++) late[i] = random.NextDouble() < 1 / (1 + Math.Exp(1.5 - (2 * x[i]))) ? 1 : 0;
        var table = Table.FromColumns([new("x", x), new("late", late), new("lost", lost)], "late,lost");
        var result = Comparison.Run(table, Small with { Losses = ["bce_with_logits"], Cost = DecisionCost.Parse("matrix=[[0,1],[9,0]]") }, null, Cancellation);
        Assert.Equal((PredictionTask.MultiLabel, "cost"), (result.Task.Task, result.Metric.Key));

        // "lost" depends on nothing: always called, it costs 0.8 a row; never called, 1.8. The best cost of "late" is an integral.
        var best = Enumerable.Range(0, 1000).Select(k => -2 + (4 * (k + 0.5) / 1000)).Average(at => 1 / (1 + Math.Exp(1.5 - (2 * at))) is var chance ? Math.Min(1 - chance, 9 * chance) : 0);
        Assert.Equal(0.8 + best, result.Default.Mean(result.Metric)!.Value, 0.12);
        Assert.True(result.Saving is { IsClear: true });
        Assert.True(result.Saving!.NowMean > 1.8);
    }

    /// <summary>Calling a 5 a 1 costs a hundred times what calling a 1 a 5 does: decisions by cost are higher grades.</summary>
    [Fact]
    public void GradesAreDecidedByTheirCost()
    {
        double[][] matrix = [.. Enumerable.Range(0, 5).Select(truth => Enumerable.Range(0, 5).Select(decision => decision < truth ? 100.0 * (truth - decision) : decision - truth).ToArray())];
        var result = Comparison.Run(MadeTables.Grades(300, 3), Small with { Losses = ["cross_entropy"], Cost = DecisionCost.OfClasses(matrix, "EUR") }, null, Cancellation);
        Assert.Equal((PredictionTask.Ordinal, "cross_entropy"), (result.Task.Task, result.Verdict.Winner));
        Assert.True(result.Saving is { IsClear: true });
        var habit = result.Metrics.Single(metric => metric.Key == "cost-blind");
        Assert.Equal(result.Default.Mean(habit), result.Saving!.NowMean);
    }

    /// <summary>The formula of the cost is a loss of the catalogue's own kind: it is fitted on all rows too, and rows without a target cost nothing.</summary>
    [SlowFact]
    public void TheWinnerOfACostIsKept()
    {
        var (area, price) = Numbers(400, 8);
        for (var i = 0; i < price.Length; i += 20) price[i] = double.NaN;
        var table = Table.FromColumns([new("area", area), new("price", price)], "price");
        var result = Comparison.Run(table, Small with { Repeats = 3, Cost = DecisionCost.Parse("relu(p-t) + 20*relu(t-p)^2") }, null, Cancellation);
        Assert.Equal("relu(p-t) + 20*relu(t-p)^2", result.Best!.Row.Name);
        var model = result.Best.Refit(table, Cancellation);
        Assert.Equal(("relu(p-t) + 20*relu(t-p)^2", 380), (model.Loss, model.Rows));
        Assert.InRange(model.Predict(table, Cancellation).Where((_, i) => i % 20 != 0).Zip(price.Where(value => !double.IsNaN(value)), (p, t) => p > t ? 1.0 : 0).Average(), 0.75, 1);
        var slopes = Comparison.Run(table, Small with { Cost = DecisionCost.Of(new LinearCost(1e-7, 3e-7)) }, null, Cancellation);
        Assert.Equal("pinball", slopes.Best!.Refit(table, Cancellation).Loss);
    }

    [Fact]
    public void PredictionsAreDecidedByTheirCost()
    {
        var table = MadeTables.Classes(200, 5);
        var predicted = Predictor.Of(LinearModel.Fit(table, "bce_with_logits", null, null, Cancellation)).Predict(table, Cancellation);
        var decided = predicted.Decided(DecisionCost.Parse("matrix=[[0,1],[5,0]]"));
        Assert.Equal(["no", "yes"], decided.InOrder);
        Assert.Equal(predicted.Values.Select(p => p > 1.0 / 6 ? "yes" : "no"), decided.Classes[0]);
        Assert.Equal(predicted.Classes[0], predicted.Decided(DecisionCost.Parse("matrix=[[0,1],[1,0]]")).Classes[0]);
        Assert.Contains("in this order: 'no', 'yes'", Assert.ThrowsAny<TrainingException>(() => predicted.Decided(DecisionCost.Parse("matrix=[[0,1,1],[1,0,1],[1,1,0]]"))).Message, StringComparison.Ordinal);
        var numbers = MadeTables.Flats(60, 1);
        Assert.Contains("gives a prediction", Assert.ThrowsAny<TrainingException>(() => Predictor.Of(LinearModel.Fit(numbers, "mse", null, null, Cancellation)).Predict(numbers, Cancellation).Decided(DecisionCost.Parse("matrix=[[0,1],[5,0]]"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnWeighsTheCostOfItsRow()
    {
        var random = new Random(9);
        var (area, price) = Numbers(200, 4);
        var (value, now) = (new double[200], new double[200]);
        for (var i = 0; i < value.Length; i++) (value[i], now[i]) = (1 + (20 * random.NextDouble()), price[i] + random.NextDouble() - 0.5);
        var table = Table.FromColumns([new("area", area), new("value", value), new("now", now), new("price", price)], "price", new() { Baseline = "now" });
        var result = Comparison.Run(table, Small with { Cost = DecisionCost.Parse("value*relu(t-p) + relu(p-t)", "EUR") }, null, Cancellation);
        var expected = Enumerable.Range(0, 200).Average(i => (value[i] * Math.Max(0, price[i] - now[i])) + Math.Max(0, now[i] - price[i]));
        var baseline = result.Rows.Single(row => row.Kind == RowKind.Baseline);
        Assert.Equal(expected, baseline.Mean(result.Metric)!.Value, 0.02 * expected);
        Assert.Equal(baseline.Mean(result.Metric), result.Saving!.NowMean);
        Assert.Equal(("value*relu(t-p) + relu(p-t)", "least-cost"), (result.Default.Name, result.Wanted.ToString()));
        Assert.Equal(result.Default.Name, result.Verdict.Winner);
        Assert.Equal(1, result.Data.Features);

        // What gives these numbers again gives them.
        var again = Comparison.Run(table, result.Options, null, Cancellation);
        Assert.Equal(result.Saving, again.Saving);
    }

    [Fact]
    public void WhatIsPredictedNowIsJudgedAndNoFeature()
    {
        var (area, price) = Numbers(150, 6);
        Column[] columns = [new("area", area), new("price", price)];
        var result = Comparison.Run(Table.FromColumns([.. columns, new("now", price)], "price", new() { Baseline = "now" }), Small, null, Cancellation);
        var baseline = result.Rows.Single(row => row.Kind == RowKind.Baseline);
        Assert.Equal(0, baseline.Mean(TableMetric.Of("rmse")));
        Assert.InRange(result.Default.Mean(TableMetric.Of("rmse"))!.Value, 0.4, 0.8);
        Assert.True(result.Saving is { Mean: < 0, High: < 0 });
        Assert.Contains("worse", result.Saving!.Sentence.English, StringComparison.Ordinal);
        Assert.Equal(result.Default.Mean(TableMetric.Of("rmse")), Comparison.Run(Table.FromColumns(columns, "price"), Small, null, Cancellation).Default.Mean(TableMetric.Of("rmse")));
    }

    [Fact]
    public void PresentDecisionsAreClassesOrProbabilities()
    {
        var (x, answer) = Classes(200, 3);
        Column[] columns = [new("x", x), new("answer", answer)];
        var right = answer.Select((word, i) => i % 10 == 0 ? (word == "yes" ? "no" : "yes") : word).ToArray();
        var chance = answer.Select((word, i) => word == "yes" ? 0.9 : 0.2).ToArray();
        (ComparisonRow, TableMetric) Row(Column column) => Comparison.Run(Table.FromColumns([.. columns, column], "answer", new() { Baseline = "now" }), Small with { Losses = ["sigmoid_focal"], Cost = DecisionCost.Parse("matrix=[[0,1],[1,0]]") }, null, Cancellation) is var result ? (result.Rows.Single(row => row.Kind == RowKind.Baseline), result.Metric) : default;
        var (decided, cost) = Row(new("now", right));
        Assert.Equal(0.1, decided.Mean(cost)!.Value, 0.01);
        Assert.Null(decided.Mean(TableMetric.Of("log-loss")));
        (decided, cost) = Row(new("now", chance));
        Assert.Equal(0, decided.Mean(cost)!.Value);
        Assert.True(decided.Mean(TableMetric.Of("log-loss")) < 0.3);
    }

    [Fact]
    public void AFormulaWithAColumnAsksForNoQuantile()
    {
        var (area, price) = Numbers(200, 4);
        double[] value = [.. area.Select((_, i) => i % 2 == 0 ? 1.0 : 30)];
        var result = Comparison.Run(Table.FromColumns([new("area", area), new("value", value), new("price", price)], "price"), Small with { Losses = ["value*relu(t-p) + relu(p-t)"], Wanted = Wanted.Median }, null, Cancellation);
        Assert.NotNull(result.Rows.Single(row => row.Kind == RowKind.Loss).Objection);
    }

    [Theory]
    [InlineData("over=-1,under=2", "both above 0")]
    [InlineData("over=1,over=2", "both above 0")]
    [InlineData("over", "is expected")]
    [InlineData("over=2", "both above 0")]
    [InlineData("under=2", "both above 0")]
    [InlineData("matrix=[[0,1],[0,0]]", "never costs more")]
    [InlineData("matrix=[[0,1],[1]]", "square")]
    [InlineData("matrix=[[0]]", "square")]
    [InlineData("matrix=[[0,1", "a row of numbers")]
    [InlineData("matrix", "a row of numbers")]
    [InlineData("poisson_nll", "cannot be a metric")]
    public void ACostThatIsNoneIsRefused(string text, string why) =>
        Assert.Contains(why, Assert.ThrowsAny<TrainingException>(() => DecisionCost.Parse(text)).Message, StringComparison.Ordinal);

    [SlowTheory]
    [InlineData("matrix=[[0,1],[1,0]]", false, "is for classes")]
    [InlineData("over=1,under=2", true, "is for numbers")]
    [InlineData("matrix=[[0,1,1],[1,0,1],[1,1,0]]", true, "in this order: 'no', 'yes'")]
    [InlineData("relu(p-t) - 1e9", false, "nowhere above 0")]
    [InlineData("relu(p-t)/(p-t)", false, "not a finite number at p")]
    [InlineData("ares*abs(p-t)", false, "did you mean 'area'?")]
    [InlineData("relu(p-t)", false, "the lower a prediction is")]
    [InlineData("(p-t)^3", false, "the lower a prediction is")]
    [InlineData("exp(t-p)", false, "the higher a prediction is")]
    [InlineData("0*p + 1 + 0*t", false, "has no best prediction")]
    [InlineData("area*relu(t-p)", false, "the higher a prediction is")]
    public void ACostThatDoesNotFitTheTableIsRefused(string text, bool classes, string why)
    {
        var table = classes ? MadeTables.Classes(100, 1) : MadeTables.Flats(100, 1);
        var refused = Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, Small with { Losses = [], Cost = DecisionCost.Parse(text) }, null, Cancellation));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-abs(p-t)", "nowhere above 0")]
    [InlineData("0*(p-t)", "nowhere above 0")]
    [InlineData("log(p-t)", "not a finite number at p")]
    [InlineData("relu(p-t)", "the lower a prediction is")]
    [InlineData("t - p + 100", "the higher a prediction is")]
    public void AMetricThatNoPredictionIsBestAtIsRefused(string text, string why)
    {
        var refused = Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Flats(100, 1), Small with { Losses = [], Metric = TableMetric.Of(Loss.Parse(text)) }, null, Cancellation));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--metric", refused.Message, StringComparison.Ordinal);
    }

    [SlowTheory]
    [SampledCases]
    [Case("abs(p-t)")]
    [Case("min(abs(p-t), 1)")]
    [Case("1 - cos(p - t)")]
    [Case("abs(log(p) - log(t))")]
    [Case("exp(t-p) - (t-p) - 1")]
    public void AMetricWithABestPredictionJudges(string text) =>
        Assert.NotNull(Comparison.Run(MadeTables.Flats(100, 1), Small with { Losses = [], Metric = TableMetric.Of(Loss.Parse(text)) }, null, Cancellation).Default.Mean(TableMetric.Of(Loss.Parse(text))));

    /// <summary>
    /// On noise that leans to one side the mean, and any quantile, costs more than what the cost asks for. The answer is the cost itself, whatever luck the folds have, and what it saves
    /// is counted against the usual default: over the tables it is more than nothing.
    /// </summary>
    [SlowTheory]
    [InlineData("9*relu(t-p)^2 + relu(p-t)^2", "expectile")]
    [InlineData("exp(t-p) - (t-p) - 1", "neither the mean nor a quantile")]
    [InlineData("relu(p-t) + 3*relu(t-p)^1.5", "neither the mean nor a quantile")]
    [InlineData("abs(p-t)/(1+t)", "neither the mean nor a quantile")]
    public void ACostWithoutANameIsTheDefaultItself(string text, string why)
    {
        var saved = new List<double>();
        for (var seed = 1; seed <= Tables; seed++)
        {
            var random = new Random(seed);
            var (x, y) = (new double[120], new double[120]);
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = random.NextDouble();
                y[i] = (4 * x[i]) + (3 * Math.Pow(random.NextDouble(), 3));
            }

            var cost = DecisionCost.Parse(text);
            var result = Comparison.Run(Table.FromColumns([new("x", x), new("y", y)], "y"), Small with { Losses = ["mae"], Cost = cost }, null, Cancellation);
            Assert.Equal((text, "least-cost"), (result.Default.Name, result.Wanted.ToString()));
            Assert.Contains(why, result.CostWhy.English, StringComparison.Ordinal);
            Assert.Equal(["constant (mean)", "constant (median)", "constant (least cost)"], result.Rows.Where(row => row.Kind == RowKind.Constant).Select(row => row.Name));
            Assert.DoesNotContain("default mse", result.Verdict.Text.English, StringComparison.Ordinal);
            Assert.Contains("mse", result.Saving!.Now.English, StringComparison.Ordinal);
            saved.Add((result.Saving.OfDefault ?? result.Saving).Mean);
        }

        Assert.True(saved.Average() > 0, $"{saved.Average()} a row");
    }

    /// <summary>A cost that names a column cannot train a network, which reads none: then the usual default is trained, and the answer says why.</summary>
    [Fact]
    public void ANetworkFallsBackToTheUsualDefault()
    {
        var (area, price) = Numbers(120, 4);
        var result = Comparison.Run(Table.FromColumns([new("area", area), new("size", area), new("price", price)], "price"), Small with { Models = [ComparedModel.Network], Losses = ["mae"], Cost = DecisionCost.Parse("area*abs(p-t)^1.5") }, null, Cancellation);
        Assert.Equal("mse", result.Default.Name);
        Assert.Contains("cannot be trained with the cost itself", result.CostWhy.English, StringComparison.Ordinal);
    }

    /// <summary>Nobody measured the objective or the optimum of a model that was fitted in a comparison: its file says so.</summary>
    [Fact]
    public void AModelOfAComparisonHoldsNoCertificate()
    {
        var (area, price) = Numbers(150, 4);
        var table = Table.FromColumns([new("area", area), new("size", area), new("price", price)], "price");
        var model = Comparison.Run(table, Small with { Cost = DecisionCost.Parse("area*abs(p-t)^1.5") }, null, Cancellation).Best!.Refit(table, Cancellation);
        var path = Path.GetTempFileName();
        model.Save(path);
        var saved = File.ReadAllText(path);
        var again = LinearModel.Load(path);
        File.Delete(path);
        using var json = JsonDocument.Parse(saved);
        foreach (var key in new[] { "objective", "gradient_norm", "iterations", "method", "unique" }) Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty(key).ValueKind);
        Assert.Equal("none", json.RootElement.GetProperty("certificate").GetProperty("kind").GetString());
        Assert.Equal("area", json.RootElement.GetProperty("inputs")[0].GetProperty("column").GetString());
        var without = Table.FromColumns([new("size", area), new("price", price)], "price");
        Assert.Equal(model.Predict(table, Cancellation), again.Predict(without, Cancellation));
    }

    [Fact]
    public void ACostIsTheOnlyJudge()
    {
        var cost = DecisionCost.Parse("over=1,under=3");
        Assert.Contains("leave out one", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Flats(60, 1), Small with { Cost = cost, Wanted = Wanted.Mean })).Message, StringComparison.Ordinal);
        Assert.Contains("decide how losses are judged", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Flats(60, 1), Small with { Cost = cost, Metric = TableMetric.Of("mae") })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("now", "it is 'maybe'")]
    [InlineData("gone", "gone")]
    [InlineData("answer", "another role")]
    public void ABaselineThatIsNoneIsRefused(string name, string why)
    {
        var (x, answer) = Classes(60, 3);
        var words = answer.Select((word, i) => i == 20 ? "maybe" : word).ToArray();
        var refused = Assert.ThrowsAny<TrainingException>(() => Comparison.Run(Table.FromColumns([new("x", x), new("answer", answer), new("now", words)], "answer", new() { Baseline = name }), Small with { Losses = [] }, null, Cancellation));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheOneParameterOfALossNeedsNoName()
    {
        Assert.Equal(LossSpec.Parse("pinball:quantile=0.9").ToString(), LossSpec.Parse("pinball:0.9").ToString());
        Assert.Throws<LossException>(() => LossSpec.Parse("barron_general:0.9"));
        Assert.Throws<LossException>(() => LossSpec.Parse("pinball:0.9,0.8"));
        Assert.Contains("'quantile' is not a parameter", Assert.Throws<LossException>(() => LossSpec.Parse("pinball:quantile")).Message, StringComparison.Ordinal);
    }

    /// <summary>price = 3 area and noise of spread 0.6.</summary>
    private static (double[] Area, double[] Price) Numbers(int rows, int seed)
    {
        var random = new Random(seed);
        var (area, price) = (new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            area[i] = 10 * random.NextDouble();
            price[i] = (3 * area[i]) + (2 * random.NextDouble()) - 1;
        }

        return (area, price);
    }

    private static (double[] X, string[] Answer) Classes(int rows, int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => (4 * random.NextDouble()) - 2)];
        return (x, Array.ConvertAll(x, at => random.NextDouble() < 1 / (1 + Math.Exp(-2 * at)) ? "yes" : "no"));
    }
}
