namespace Minima.Trees.Tests;

/// <summary>A side of a split needs 20 rows, or 5 where the gain is clear: far above what noise gains.</summary>
public sealed class SmallLeafTests
{
    private static readonly Loss Squares = Loss.Create("half_mse");

    /// <summary>Six rows far from the others get a leaf of their own, and only where the limit allows an exception.</summary>
    [Theory]
    [InlineData(20, null, true)]
    [InlineData(20, 20, false)]
    [InlineData(21, null, false)]
    [InlineData(21, 6, true)]
    [InlineData(20, 7, false)]
    public void RowsFarFromTheOthersGetALeaf(int minRows, int? clearRows, bool isOwn)
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, 400).Select(i => (double)i)];
        double[] y = Array.ConvertAll(x, value => (value >= 394 ? 5 : 0) + (0.1 * random.NextDouble()));
        var model = TreeBooster.Fit(new TreeData([new("x", x)], y), Squares, new BoostOptions { Rounds = 1, Rate = 1, Depth = 1, MinRows = minRows, ClearRows = clearRows, RowShare = 1 });
        Assert.Equal(isOwn, model.Predict([new("x", [397])])[0] > 4.9);
    }

    /// <summary>Of 60 tables of noise, at most six have a first tree with a leaf below 20 rows: each has 15 nodes, and they have some 20 000 cuts.</summary>
    [Theory]
    [InlineData("half_mse", false)]
    [InlineData("half_mse", true)]
    [InlineData("mae", true)]
    [InlineData("poisson_nll", false)]
    public void NoiseHasNoClearGain(string loss, bool hasTails)
    {
        var small = Enumerable.Range(0, 60).Count(seed =>
        {
            var random = new Random(seed);
            double[] Column() => [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())];
            TreeColumn[] columns = [.. Enumerable.Range(0, 5).Select(c => new TreeColumn($"x{c}", Column()))];
            double[] noise = [.. Column().Select(value => loss == "poisson_nll" ? (value < 0.8 ? 0 : value < 0.95 ? 1 : 2) : hasTails ? Math.Tan(1.3 * ((2 * value) - 1)) : value)];
            BoostOptions Options(int? clear) => new() { Rounds = 1, Depth = 4, ClearRows = clear, RowShare = 1, Threads = 1 };
            double[] Scores(int? clear) => TreeBooster.Fit(new TreeData(columns, noise), Loss.Create(loss), Options(clear)).PredictRaw(columns);
            return !Scores(null).SequenceEqual(Scores(20));
        });
        Assert.InRange(small, 0, 6);
    }

    /// <summary>Where events are rare, curvatures are small and one event gains much by chance: it gets no leaf of five rows.</summary>
    [Fact]
    public void OneRareEventIsNotClear()
    {
        double[] x = [.. Enumerable.Range(0, 2000).Select(i => (double)i)];
        double[] events = Array.ConvertAll(x, value => value == 2 || (value >= 1000 && value % 2 == 0) ? 1.0 : 0);
        double[] Scores(int? clear) => TreeBooster.Fit(new TreeData([new("x", x)], events), Loss.Create("poisson_nll"), new BoostOptions { Rounds = 3, Rate = 1, Depth = 1, ClearRows = clear, RowShare = 1 }).PredictRaw([new("x", x)]);
        Assert.Equal(Scores(20), Scores(null));
    }
}
