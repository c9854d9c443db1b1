using System.Globalization;
using System.Text;
using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Work within a budget of memory gives what it gives without one, leaves no file behind, and refuses what does not fit.</summary>
public sealed class LargeTableTests : IDisposable
{
    /// <summary>The least budget: a fit of these rows does not fit in it.</summary>
    private const long Budget = 256L << 20;

    private const int Rows = 50_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-large-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SlowTheory]
    [SampledCases(Wide = 0.25)]
    [Case("mse", "y", null)]
    [Case("pseudo_huber:delta=2", "y", "w")]
    [Case("log_cosh", "y", null)]
    [Case("expectile:expectile=0.8", "y", "w")]
    [Case("mae", "y", null)]
    [Case("pinball:quantile=0.9", "y", "w")]
    [Case("cauchy:scale=3", "y", null)]
    [Case("poisson_nll", "count", null)]
    [Case("bce_with_logits", "answer", "w")]
    [Case("hinge", "answer", null)]
    [Case("sqrt(1 + (p - t)^2 / s) - 1", "y", null)]
    [Case("s*relu(p - t) + 2*relu(t - p)", "y", "w")]
    [Case("huber", "y", "w", 0.05)]
    public void AFitByPassesIsThatOfMemory(string loss, string target, string? weight, double l1 = 0)
    {
        var (path, options) = (Written(Rows), new FitOptions { L2 = 1e-3, L1 = l1, Weight = weight });
        TableOptions facts = new() { Ignore = [.. new[] { "y", "count", "answer", "w" }.Where(name => name != target && name != weight)] };
        if (loss.Contains("/ s", StringComparison.Ordinal) || loss.Contains("s*", StringComparison.Ordinal)) options = options with { Inputs = new Dictionary<string, string> { ["s"] = "scale" } };
        var expected = LinearModel.Fit(Table.FromFile(path, target, facts), loss, options);
        var found = LargeFits.Fit(Table.FromFile(path, target, Within(facts)), loss, options);
        Assert.Equal(expected.Features, found.Features);
        Assert.Equal(expected.Rows, found.Rows);
        var gap = expected.Certificate.Gap + found.Certificate.Gap;
        Assert.InRange(found.Certificate.Objective - expected.Certificate.Objective, -gap - (1e-12 * Math.Abs(expected.Certificate.Objective)), gap + (1e-12 * Math.Abs(expected.Certificate.Objective)));
        if (loss is "mae" or "hinge" || loss.Contains("relu", StringComparison.Ordinal) || loss.StartsWith("pinball", StringComparison.Ordinal)) return;
        for (var j = 0; j < expected.Features.Count; j++) Assert.Equal(expected.Coefficients[0][j], found.Coefficients[0][j], 1e-9 * (1 + Math.Abs(expected.Coefficients[0][j])));
        Assert.Equal(expected.Intercepts[0], found.Intercepts[0], 1e-8 * (1 + Math.Abs(expected.Intercepts[0])));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    /// <summary>Classes are texts or numbers; a loss need not be a formula on log-probabilities, as databases need it.</summary>
    [SlowTheory]
    [InlineData("cross_entropy", "town", "w")]
    [InlineData("sparsemax", "scale", null)]
    public void AFitOfSeveralClassesByPassesIsThatOfMemory(string loss, string target, string? weight)
    {
        var (path, options) = (Written(Rows), new FitOptions { L2 = 1e-3, Weight = weight });
        TableOptions facts = new() { Ignore = [.. new[] { "y", "count", "answer", "w", "day" }.Where(name => name != weight)] };
        var expected = LinearModel.Fit(Table.FromFile(path, target, facts), loss, options);
        var found = LargeFits.Fit(Table.FromFile(path, target, Within(facts)), loss, options);
        Assert.NotEqual(expected.ToJson(), found.ToJson());
        Assert.Equal(expected.Mapping, found.Mapping);
        Assert.Equal(expected.Certificate.Objective, found.Certificate.Objective, 1e-12);
        Assert.All(expected.Coefficients.Zip(found.Coefficients), pair => Assert.Equal(pair.First, pair.Second, (a, b) => Math.Abs(a - b) <= 1e-9));
        Assert.Equal(expected.Intercepts, found.Intercepts, (a, b) => Math.Abs(a - b) <= 1e-9);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void AFitThatFitsInMemoryIsThatOfMemoryBitForBit()
    {
        var path = Written(2_000);
        TableOptions facts = new() { Ignore = ["count", "answer", "w"] };
        var options = new FitOptions { L1 = 0.01 };
        Assert.Equal(LinearModel.Fit(Table.FromFile(path, "y", facts), "mse", options).ToJson(), LargeFits.Fit(Table.FromFile(path, "y", Within(facts)), "mse", options).ToJson());
    }

    [SlowFact]
    public void AFitByPassesRefusesWhatNeedsTheRows()
    {
        var table = Table.FromFile(Written(Rows), "y", Within(new() { Ignore = ["count", "answer", "w"] }));
        Assert.Contains("--memory", Assert.Throws<UsageException>(() => LargeFits.Fit(table, "gaussian_nll", new() { Heads = ["all"] })).Message, StringComparison.Ordinal);
        var bent = Assert.Throws<UsageException>(() => LargeFits.Fit(Table.FromFile(Written(Rows), "town", Within(new())), "multi_margin"));
        Assert.Contains("leave --memory out", bent.Message, StringComparison.Ordinal);
        var learned = Assert.Throws<UsageException>(() => LargeFits.Fit(table, "gaussian_nll"));
        Assert.Contains("--memory", learned.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingTargetIsNamedByItsLine()
    {
        var path = Written(Rows);
        File.AppendAllText(path, File.ReadLines(path).Last()[..^1].Replace("yes", "", StringComparison.Ordinal).Replace("no", "", StringComparison.Ordinal) + "1\n");
        var refusal = Assert.Throws<DataException>(() => LargeFits.Fit(Table.FromFile(path, "answer", Within(new() { Ignore = ["y", "count", "w"] })), "bce_with_logits"));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"line {Rows + 2}"), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [SampledCases]
    [Case("mse", "y", null, 0.0)]
    [Case("huber:delta=2", "y", "w", 0.2)]
    [Case("mae", "y", null, 0.0)]
    [Case("poisson_nll", "count", "w", 0.0)]
    [Case("bce_with_logits", "answer", null, 0.3)]
    [Case("cross_entropy", "town", "w", 0.0)]
    [Case(null, "town", null, 0.2)]
    public void TreesHaveTheSameBits(string? loss, string target, string? weight, double heldOut)
    {
        var path = Written(20_000, missingTargets: true);
        TableOptions facts = new() { Ignore = [.. new[] { "y", "count", "answer", "w" }.Where(name => name != target && name != weight)], Group = heldOut > 0 ? "street" : null };
        var options = new BoostedTreesOptions { Weight = weight, Trees = new() { Rounds = 4, RowShare = 0.7, HeldOut = heldOut, Seed = 3 } };
        var asked = loss is null ? null : LossSpec.Parse(loss);
        var expected = BoostedTrees.Fit(Table.FromFile(path, target, facts), asked, options);
        var found = BoostedTrees.Fit(Table.FromFile(path, target, Within(facts)), asked, options);
        Assert.Equal(expected.ToJson(), found.ToJson());
        Assert.Equal(expected.Notes.Select(note => note.English).Order(), found.Notes.Select(note => note.English).Order());
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void HeadsHaveTheSameBits()
    {
        var path = Written(5_000);
        TableOptions facts = new() { Ignore = ["count", "answer", "w"] };
        var options = new BoostedTreesOptions { Heads = ["0.1", "0.9"], Trees = new() { Rounds = 3 } };
        Assert.Equal(BoostedTrees.Fit(Table.FromFile(path, "y", facts), "pinball", options).ToJson(), BoostedTrees.Fit(Table.FromFile(path, "y", Within(facts)), "pinball", options).ToJson());
    }

    [Fact]
    public void ANetworkHasTheSameBits()
    {
        var path = Written(5_000, missingTargets: true);
        TableOptions facts = new() { Ignore = ["count", "answer", "w"] };
        var options = new NetworkOptions { Loss = "huber:delta=2", Epochs = 2, Hidden = [8] };
        var (expected, found) = (NetworkTraining.Train(Table.FromFile(path, "y", facts), options), NetworkTraining.Train(Table.FromFile(path, "y", Within(facts)), options));
        Assert.Equal(expected.Epochs.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss)), found.Epochs.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss)));
    }

    [SlowFact]
    public void AComparisonOfALargeTableDrawsRowsAndSaysSo()
    {
        var path = Written(Rows);
        TableOptions facts = new() { Ignore = ["count", "answer", "w"] };
        var options = new ComparisonOptions { Losses = ["mse", "huber"], Folds = 2 };
        var found = Comparison.Run(Table.FromFile(path, "y", Within(facts)), options);
        Assert.Equal(Rows, found.Data.Rows);
        Assert.InRange(found.Data.RowsUsed, 5_000, Rows - 1);
        Assert.Contains(found.Data.Notes, note => note.English.Contains("drawn evenly from all", StringComparison.Ordinal));

        // With room for all rows it is the comparison without a budget.
        var (expected, whole) = (Comparison.Run(Table.FromFile(path, "y", facts), options), Comparison.Run(Table.FromFile(path, "y", Within(facts) with { Memory = 4L << 30 }), options));
        Assert.Equal(expected.Rows.Select(row => row.Mean(expected.Metric)), whole.Rows.Select(row => row.Mean(whole.Metric)));
        var refusal = Assert.Throws<DataException>(() => Comparison.Run(Table.FromFile(path, "y", Within(facts)), options with { Rows = Rows }));
        Assert.Contains("--memory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedBeforeTheWork()
    {
        var path = Written(2_000);
        TableOptions facts = new() { Ignore = ["count", "answer", "w"] };
        var small = Assert.Throws<UsageException>(() => LargeFits.Fit(Table.FromFile(path, "y", facts with { Memory = 100 << 20 }), "mse"));
        Assert.Contains("256MB", small.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LargeFits.Fit(Table.FromFile(path, "y", facts), "mse"));
        var deep = Assert.Throws<DataException>(() => BoostedTrees.Fit(Table.FromFile(path, "y", Within(facts)), "mse", new() { Trees = new() { Depth = 20, MinRows = 1, Threads = 2 } }));
        Assert.Contains("Give --memory", deep.Message, StringComparison.Ordinal);
        var wide = Assert.Throws<DataException>(() => NetworkTraining.Train(Table.FromFile(path, "y", Within(facts)), new() { Loss = "mse", BatchSize = 10_000_000 }));
        Assert.Contains("Give --memory", wide.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => BoostedTrees.Fit(Table.FromFile(path, "y", Within(facts) with { Event = "answer" })));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void ACancelledReadingLeavesNoFile()
    {
        using var cancellation = new CancellationTokenSource();
        var reports = new List<ReadProgress>();
        var told = new Told(progress =>
        {
            reports.Add(progress);
            if (progress.Read > progress.All / 2) cancellation.Cancel();
        });
        var table = Table.FromFile(Written(Rows), "y", Within(new() { Ignore = ["count", "answer", "w"] }) with { Reading = told });
        Assert.ThrowsAny<OperationCanceledException>(() => LargeFits.Fit(table, "mse", cancellation: cancellation.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => BoostedTrees.Fit(table, "mse", cancellation: cancellation.Token));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
        Assert.True(reports.Count > 1 && reports.All(progress => progress.Read <= progress.All));
    }

    [Fact]
    public void AFolderThatTakesNoFileIsNamed()
    {
        var missing = Path.Combine(_folder, "none");
        var refusal = Assert.ThrowsAny<TrainingException>(() => LargeFits.Fit(Table.FromFile(Written(300_000), "y", Within(new() { Ignore = ["count", "answer", "w"] }) with { Scratch = missing }), "mse"));
        Assert.Contains(missing, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--scratch", refusal.Message, StringComparison.Ordinal);
    }

    private TableOptions Within(TableOptions options) => options with { Memory = Budget, Scratch = _folder };

    /// <summary>Numbers, texts of few and of many levels, missing cells, targets of four kinds, weights of which some are 0.</summary>
    private string Written(int rows, bool missingTargets = false)
    {
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"table-{rows}-{missingTargets}.csv"));
        var random = new Random(7);
        var text = new StringBuilder("area,age,slope,town,street,day,scale,y,count,answer,w\n");
        for (var i = 0; i < rows; i++)
        {
            var (area, age, slope, town) = (10 * random.NextDouble(), 5 * random.NextDouble(), random.NextDouble() - 0.5, random.Next(3));
            var street = random.Next(400);
            var line = area - age + (2 * town) + (street % 7) + (slope > 0 ? 3 : 0);
            var y = line + random.NextDouble() + random.NextDouble() - 1 + (random.Next(40) == 0 ? 20 : 0);
            var isGone = missingTargets && random.Next(50) == 0;
            text.Append(CultureInfo.InvariantCulture, $"{area:0.000},{(random.Next(20) == 0 ? "" : age.ToString("0.00", CultureInfo.InvariantCulture))},{slope:0.0000},{(isGone ? "" : "abc"[town].ToString())},s{street},2024-{1 + random.Next(12):00}-{1 + random.Next(28):00},{1 + random.Next(3)},");
            text.Append(CultureInfo.InvariantCulture, $"{(isGone ? "" : y.ToString("0.000", CultureInfo.InvariantCulture))},{(isGone ? "" : Math.Floor(Math.Exp(line / 10) * random.NextDouble() * 2).ToString(CultureInfo.InvariantCulture))},{(isGone ? "" : random.NextDouble() < 1 / (1 + Math.Exp(5 - line)) ? "yes" : "no")},{random.Next(4)}\n");
        }

        File.WriteAllText(path, text.ToString());
        return path;
    }

    private sealed class Told(Action<ReadProgress> tell) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => tell(value);
    }
}
