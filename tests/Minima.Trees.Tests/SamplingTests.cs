namespace Minima.Trees.Tests;

/// <summary>Rows and columns that a round draws.</summary>
public sealed class SamplingTests
{
    private const int Rows = 600;

    /// <summary>The values of a tree are those of the rows that it drew, as the seed and the round say; the shares drawn are those asked for.</summary>
    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.9, 3)]
    public void ATreeLearnsFromTheShareOfRowsThatItDraws(double share, int seed)
    {
        const int Rounds = 40;
        var data = Halves(seed);
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = Rounds, Depth = 1, Rate = 1, MinRows = 1, RowShare = share, Seed = (ulong)seed });
        var (drawn, scores) = (new int[Rows], model.PredictRaw(data.Columns, 0));
        for (var round = 0; round < Rounds; round++)
        {
            bool IsIn(int row) => Draw.Uniform((ulong)seed, Draw.Rows, (ulong)round, (ulong)row) < share;
            var next = model.PredictRaw(data.Columns, round + 1);
            foreach (var side in new[] { 0.0, 1 })
            {
                int[] own = [.. Enumerable.Range(0, Rows).Where(row => data.Columns[0].Values[row] == side && IsIn(row))];
                var expected = own.Average(row => data.Target[row] - scores[row]);
                Assert.Equal(expected, next[(int)side] - scores[(int)side], 1e-6);
            }

            for (var row = 0; row < Rows; row++) drawn[row] += IsIn(row) ? 1 : 0;
            scores = next;
        }

        // Five standard deviations of a count of independent draws.
        var (total, expectedTotal) = (drawn.Sum(), share * Rounds * Rows);
        Assert.InRange(total, expectedTotal - (5 * Math.Sqrt(expectedTotal * (1 - share))), expectedTotal + (5 * Math.Sqrt(expectedTotal * (1 - share))));
        Assert.All(drawn, count => Assert.InRange(count, (share * Rounds) - (5 * Math.Sqrt(share * (1 - share) * Rounds)), (share * Rounds) + (5 * Math.Sqrt(share * (1 - share) * Rounds))));
    }

    /// <summary>A tree splits by the columns that its round draws, so many as the share says; over the rounds every column has its turn.</summary>
    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    public void ATreeReadsTheShareOfColumnsThatItDraws(double share)
    {
        const int Rounds = 60, Columns = 8;
        var data = MadeRows.Of(Rows, Columns - 1, 4, (_, random) => random.NextDouble());
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = Rounds, Depth = 5, MinRows = 1, ColumnShare = share, Seed = 5 });
        var turns = new int[Columns];
        for (var round = 0; round < Rounds; round++)
        {
            int[] used = [.. model.Trees[round][0].Nodes.ToArray().Where(node => node.Is(WalkedNode.IsSplit)).Select(node => node.Column).Distinct().Order()];
            var drawn = Draw.Some(Columns, share, 5, Draw.Columns, (ulong)round);
            Assert.Equal((int)(share * Columns), drawn.Length);
            Assert.Subset(drawn.ToHashSet(), used.ToHashSet());
            foreach (var column in drawn) turns[column]++;
        }

        Assert.All(turns, count => Assert.InRange(count, (share * Rounds) - (5 * Math.Sqrt(share * (1 - share) * Rounds)), (share * Rounds) + (5 * Math.Sqrt(share * (1 - share) * Rounds))));
    }

    /// <summary>Without a share a round draws four fifths of the rows, and all of a table that has few or very many; a share that is given holds for both.</summary>
    [Theory]
    [InlineData(99, 1)]
    [InlineData(100, 0.8)]
    public void FewRowsAreUsedWhole(int rows, double share)
    {
        var data = MadeRows.Of(rows, 2, 6);
        string Model(double? given) => TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 3, MinRows = 1, RowShare = given }).ToJson();
        Assert.Equal(Model(share), Model(null));
        Assert.NotEqual(Model(0.5), Model(null));
        Assert.Equal(share, new BoostOptions().RowShareOf(rows));
        Assert.Equal(1, new BoostOptions().RowShareOf(100_001));
        Assert.Equal(0.5, new BoostOptions { RowShare = 0.5 }.RowShareOf(rows));
    }

    /// <summary>Two values of a column, so that every tree has the same two leaves.</summary>
    private static TreeData Halves(int seed)
    {
        var random = new Random(seed);
        return new([new("side", [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 2))])], [.. Enumerable.Range(0, Rows).Select(row => (row % 2 * 5) + random.NextDouble())]);
    }
}
