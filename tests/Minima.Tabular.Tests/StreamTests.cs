using System.Globalization;
using System.Text;
using Minima.Tensors;
using Minima.Tensors.Streams;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Streams that are learned from row by row.</summary>
public sealed class StreamTests
{
    private static readonly StreamOptions Options = new() { Target = "y", Loss = "huber:delta=2" };

    [Fact]
    public void AModelLearnsAndNoticesAChange()
    {
        var source = new StreamSource(new StringReader(Text(Rows(3000, 1))));
        StreamModel? model = null;
        var alarms = new List<long>();
        foreach (var row in source.Rows())
        {
            model ??= new StreamModel(source.Columns, Options);
            if (model.Learn(row).IsAlarm) alarms.Add(row.Line);
        }

        Assert.Equal(3000, model!.Rows);
        Assert.Equal(["a", "b"], model.Features);
        Assert.Equal(3, model.Weights.Length);
        Assert.True(model.RunningLoss < 0.2 * model.ConstantLoss, $"{model.RunningLoss} against {model.ConstantLoss}");
        Assert.False(model.IsNoBetter);
        Assert.NotNull(model.Constant);
        Assert.Equal(alarms.Count, model.Alarms);
        Assert.Contains(alarms, line => line is > 1500 and < 1700);
        Assert.Equal("huber", model.Loss.Entry.Key);
    }

    [Theory]
    [InlineData("adwin", "mae")]
    [InlineData("page-hinkley", null)]
    [InlineData("none", null)]
    public void ASavedStreamGoesOnWithTheSameBits(string detector, string? next)
    {
        var options = Options with { Detector = detector, NextLoss = next, Reaction = next is null ? DriftReaction.RaiseRate : DriftReaction.SwitchLoss };
        var rows = Rows(2000, 2);
        var path = Path.GetTempFileName();
        try
        {
            var whole = new StreamModel(["a", "b", "y"], options);
            var part = new StreamModel(["a", "b", "y"], options);
            for (var i = 0; i < rows.Length; i++)
            {
                whole.Learn(new(i, rows[i]));
                if (i == 1234)
                {
                    part.Skipped = 7;
                    part.Save(path);
                    var saved = SavedStream.Load(path);
                    Assert.Equal((options.Loss, options.NextLoss, options.Detector, options.Reaction, 7L), (saved.Options.Loss, saved.Options.NextLoss, saved.Options.Detector, saved.Options.Reaction, saved.Skipped));
                    Assert.Equal(["a", "b", "y"], saved.Columns);
                    part = saved.Resume(["y", "a", "b"]);
                }

                part.Learn(new(i, i < 1234 ? rows[i] : [rows[i][2], rows[i][0], rows[i][1]]));
            }

            Assert.Equal(whole.Weights, part.Weights);
            Assert.Equal((whole.Rows, whole.RunningLoss, whole.ConstantLoss, whole.Alarms), (part.Rows, part.RunningLoss, part.ConstantLoss, part.Alarms));
            Assert.Contains("any order", Assert.Throws<DataException>(() => SavedStream.Load(path).Resume(["a", "c", "y"])).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WhatIsNoRowIsRefused()
    {
        var model = new StreamModel(["a", "y"], Options);
        model.Learn(new(2, [1, 2]));
        Assert.Throws<ArgumentException>(() => model.Learn(new(3, [1])));
        Assert.Contains("the stream, line 3, column a", Assert.Throws<DataException>(() => model.Learn(new(3, [1e200, 1]))).Message, StringComparison.Ordinal);
        Assert.Equal(1, model.Rows);
        Assert.Contains("did you mean 'y'?", Assert.Throws<DataException>(() => new StreamModel(["a", "y"], Options with { Target = "yy" })).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => new StreamModel(["y"], Options));
        Assert.Throws<LossException>(() => new StreamModel(["a", "y"], Options with { Loss = "no_such_loss" }));
        Assert.Contains("--next-loss", Assert.ThrowsAny<TrainingException>(() => new StreamModel(["a", "y"], Options with { Reaction = DriftReaction.SwitchLoss })).Message, StringComparison.Ordinal);
        Assert.Contains("adwin", Assert.ThrowsAny<TrainingException>(() => new StreamModel(["a", "y"], Options with { Detector = "adwim" })).Message, StringComparison.Ordinal);
        var left = new List<string>();
        var source = new StreamSource(new StringReader("a,y\n1,2\n3,x\n5,6\n")) { Skipped = problem => left.Add(problem.Message) };
        Assert.Equal([2, 4], source.Rows().Select(row => row.Line));
        Assert.Contains("line 3", Assert.Single(left), StringComparison.Ordinal);
        Assert.Throws<DataException>(() => new StreamSource(new StringReader("a,y\n1,2\n3,x\n")).Rows().Count());
    }

    /// <summary>y = 4 a + b + noise, and after the half of the rows its negative.</summary>
    private static double[][] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (a, b) = (random.NextDouble(), random.NextDouble());
            return (double[])[a, b, ((i < count / 2 ? 1 : -1) * ((4 * a) + b)) + (0.1 * random.NextDouble())];
        })];
    }

    private static string Text(double[][] rows)
    {
        var text = new StringBuilder("a,b,y\n");
        foreach (var row in rows) text.AppendLine(string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        return text.ToString();
    }
}
