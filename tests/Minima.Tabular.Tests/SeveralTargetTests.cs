using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Several targets at once: labels, numbers, parts of 1 and boxes are recognised, judged, saved and predicted.</summary>
public sealed class SeveralTargetTests
{
    private const int Rows = 80;

    private static readonly ComparisonOptions Quick = new() { Folds = 2, Repeats = 1 };

    private readonly double[] _a = Draw(i => Math.Sin(1.7 * i)), _b = Draw(i => Math.Cos(2.3 * i)), _noise = Draw(i => Math.Sin(5.9 * i * i));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void LabelsAreSavedTogether()
    {
        TensorCatalogue.Join();
        var table = Of("late,lost", Draw(i => _a[i] + (0.7 * _noise[i]) > 0 ? 1 : 0), Draw(i => _b[i] + (0.7 * _noise[i]) > 0.3 ? 1 : 0));
        var result = Comparison.Run(table, Quick with { Losses = ["hinge", "asymmetric", "lsep"] }, null, Cancellation);
        Assert.Equal(PredictionTask.MultiLabel, result.Task.Task);
        foreach (var name in new[] { "bce_with_logits", "hinge", "asymmetric", "lsep" })
        {
            var predicted = Saved(result, name, table);
            Assert.Equal(["late", "lost"], predicted.Targets);
            Assert.Equal(name is "hinge" or "lsep" ? "score" : "probability", predicted.Quantity);
            Assert.Equal(2, predicted.Width);

            // What the comparison judged and what the file predicts are read alike: labels are found far more often than by chance.
            var right = Enumerable.Range(0, Rows).Count(row => predicted.Classes[0][row] == (_a[row] + (0.7 * _noise[row]) > 0 ? "1" : "0"));
            Assert.InRange(right, 0.6 * Rows, Rows);
        }
    }

    /// <summary>Two folds are too few to be compared as two numbers; their rows tell labels that features explain from labels of chance.</summary>
    [Theory]
    [InlineData("log-loss")]
    [InlineData("hamming")]
    [InlineData("subset-accuracy")]
    public void TwoFoldsOfLabelsTellALeadFromNone(string metric)
    {
        TensorCatalogue.Join();
        var two = Quick with { Losses = ["bce_with_logits"], Metric = TableMetric.Of(metric) };
        var lead = Comparison.Run(Of("late,lost", Draw(i => _a[i] + (0.3 * _noise[i]) > 0 ? 1 : 0), Draw(i => _b[i] + (0.3 * _noise[i]) > 0.3 ? 1 : 0)), two, null, Cancellation).Verdict.Constant!;
        Assert.Equal((true, ResampledUnit.Row), (lead.IsClear, lead.Resampled));
        var wrong = Enumerable.Range(1, 12).Count(seed =>
        {
            var random = new Random(seed);
            return Comparison.Run(Of("late,lost", Draw(_ => random.Next(2)), Draw(_ => random.Next(2))), two, null, Cancellation).Verdict.Constant!.IsClear;
        });
        Assert.InRange(wrong, 0, 2);
    }

    [SlowTheory]
    [SampledCases]
    [Case("macro-f1")]
    [Case("micro-f1")]
    [Case("subset-accuracy")]
    public void ThresholdsOfLabelsAreChosenInsideTheFoldsAndSaved(string key)
    {
        TensorCatalogue.Join();

        // A label of one row in twelve is hardly ever more likely than not.
        const int rows = 600;
        double[] a = Many(i => Math.Sin(1.7 * i)), b = Many(i => Math.Cos(2.3 * i)), noise = Many(i => Math.Sin(5.9 * i * i));
        var (rare, common) = (Many(i => a[i] + (1.2 * noise[i]) > 1.6 ? 1 : 0), Many(i => b[i] + noise[i] > 0 ? 1 : 0));
        Assert.InRange(rare.Average(), 0.04, 0.12);
        var table = Table.FromColumns([new("a", a), new("b", b), new("rare", rare), new("common", common)], "rare,common");
        var metric = TableMetric.Of(key);
        var result = Comparison.Run(table, new ComparisonOptions { Folds = 4, Repeats = 1, Losses = ["bce_with_logits", "asymmetric"], Metric = metric }, null, Cancellation);
        foreach (var row in result.Rows.Where(row => row.Loss is not null))
        {
            var model = result.ModelOf(row).Refit(table, Cancellation);
            var untuned = Comparison.Run(table, new ComparisonOptions { Folds = 4, Repeats = 1, Losses = [row.Name], Metric = TableMetric.Of("hamming") }, null, Cancellation);
            Assert.Empty(untuned.ModelOf(untuned.Rows.Single(other => other.Name == row.Name)).Refit(table, Cancellation).Thresholds);
            if (key == "subset-accuracy") continue;

            // Out of fold, the rare label is found; at a half it is not.
            Assert.True(row.Mean(metric) > (key == "macro-f1" ? 0.55 : 0.6), $"{row.Name}: {row.Mean(metric)}");
            Assert.Equal(2, model.Thresholds.Count);
            var predicted = Saved(result, row.Name, table);
            for (var k = 0; k < 2; k++)
            {
                var set = predicted.Classes[k].Count(name => name == "1");
                Assert.InRange(set, key == "macro-f1" || k == 1 ? 1 : 0, rows - 1);

                // The file cuts by score, and a likelihood below a half.
                int[] order = [.. Enumerable.Range(0, rows).OrderByDescending(row => predicted.Values[(2 * row) + k])];
                Assert.All(order.Take(set), row => Assert.Equal("1", predicted.Classes[k][row]));
                if (set > 0 && row.Kind == RowKind.Default) Assert.InRange(predicted.Values[(2 * order[set - 1]) + k], 0, 0.5);
            }
        }

        static double[] Many(Func<int, double> of) => [.. Enumerable.Range(0, rows).Select(of)];
    }

    [SlowTheory]
    [SampledCases]
    [Case("sigmoid_focal:gamma=0..8")]
    [Case("bce_with_logits:pos_weight=0.1..20")]
    public void EachLabelIsReadWithTheParametersThatItsOwnRowsChose(string loss)
    {
        // One label has hardly any noise and the other little else, so that they choose differently; which of them is named first is no matter.
        const int rows = 300;
        double[] a = Many(i => Math.Sin(1.7 * i)), b = Many(i => Math.Cos(2.3 * i)), noise = Many(i => Math.Sin(5.9 * i * i));
        Column[] columns = [new("a", a), new("b", b), new("clear", Many(i => a[i] + (0.2 * noise[i]) > 0.6 ? 1 : 0)), new("vague", Many(i => b[i] + (5 * noise[i]) > -1 ? 1 : 0))];
        var (one, other) = (Predicted("clear,vague"), Predicted("vague,clear"));
        for (var i = 0; i < one.Length; i++) Assert.Equal(one[i], other[i ^ 1], 1e-6);

        double[] Predicted(string targets)
        {
            var table = Table.FromColumns(columns, targets);
            var result = Comparison.Run(table, Quick with { Losses = [loss] }, null, Cancellation);
            return Saved(result, result.Rows.Single(row => row.Parameters.Any(parameter => parameter.Origin == ParameterOrigin.Tuned)), table).Values;
        }

        static double[] Many(Func<int, double> of) => [.. Enumerable.Range(0, rows).Select(of)];
    }

    [SlowFact]
    public void HeldOutRowsDoNotChooseThresholds()
    {
        // F1 of held-out rows that are all set tells how many are predicted, F1 of the true ones how many of these are right; from both follows F1 of the opposite.
        TensorCatalogue.Join();
        var truth = Draw(i => _a[i] + (0.5 * _noise[i]) > 0.9 ? 1 : 0);
        double[] tested = truth[50..];
        double Judged(Func<double, double> spoil)
        {
            Table Part(Range rows, double[] labels, TableOptions? options) => Table.FromColumns([new("a", _a[rows]), new("b", _b[rows]), new("x", labels), new("y", labels)], "x,y", options);
            var table = Part(..50, truth[..50], new TableOptions { Test = Part(50.., [.. tested.Select(spoil)], null) });
            var result = Comparison.Run(table, new ComparisonOptions { Losses = ["bce_with_logits"], Metric = TableMetric.Of("macro-f1") }, null, Cancellation);
            return result.Default.Mean(TableMetric.Of("macro-f1"))!.Value;
        }

        var all = Judged(_ => 1);
        var said = all * tested.Length / (2 - all);
        Assert.InRange(said, 1, tested.Length - 1);
        var right = Judged(label => label) * (tested.Sum() + said) / 2;
        Assert.Equal(2 * (said - right) / (tested.Length - tested.Sum() + said), Judged(label => 1 - label), 1e-9);
    }

    [SlowFact]
    public void NumbersAreJudgedInAnyUnit()
    {
        TensorCatalogue.Join();
        var (u, v) = (Draw(i => _a[i] + (0.3 * _noise[i])), Draw(i => 1000 * (_b[i] + (0.3 * _noise[i]))));
        var result = Comparison.Run(Of("u,v", u, v), Quick with { Losses = ["mae", "consistency_ph"] }, null, Cancellation);
        Assert.Equal((PredictionTask.Vector, "relative-rmse", "mse"), (result.Task.Task, result.Metric.Key, result.Default.Name));
        Assert.Equal(result.Default.Mean(TableMetric.Of("relative-rmse"))!.Value, Comparison.Run(Of("u,v", u, Array.ConvertAll(v, value => value / 1000)), Quick with { Losses = ["mae"] }, null, Cancellation).Default.Mean(TableMetric.Of("relative-rmse"))!.Value, 1e-6);
        Assert.Contains(result.Metrics, metric => metric.Key == "rmse:v");
        Assert.InRange(result.Default.Mean(TableMetric.Of("relative-rmse"))!.Value, 0.1, 0.5);
        var predicted = Saved(result, "mae", Of("u,v", u, v));
        Assert.Equal(("prediction", 2), (predicted.Quantity, predicted.Width));
        Assert.InRange(Enumerable.Range(0, Rows).Average(row => Math.Abs(predicted.Values[(2 * row) + 1] - v[row])), 0, 400);
    }

    [Fact]
    public void PartsSumToOne()
    {
        TensorCatalogue.Join();
        double[][] parts = [Draw(i => Math.Exp(_a[i] + _noise[i])), Draw(i => Math.Exp(_b[i])), Draw(i => Math.Exp(0.5 * _noise[i]))];
        var shares = parts.Select(part => Draw(i => 100 * part[i] / parts.Sum(other => other[i]))).ToArray();
        var table = Of("x,y,z", shares);
        var result = Comparison.Run(table, Quick with { Losses = ["hellinger", "kl_div"] }, null, Cancellation);
        Assert.Equal((PredictionTask.Composition, "log-loss", "soft_cross_entropy"), (result.Task.Task, result.Metric.Key, result.Default.Name));
        Assert.Contains(result.Excluded, exclusion => exclusion.Loss == "kl_div" && exclusion.Reason.English.Contains("soft_cross_entropy", StringComparison.Ordinal));
        Assert.All(Saved(result, "hellinger", table).Values.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-12));

        // A score reads parts of 100 as the comparison does.
        var predictor = Predictor.Of(result.ModelOf(result.Rows.Single(row => row.Name == "hellinger")).Refit(table, Cancellation));
        var score = predictor.Score(table, Cancellation).Of(TableMetric.Of("log-loss"))!.Value;
        Assert.Equal(score, predictor.Score(Of("x,y,z", [.. shares.Select(share => Array.ConvertAll(share, value => value / 100))]), Cancellation).Of(TableMetric.Of("log-loss"))!.Value, 1e-9);
        Assert.Equal(result.Rows.Single(row => row.Name == "hellinger").Mean(TableMetric.Of("log-loss"))!.Value, score, 0.05);
        Assert.Contains("do not sum to 1 or 100", Assert.ThrowsAny<TrainingException>(() => predictor.Score(Of("x,y,z", parts), Cancellation)).Message, StringComparison.Ordinal);
        Assert.InRange(ConformalPredictor.Calibrate(predictor, table, cancellation: Cancellation).Thresholds.Max(), 0.01, 0.6);
        Assert.True(result.Default.Mean(TableMetric.Of("brier")) < result.Rows.First(row => row.Kind == RowKind.Constant).Mean(TableMetric.Of("brier")));
    }

    [Fact]
    public void BoxesAreJudgedByOverlap()
    {
        TensorCatalogue.Join();
        var (left, top) = (Draw(i => _a[i] + (0.1 * _noise[i])), Draw(i => _b[i] + (0.1 * _noise[i])));
        var table = Of("x1,y1,x2,y2", left, top, Draw(i => left[i] + 2 + _a[i]), Draw(i => top[i] + 1.5 + (0.5 * _b[i])));
        var result = Comparison.Run(table, Quick with { Losses = ["giou"] }, null, Cancellation);
        Assert.Equal((PredictionTask.Boxes, "iou"), (result.Task.Task, result.Metric.Key));
        Assert.InRange(result.Rows.Single(row => row.Name == "giou").Mean(TableMetric.Of("iou"))!.Value, 0.8, 1);
        Assert.Equal(4, Saved(result, "giou", table).Width);
    }

    [Theory]
    [InlineData(null, "another target does not", 1)]
    [InlineData(PredictionTask.Composition, "do not sum to 1 or 100", 0.5)]
    [InlineData(PredictionTask.Boxes, "x1 below x2", 0.5)]
    [InlineData(PredictionTask.Binary, "takes one", 0.5)]
    public void TargetsThatDoNotSuitAreRefused(PredictionTask? task, string message, double first)
    {
        var table = Of("u,v", Draw(i => i % 2 * first), Draw(i => i));
        Assert.Contains(message, Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, Quick with { Task = task }, null, Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsForOneTargetIsRefused()
    {
        var table = Of("u,v", _a, _b);
        Assert.Contains("--cost is for one target", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, Quick with { Cost = DecisionCost.Parse("over=1,under=9") }, null, Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("names one", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(Of("u", _a), Quick with { Task = PredictionTask.Vector }, null, Cancellation)).Message, StringComparison.Ordinal);
    }

    private static TablePrediction Saved(ComparisonResult result, string name, Table table) => Saved(result, result.Rows.Single(row => row.Name == name), table);

    private static TablePrediction Saved(ComparisonResult result, ComparisonRow row, Table table)
    {
        var model = result.ModelOf(row).Refit(table, Cancellation);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path);
            var read = Predictor.Load(path).Predict(table, Cancellation);
            Assert.Equal(Predictor.Of(model).Predict(table, Cancellation).Values, read.Values);
            return read;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Table Of(string names, params double[][] targets) =>
        Table.FromColumns([new("a", _a), new("b", _b), .. names.Split(',').Select((name, k) => new Column(name, targets[k]))], names);

    private static double[] Draw(Func<int, double> of) => [.. Enumerable.Range(0, Rows).Select(of)];
}
