using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Times until an event, with censoring, where the truth is known.</summary>
public sealed class EventTests
{
    private static readonly ComparisonOptions Small = new() { Losses = ["weibull_nll"], Repeats = 1, Seed = 3 };

    static EventTests() => TensorCatalogue.Join();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The hazard is Weibull's, of shape 1.5, and proportional: Cox and Weibull are right, and naive regressions are not.</summary>
    [SlowFact]
    public void TheTruthIsFoundAndNaiveRegressionsAreWorse()
    {
        var table = MadeTables.Lifetimes(600, 1);
        var result = Comparison.Run(table, Small with { Losses = ["weibull_nll", "aft_nll:distribution=extreme", "cox_efron"] }, null, Cancellation);
        Assert.Equal((PredictionTask.Survival, Wanted.Curve, "ibs", "cox_breslow"), (result.Task.Task, result.Wanted, result.Metric.Key, result.Default.Name));
        var ibs = result.Rows.ToDictionary(row => row.Name, row => row.Mean(result.Metric)!.Value, StringComparer.Ordinal);
        Assert.Equal(2, result.Rows.Count(row => row.Kind == RowKind.Naive));
        Assert.All(result.Rows.Where(row => row.Kind is RowKind.Naive or RowKind.Constant), row => Assert.True(ibs[row.Name] > ibs["cox_breslow"] + 0.005));
        Assert.Equal(ibs["cox_breslow"], ibs["weibull_nll"], 0.002);

        // Extreme errors of the logarithm of time are Weibull times: two names of one distribution.
        Assert.Equal(ibs["weibull_nll"], ibs["aft_nll"], 0.0005);
        var shape = Assert.Single(result.Rows.Single(row => row.Name == "weibull_nll").Parameters);
        Assert.Equal((ParameterOrigin.Learned, Math.Log(1.5)), (shape.Origin, (double)shape.Value!), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 0.1);
        var scale = result.Rows.Single(row => row.Name == "aft_nll").Parameters.Single(parameter => parameter.Name == "scale");
        Assert.Equal(1 / 1.5, (double)scale.Value!, 0.07);
        Assert.True(result.Verdict.Constant!.IsClear);
        Assert.InRange(result.Default.Mean(TableMetric.Of("concordance"))!.Value, 0.65, 0.85);

        // Of the right model the predicted and the observed curves of each third lie together, and the thirds apart; of a naive one not.
        static double Farthest(SurvivalGroup group) => group.Predicted.Zip(group.Observed, (predicted, observed) => Math.Abs(predicted - observed)).Max();
        Assert.All(result.Rows.Where(row => row.Kind != RowKind.Constant), row => Assert.Equal((3, 600), (row.Curves.Count, row.Curves.Sum(group => group.Rows))));
        Assert.All(result.Default.Curves, group => Assert.InRange(Farthest(group), 0, 0.11));
        Assert.Contains(result.Rows.First(row => row.Kind == RowKind.Naive).Curves, group => Farthest(group) > 0.15);
        Assert.Equal(1, result.Default.Curves[0].Predicted[0]);
        for (var k = 1; k < 3; k++) Assert.True(result.Default.Curves[k].Observed[20] < result.Default.Curves[k - 1].Observed[20] - 0.1);
    }

    /// <summary>Two folds show a lead over the curve of all: rows are resampled.</summary>
    [SlowFact]
    public void TwoFoldsShowALead()
    {
        var lead = Comparison.Run(MadeTables.Lifetimes(300, 1), Small with { Folds = 5, StopAfter = 2 }, null, Cancellation).Verdict.Constant!;
        Assert.True(lead.IsClear);
        Assert.Equal(ResampledUnit.Row, lead.Resampled);
    }

    [SlowTheory]
    [SampledCases]
    [Case("cox_efron")]
    [Case("weibull_nll")]
    [Case("aft_nll")]
    [Case("pc_hazard")]
    [Case("pmf_nll")]
    public void AModelIsKeptAndSaysProbabilities(string loss)
    {
        var table = MadeTables.Lifetimes(300, 2);
        var result = Comparison.Run(table, Small with { Losses = [loss], Metric = TableMetric.Of("concordance") }, null, Cancellation);

        // Whether it wins is luck here; what is kept of a winner is not.
        var row = result.Rows.Single(row => row.Name == loss);
        var won = result with { Verdict = result.Verdict with { Best = loss, Difference = row.Differences.Single(difference => difference.Metric == result.Metric), IsClear = true, Winner = loss } };
        var model = won.Best!.Refit(table, Cancellation);
        Assert.Equal(loss, model.Loss);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path);
            var read = Predictor.Load(path);
            var (kept, told) = (Predictor.Of(model).Predict(table, Cancellation), read.Predict(table, Cancellation));
            Assert.Equal(kept.Values, told.Values);
            Assert.Equal(("risk", 3), (told.Quantity, told.Further.Count));
            var at = read.Predict(table, [5, 20, 60], Cancellation);
            Assert.Equal(["survival_5", "survival_20", "survival_60"], at.Further);
            Assert.All(at.Values.Chunk(4), row => Assert.True(row[1] <= 1 && row[1] >= row[2] && row[2] >= row[3] && row[3] >= 0));

            // Who is at a higher risk survives less: risks and probabilities are in opposite orders.
            double[][] rows = [.. at.Values.Chunk(4).OrderBy(row => row[0])];
            Assert.True(rows[0][2] > rows[^1][2]);

            // Curves that end repeat their last value at later times, and a note says so; others go on.
            var late = read.Predict(table, [300, 600], Cancellation);
            Assert.Equal(late.Values.Chunk(3).All(row => row[1].Equals(row[2])), late.Notes.Any(note => note.English.StartsWith("The curves of this model end at", StringComparison.Ordinal)));
            Assert.Empty(at.Notes.Except(told.Notes));
            Assert.Contains("above 0", Assert.ThrowsAny<TrainingException>(() => read.Predict(table, [0], Cancellation)).Message, StringComparison.Ordinal);
            var sheet = read.Score(table, Cancellation);
            Assert.Equal((300, "ibs"), (sheet.Rows, sheet.Metrics[0].Key));
            Assert.True(sheet.Columns[0].Values[0][0] < sheet.Columns[1].Values[0][0] - 0.005);
            Assert.InRange(sheet.Of(TableMetric.Of("concordance"))!.Value, 0.65, 0.85);
            Assert.Equal(0.5, sheet.Columns[1].Values[0][1]);
            Assert.Contains("minima score", Assert.ThrowsAny<TrainingException>(() => read.Decompose(table, Cancellation)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Where the risk is no straight line of time, a likelihood with the right shape wins over the wrong one; predictions know the truth.</summary>
    [SlowFact]
    public void PredictedProbabilitiesAreNearTheTruth()
    {
        var table = MadeTables.Lifetimes(2000, 4);
        var model = Comparison.Run(table, Small with { Folds = 3 }, null, Cancellation).Best!.Refit(table, Cancellation);
        double[] age = [-0.8, 0, 0.8];
        var said = Predictor.Of(model).Predict(Table.FromColumns([new("age", age), new("drug", [0.0, 1, 0])]), [10, 30], Cancellation);
        for (var i = 0; i < age.Length; i++)
        {
            foreach (var (k, time) in new[] { (1, 10.0), (2, 30.0) })
                Assert.Equal(MadeTables.Survival(age[i], i == 1 ? 1 : 0, time), said.Values[(3 * i) + k], 0.05);
        }
    }

    [SlowFact]
    public void ThreadsChangeNothing()
    {
        var table = MadeTables.Lifetimes(150, 5);
        var (one, four) = (Comparison.Run(table, Small with { Threads = 1, Losses = [] }, null, Cancellation), Comparison.Run(table, Small with { Threads = 4, Losses = [] }, null, Cancellation));
        Assert.Equal(one.Rows.SelectMany(row => row.Metrics.SelectMany(metric => metric.ByFold)), four.Rows.SelectMany(row => row.Metrics.SelectMany(metric => metric.ByFold)));
    }

    [SlowFact]
    public void TimesInAnotherUnitAreTheSameModel()
    {
        var (days, hours) = (Comparison.Run(MadeTables.Lifetimes(200, 6), Small, null, Cancellation), Comparison.Run(MadeTables.Lifetimes(200, 6, unit: 24), Small, null, Cancellation));
        foreach (var (one, other) in days.Rows.Zip(hours.Rows)) Assert.Equal(one.Mean(days.Metric)!.Value, other.Mean(days.Metric)!.Value, 1e-5);
    }

    [Theory]
    [InlineData(2, "it is '2'", "1 (the event happened")]
    [InlineData(double.NaN, "the cell is empty", "0 or 1 is expected")]
    public void AnEventIsZeroOrOne(double wrong, string found, string expected)
    {
        Refused(MadeTables.LifetimeColumns(60, 1, 1, (_, died) => died[7] = wrong), new() { Event = "died" }, "line 9", found, expected);
    }

    [Theory]
    [InlineData(-1, "Correct the time")]
    [InlineData(0, "a fraction of the unit")]
    public void ATimeIsAboveZero(double wrong, string remedy)
    {
        Refused(MadeTables.LifetimeColumns(60, 1, 1, (days, _) => days[3] = wrong), new() { Event = "died" }, "line 5", "a time above 0", remedy);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        var columns = MadeTables.LifetimeColumns(60, 1);
        Refused([.. columns[..3], new("died", new double[60])], new() { Event = "died" }, "no row has an event", "at least 10 events");
        Refused(columns, new() { Event = "dead" }, "--event", "'died'");
        Refused(columns, new() { Event = "died", Query = "drug" }, "give one of them");
        Refused(columns, new() { Event = "died", Task = PredictionTask.Regression }, "--task does not go with --event");
        var table = Table.FromColumns(columns, "days", new() { Event = "died" });
        foreach (var (options, word) in new (ComparisonOptions, string)[]
        {
            (new() { Models = [ComparedModel.Network] }, "--model mlp"), (new() { Corruption = new(CorruptionKind.Outliers, 0.1) }, "--corrupt"), (new() { Cost = DecisionCost.Parse("over=1,under=9") }, "--cost"), (new() { Wanted = Wanted.Mean }, "--want mean"),
        })
        {
            Assert.Contains(word, Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, options, null, Cancellation)).Message, StringComparison.Ordinal);
        }
    }

    private static void Refused(Column[] columns, TableOptions options, params string[] words)
    {
        var message = Assert.ThrowsAny<TrainingException>(() => Comparison.Run(Table.FromColumns(columns, "days", options), Small, null, Cancellation)).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    /// <summary>A model of times as its file has it.</summary>
    private static readonly Lazy<(Table Table, string Json)> SavedTimes = new(() =>
    {
        var table = MadeTables.Lifetimes(400, 5, unit: 1);
        return (table, Comparison.Run(table, new() { Losses = ["aft_nll"], Repeats = 1 }).Best!.Refit(table).ToJson());
    });

    /// <summary>A saved model of times whose parts do not fit each other is refused by name, whatever was changed.</summary>
    [SlowTheory]
    [InlineData("\"inputs\": []", "\"inputs\": [ { \"name\": \"x\", \"learned\": 1 } ]")]
    [InlineData("\"loss\": \"cox_breslow\"", "\"loss\": \"weibull_nll\"")]
    [InlineData("\"loss\": \"cox_breslow\"", "\"loss\": \"logistic_hazard\"")]
    [InlineData("\"times\": [", "\"times\": [ 1,")]
    [InlineData("\"task\": \"survival\"", "\"task\": \"ranking\"")]
    [InlineData("\"mapping\": [", "\"mapping\": [ { \"class\": \"a\", \"value\": 1 }")]
    public void AModelWhosePartsDoNotFitIsRefused(string was, string becomes)
    {
        var (table, json) = SavedTimes.Value;
        Assert.Contains(was, json, StringComparison.Ordinal);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(path, json.Replace(was, becomes, StringComparison.Ordinal));
            Assert.Throws<DataException>(() => Predictor.Load(path).Predict(table, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
