using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>Which rows are held out, and what that gives.</summary>
public sealed class CompareSplitTests
{
    [Fact]
    public void AGroupIsNeverOnBothSides()
    {
        var groups = Enumerable.Range(0, 200).Select(i => i * i % 23).ToArray();
        var data = Data(groups, null);
        var (kind, splits) = FoldMaker.Create(data, new ComparisonOptions { Folds = 4, Repeats = 2 }, data.Used);
        Assert.Equal(FoldKind.Grouped, kind);
        Assert.Equal(8, splits.Count);
        foreach (var fold in splits.SelectMany(split => split.Inner.Append(split.Fold)))
            Assert.Empty(fold.Train.Select(row => groups[row]).Intersect(fold.Test.Select(row => groups[row])));
        Assert.Equal(data.Used, splits.Take(4).SelectMany(split => split.Fold.Test).Order());
        Assert.NotEqual(splits[0].Fold.Test, splits[4].Fold.Test);
    }

    [Fact]
    public void TheFutureIsNeverTrainedOn()
    {
        var times = Enumerable.Range(0, 120).Select(i => (double)(i * 37 % 120 / 4)).ToArray();
        var data = Data(null, times);
        var (kind, splits) = FoldMaker.Create(data, new ComparisonOptions { Folds = 5 }, data.Used);
        Assert.Equal(FoldKind.Time, kind);
        Assert.Equal(5, splits.Count);
        foreach (var fold in splits.SelectMany(split => split.Inner.Append(split.Fold)))
            Assert.True(fold.Train.Max(row => times[row]) < fold.Test.Min(row => times[row]));
        for (var k = 1; k < splits.Count; k++) Assert.True(splits[k].Fold.Train.Length > splits[k - 1].Fold.Train.Length);
    }

    [Fact]
    public void SamplesAreWithoutRepetitionAndOfTheSeed()
    {
        var sample = RowSampling.Of(1000, 100, 3);
        Assert.Equal(100, sample.Distinct().Count());
        Assert.Equal(sample.Order(), sample);
        Assert.Equal(sample, RowSampling.Of(1000, 100, 3));
        Assert.NotEqual(sample, RowSampling.Of(1000, 100, 4));
        Assert.Equal([0, 1, 2], RowSampling.Of(3, 10, 1));
        var hits = new int[10];
        for (ulong seed = 0; seed < 3000; seed++)
        {
            foreach (var taken in RowSampling.Of(10, 3, seed)) hits[taken]++;
        }

        Assert.All(hits, count => Assert.InRange(count, 780, 1020));
    }

    [Fact]
    public void ARareClassIsInTheSampleOfManyRows()
    {
        const int rows = 60_000;
        var values = Enumerable.Range(0, rows).Select(i => i % 2000 == 7 ? 1.0 : 0).ToArray();
        var data = new ComparisonData
        {
            Name = "t",
            Columns = [TableColumn.OfNumbers("x", [.. values.Select((_, i) => Math.Sin(i))])],
            Task = new TaskChoice(PredictionTask.Binary, false, Localized.Nothing, []),
            Targets = [new TargetColumn("y", values, TargetKind.Binary, ["0", "1"])],
            Used = [.. Enumerable.Range(0, rows)],
            TestFrom = rows,
            Lines = [.. Enumerable.Range(2, rows)],
            Notes = [],
        };
        var (_, splits) = FoldMaker.Create(data, new ComparisonOptions(), data.Used);
        foreach (var split in splits)
        {
            Assert.InRange(split.Sample.Length, 19_900, 20_100);
            Assert.Equal(24, split.Sample.Count(position => values[split.Fold.Train[position]] == 1));
            Assert.All(split.Inner, fold => Assert.Equal(8, fold.Test.Count(row => values[row] == 1)));
        }
    }

    /// <summary>Many rows are fitted from where a sample ends, which changes no digit that is shown.</summary>
    [SlowFact]
    public void ManyRowsAreFittedFromASample()
    {
        const int rows = 30_000;
        var random = new RandomState(5);
        var x = Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray();
        var y = x.Select(value => (3 * value) + random.NextDouble() - random.NextDouble()).ToArray();
        var data = new ComparisonData
        {
            Name = "t",
            Columns = [TableColumn.OfNumbers("x", x)],
            Task = new TaskChoice(PredictionTask.Regression, false, Localized.Nothing, []),
            Targets = [new TargetColumn("y", y, TargetKind.Regression, [])],
            Used = [.. Enumerable.Range(0, rows)],
            TestFrom = rows,
            Lines = [.. Enumerable.Range(2, rows)],
            Notes = [],
        };
        var (_, splits) = FoldMaker.Create(data, new ComparisonOptions(), data.Used);
        var fold = OuterFold.Create(data, splits[0], data.Targets[0], TestContext.Current.CancellationToken);
        Assert.NotNull(fold.Sample);
        foreach (var candidate in Candidates.For(data, fold.Scale, [LossSpec.Parse("mae"), LossSpec.Parse("welsch")]).Chosen)
        {
            var trained = LossTrainer.Train(candidate, data.Targets[0], fold, null, TestContext.Current.CancellationToken);
            var cold = LossTrainer.TrainAt(candidate, data.Targets[0], fold, trained.L2, null, TestContext.Current.CancellationToken);
            for (var i = 0; i < cold.Score.Length; i++) Assert.Equal(cold.Score[i], trained.Predictions.Score[i], 2e-3);
            Assert.Null(trained.Problem);
        }
    }

    [Fact]
    public async Task GroupsTimesAndTestFilesAreOptions()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table(120, 1));
        var test = folder.Write("later.csv", Table(60, 2));
        var groups = await CompareRun.Of(path, "--target", "y", "--group", "who", "--ignore", "day", "--loss", "mae", "--repeats", "1");
        Assert.Contains("5 folds with the rows of a group ('who') together", groups.Text, StringComparison.Ordinal);
        Assert.Contains("Column 'who' holds the groups and is no feature.", groups.Text, StringComparison.Ordinal);
        var times = await CompareRun.Of(path, "--target", "y", "--time", "day", "--ignore", "who", "--loss", "mae", "--folds", "4");
        Assert.Contains("4 folds that train on the past and test on what comes next ('day')", times.Text, StringComparison.Ordinal);
        Assert.Contains("--time day", times.Output, StringComparison.Ordinal);
        var other = await CompareRun.Of(path, "--target", "y", "--test", test, "--loss", "mae", "--json", "--no-timing");
        Assert.Equal(0, other.Code);
        using var document = JsonDocument.Parse(other.Output);
        var mae = document.RootElement.GetProperty("rows").EnumerateArray().Last().GetProperty("metrics").GetProperty("mae");
        Assert.Equal(10, mae.GetProperty("by_fold").GetArrayLength());
        Assert.Equal(mae.GetProperty("mean").GetDouble(), mae.GetProperty("by_fold").EnumerateArray().Average(value => value.GetDouble()), 1e-9);
        Assert.Equal("test_file", document.RootElement.GetProperty("settings").GetProperty("split").GetString());
    }

    [Theory]
    [InlineData(2, "--group and --time both set how r", "--group", "who", "--time", "day")]
    [InlineData(2, "--repeats redraws the folds", "--time", "day", "--repeats", "2")]
    [InlineData(4, "there are 6 groups", "--group", "who", "--folds", "9")]
    [InlineData(4, "has no such column", "--group", "whom")]
    [InlineData(4, "has another role already", "--group", "y")]
    [InlineData(4, "holds neither numbers nor dates", "--time", "who")]
    [InlineData(5, "there is no such file", "--test", "nowhere.csv")]
    [InlineData(2, "above 0, as in 30s", "--time-budget", "soon")]
    [InlineData(2, "outliers=SHARE or labels=SHARE", "--corrupt", "outliers=80%")]
    [InlineData(2, "take --corrupt outliers=5%", "--corrupt", "labels=5%")]
    [InlineData(2, "give one of them", "--time-budget", "5s", "--stop-after", "2")]
    [InlineData(3, "write a tuning range as LOW..HIGH", "--loss", "huber:delta=5..1")]
    [InlineData(3, "must be > 0", "--loss", "huber:delta=-1..1")]
    public async Task WhatDoesNotFitIsRefused(int code, string message, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var run = await CompareRun.Of([folder.Write("t.csv", Table(120, 1)), "--target", "y", .. options]);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task FewerFoldsAreTheFirstOnes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table(120, 1));
        var all = await Values(path);
        var two = await Values(path, "--stop-after", "2");
        Assert.Equal(15, all.Length);
        Assert.Equal(all[..2], two);
        var rows = await CompareRun.Of(path, "--target", "y", "--loss", "mae", "--rows", "60", "--repeats", "1");
        Assert.Contains("60 of 120 rows", rows.Text, StringComparison.Ordinal);
        Assert.Contains("--rows 60", rows.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABudgetIsKeptAndTold()
    {
        using var folder = new TemporaryFolder();
        var run = await CompareRun.Of(folder.Write("t.csv", Table(3000, 1)), "--target", "y", "--time-budget", "0.001s", "--loss", "mae", "--loss", "huber");
        Assert.Equal(0, run.Code);
        Assert.Contains("500 of 3000 rows are used", run.Text, StringComparison.Ordinal);
        Assert.Contains("The time was up after 1 of 5 folds", run.Text, StringComparison.Ordinal);
        Assert.Contains("--repeats 1 --stop-after 1 --rows 500", run.Output, StringComparison.Ordinal);
        Assert.Contains("One fold is too little", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasDoneIsKeptWhenItIsInterrupted()
    {
        using var source = new CancellationTokenSource();
        var data = ComparisonReader.Read(Tabular.Table.Bundled("diabetes"), new(), TestContext.Current.CancellationToken);
        var progress = new Interrupter(source, after: 5);
        var result = Comparison.Run(
            new ComparisonOptions { Repeats = 1, Threads = 1, Losses = [LossSpec.Parse("huber")], Metric = Metrics.Regression[0] }, data, progress, source.Token);
        Assert.False(result.IsComplete);
        Assert.Equal(2, result.Folds.Folds.Count);
        Assert.Equal(2, result.Options.StopAfter);
        Assert.Contains("--stop-after 2", new CompareRequest().Command(result), StringComparison.Ordinal);
        Assert.All(result.Rows, row => Assert.Equal(2, row.Metrics[0].ByFold.Count));
        Assert.ThrowsAny<OperationCanceledException>(() => Comparison.Run(
            new ComparisonOptions { Repeats = 1, Losses = [LossSpec.Parse("huber")], Metric = Metrics.Regression[0] }, data, null, source.Token));
    }

    private static async Task<double[]> Values(string path, params string[] options)
    {
        var run = await CompareRun.Of([path, "--target", "y", "--loss", "mae", "--json", .. options]);
        using var document = JsonDocument.Parse(run.Output);
        return [.. document.RootElement.GetProperty("rows").EnumerateArray().Last().GetProperty("metrics").GetProperty("mae").GetProperty("by_fold").EnumerateArray().Select(value => value.GetDouble())];
    }

    private static ComparisonData Data(int[]? groups, double[]? times)
    {
        var rows = (groups?.Length ?? times?.Length)!.Value;
        var values = Enumerable.Range(0, rows).Select(i => Math.Sin(i)).ToArray();
        return new ComparisonData
        {
            Name = "t",
            Columns = [TableColumn.OfNumbers("x", values)],
            Task = new TaskChoice(PredictionTask.Regression, false, Localized.Nothing, []),
            Targets = [new TargetColumn("y", values, TargetKind.Regression, [])],
            Used = [.. Enumerable.Range(0, rows)],
            TestFrom = rows,
            Lines = [.. Enumerable.Range(2, rows)],
            Groups = groups,
            Times = times,
            Notes = [],
        };
    }

    private static byte[] Table(int rows, ulong seed)
    {
        var random = new RandomState(seed);
        var text = new StringBuilder("x,who,day,y\n");
        for (var i = 0; i < rows; i++)
        {
            var x = random.NextDouble();
            var day = new DateTime(2024, 1, 1).AddDays(i);
            text.Append(CultureInfo.InvariantCulture, $"{x:0.000},p{i % 6},{day:yyyy-MM-dd},{(2 * x) - 1 + (0.3 * (random.NextDouble() - 0.5)):0.0000}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private sealed class Interrupter(CancellationTokenSource source, int after) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value)
        {
            if (value.Done == after) source.Cancel();
        }
    }
}
