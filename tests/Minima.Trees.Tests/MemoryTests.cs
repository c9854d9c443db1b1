namespace Minima.Trees.Tests;

/// <summary>Rows in a temporary file, and cells that memory does not hold, give the trees of memory, bit for bit.</summary>
public sealed class MemoryTests
{
    private const int Rows = 150_000;

    [Theory]
    [SampledCases]
    [Case("half_mse", 1.0, 0.0)]
    [Case("huber", 0.6, 0.2)]
    [Case("pinball", 1.0, 0.3)]
    public void RowsInAFileGiveTheSameTrees(string loss, double rowShare, double heldOut)
    {
        var folder = Directory.CreateTempSubdirectory("minima-trees-").FullName;
        try
        {
            var data = Made();
            var options = new BoostOptions { Rounds = 3, RowShare = rowShare, HeldOut = heldOut, Threads = 2, Seed = 5 };
            var least = TreeBooster.LeastBytes(Rows, data.Columns.Count, 1, options);
            Assert.True(least < TreeBooster.EstimateBytes(Rows, data.Columns.Count, 1, options));
            var expected = TreeBooster.Fit(data, Loss.Create(loss), options).ToJson();
            Assert.Equal(expected, TreeBooster.Fit(data, Loss.Create(loss), options with { Memory = least, Scratch = folder }).ToJson());
            var stored = data with { Columns = [.. data.Columns.Select(column => column with { Values = [] })], Stored = new Cells(data.Columns) };
            Assert.Equal(expected, TreeBooster.Fit(stored, Loss.Create(loss), options with { Memory = least, Scratch = folder }).ToJson());
            Assert.Equal(expected, TreeBooster.Fit(stored, Loss.Create(loss), options).ToJson());
            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void LessThanTheLeastIsRefused()
    {
        var (data, options) = (Made(), new BoostOptions { Rounds = 1, Threads = 2 });
        var refusal = Assert.Throws<BoostException>(() => TreeBooster.Fit(data, Loss.Create("half_mse"), options with { Memory = TreeBooster.LeastBytes(Rows, data.Columns.Count, 1, options) - 1 }));
        Assert.Contains("more memory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsNoneIsNamed()
    {
        var (data, options) = (Made(), new BoostOptions { Rounds = 1, Threads = 2, Scratch = "/there/is/none" });
        var refusal = Assert.Throws<BoostException>(() => TreeBooster.Fit(data, Loss.Create("half_mse"), options with { Memory = TreeBooster.LeastBytes(Rows, data.Columns.Count, 1, options) }));
        Assert.Contains("/there/is/none", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>XGBoost takes the values of columns; without them it would index an empty array.</summary>
    [Fact]
    public void StoredCellsAreRefusedByXGBoost()
    {
        var data = Made();
        var stored = data with { Columns = [.. data.Columns.Select(column => column with { Values = [] })], Stored = new Cells(data.Columns) };
        var refusal = Assert.Throws<BoostException>(() => TreeBooster.Fit(stored, Loss.Create("half_mse"), new BoostOptions { Rounds = 1, Engine = BoostEngine.XGBoost }));
        Assert.StartsWith("XGBoost boosts rows in memory", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The lowest of the numbers that a seed gives, as a sort finds them.</summary>
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(10, 0.01)]
    [InlineData(1000, 0.3)]
    [InlineData(70_000, 0.999)]
    public void DrawnItemsAreThoseOfASort(int count, double share)
    {
        int[] sorted = [.. Enumerable.Range(0, count).OrderBy(i => Draw.Uniform(9, Draw.HeldOut, 2, (ulong)i)).Take(Math.Max(1, (int)Math.Round(share * count))).Order()];
        Assert.Equal(sorted, Draw.Some(count, share, 9, Draw.HeldOut, 2));
    }

    /// <summary>Numbers, gaps, few categories, and more of them than a byte has codes.</summary>
    private static TreeData Made()
    {
        var random = new Random(3);
        double[] Column(Func<double> cell) => [.. Enumerable.Range(0, Rows).Select(_ => cell())];
        TreeColumn[] columns =
        [
            new("a", Column(random.NextDouble)),
            new("b", Column(() => random.Next(9) == 0 ? double.NaN : random.NextDouble())),
            new("few", Column(() => random.Next(6))) { IsCategory = true },
            new("many", Column(() => random.Next(700))) { IsCategory = true },
        ];
        double[] target = [.. Enumerable.Range(0, Rows).Select(row => columns[0].Values[row] + columns[2].Values[row] + (columns[3].Values[row] % 5) + random.NextDouble())];
        return new(columns, target) { Weight = Column(() => random.Next(3)) };
    }

    private sealed class Cells(IReadOnlyList<TreeColumn> columns) : StoredCells
    {
        public override void Read(int column, int first, Span<double> cells) => columns[column].Values.AsSpan(first, cells.Length).CopyTo(cells);
    }
}
