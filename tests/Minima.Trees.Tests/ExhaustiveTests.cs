namespace Minima.Trees.Tests;

/// <summary>One split of a small table against all splits that there are, in double.</summary>
public sealed class ExhaustiveTests
{
    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 0.5)]
    [InlineData(2, 3.0)]
    [InlineData(3, 0.0)]
    public void TheFirstSplitIsTheBestOfAll(int seed, double l2)
    {
        var rows = 60;
        var data = MadeRows.Of(rows, 3, seed, missing: seed == 3 ? 0 : 0.2) with { Weight = MadeRows.Weights(rows, seed) };
        data = data with { Columns = [.. data.Columns.Take(3)] };
        var loss = Loss.Create("half_mse");
        var model = TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 1, Depth = 1, Rate = 1, L2 = l2, MinRows = 5, RowShare = 1 });
        var start = model.Start[0];
        Assert.Equal(data.Target.Zip(data.Weight!, (t, w) => t * w).Sum() / data.Weight!.Sum(), start, 1e-12);

        double Score(IEnumerable<int> side)
        {
            var (g, h) = (side.Sum(row => data.Weight[row] * (start - data.Target[row])), side.Sum(row => data.Weight[row]));
            return g * g / (h + l2);
        }

        var all = Enumerable.Range(0, rows).ToArray();
        var best = (Gain: 0.0, Left: all, Right: Array.Empty<int>());
        foreach (var column in data.Columns)
        {
            foreach (var cut in column.Values.Where(value => !double.IsNaN(value)).Distinct())
            {
                foreach (var missingLeft in (bool[])[false, true])
                {
                    var left = all.Where(row => double.IsNaN(column.Values[row]) ? missingLeft : column.Values[row] <= cut).ToArray();
                    var right = all.Except(left).ToArray();
                    if (left.Length < 5 || right.Length < 5) continue;
                    var gain = Score(left) + Score(right) - Score(all);
                    if (gain > best.Gain * (1 + 1e-9)) best = (gain, left, right);
                }
            }
        }

        var tree = model.Trees[0][0];
        Assert.Equal(best.Gain, tree.Gains[0], 1e-6 * best.Gain);
        var predicted = model.PredictRaw(data.Columns, threads: 1);
        foreach (var side in (int[][])[best.Left, best.Right])
        {
            var (g, h) = (side.Sum(row => data.Weight[row] * (start - data.Target[row])), side.Sum(row => data.Weight[row]));
            Assert.All(side, row => Assert.Equal(start - g / (h + l2), predicted[row], 1e-6));
        }
    }

    /// <summary>Of categories the best set is a first part in the order of slope over curvature: no other set gains more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheSetOfCategoriesIsTheBestOfAllSets(int seed)
    {
        var data = MadeRows.Of(200, 1, seed);
        data = data with { Columns = [data.Columns[1]] };
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 1, Depth = 1, Rate = 1, MinRows = 1, RowShare = 1 });
        var mean = data.Target.Average();
        var best = 0.0;
        for (var set = 1; set < 255; set++)
        {
            var left = data.Target.Where((_, row) => (set >> (int)data.Columns[0].Values[row] & 1) != 0).ToArray();
            var right = data.Target.Where((_, row) => (set >> (int)data.Columns[0].Values[row] & 1) == 0).ToArray();
            if (left.Length == 0 || right.Length == 0) continue;
            best = Math.Max(best, left.Length * Math.Pow(left.Average() - mean, 2) + right.Length * Math.Pow(right.Average() - mean, 2));
        }

        Assert.Equal(best, model.Trees[0][0].Gains[0], 1e-6 * best);
    }

    /// <summary>Trees of several levels: in every node the best of all splits that there are, numbers at every value, one category against the others, what is missing on both sides.</summary>
    [Theory]
    [InlineData(5, 2, 0.0)]
    [InlineData(5, 2, 2.0)]
    [InlineData(8, 3, 0.0)]
    [InlineData(7, 3, 1.0)]
    public void EverySplitOfATreeIsTheBestOfAll(int seed, int depth, double l2)
    {
        const int Rows = 90, Least = 4;
        var data = MadeRows.Of(Rows, 2, seed, (truth, random) => truth + (6 * random.NextDouble()), missing: 0.15) with { Weight = MadeRows.Weights(Rows, seed) };
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 1, Depth = depth, Rate = 1, L2 = l2, MinRows = Least, OneHot = 8, RowShare = 1 });
        var start = model.Start[0];
        var expected = new double[Rows];
        (double Slope, double Curvature) Sums(int[] side) => (side.Sum(row => data.Weight![row] * (start - data.Target[row])), side.Sum(row => data.Weight![row]));
        double Score(int[] side) => Sums(side) is var (slope, curvature) ? slope * slope / (curvature + l2) : 0;

        IEnumerable<Func<double, bool>> Cuts(TreeColumn column, int[] node) => column.Values.Where((value, row) => node.Contains(row) && !double.IsNaN(value)).Distinct().SelectMany<double, Func<double, bool>>(cut => column.IsCategory
            ? [value => value == cut]
            : [value => value <= cut, value => !(value > cut)]);

        void Grow(int[] node, int levels)
        {
            var best = (Gain: 0.0, Left: node, Right: Array.Empty<int>());
            foreach (var column in levels == 0 ? [] : data.Columns)
            {
                foreach (var goesLeft in Cuts(column, node))
                {
                    int[] left = [.. node.Where(row => goesLeft(column.Values[row]))], right = [.. node.Except(left)];
                    if (left.Length < Least || right.Length < Least) continue;
                    var gain = Score(left) + Score(right) - Score(node);
                    if (gain > best.Gain * (1 + 1e-9)) best = (gain, left, right);
                }
            }

            if (best.Right.Length > 0)
            {
                Grow(best.Left, levels - 1);
                Grow(best.Right, levels - 1);
                return;
            }

            var (slope, curvature) = Sums(node);
            foreach (var row in node) expected[row] = start - (slope / (curvature + l2));
        }

        Grow([.. Enumerable.Range(0, Rows)], depth);
        Assert.Equal(depth, model.Trees[0][0].Depth);
        Assert.Contains(model.Trees[0][0].Nodes.ToArray(), node => node.Is(WalkedNode.IsSplit) && data.Columns[node.Column].IsCategory);
        var predicted = model.PredictRaw(data.Columns, threads: 1);
        for (var row = 0; row < Rows; row++) Assert.Equal(expected[row], predicted[row], 1e-5);
    }

    /// <summary>With <see cref="BoostOptions.OneHot"/> at the number of categories one of them goes apart, the best one; below it a set does, which gains no less.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OneCategoryGoesApartWhereFewAreSplitSo(int seed)
    {
        var data = MadeRows.Of(400, 1, seed);
        data = data with { Columns = [data.Columns[1]] };
        TreeModel Fitted(int oneHot) => TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 1, Depth = 1, Rate = 1, MinRows = 1, OneHot = oneHot, RowShare = 1 });
        var mean = data.Target.Average();
        var codes = data.Columns[0].Values;
        double Gain(Func<double, bool> isLeft) => new[] { true, false }.Sum(side => data.Target.Where((_, row) => isLeft(codes[row]) == side).ToArray() is { Length: > 0 } own ? own.Length * Math.Pow(own.Average() - mean, 2) : 0);
        var gains = Enumerable.Range(0, 8).Select(category => Gain(code => code == category)).ToArray();
        var apart = Fitted(8);
        Assert.Equal(gains.Max(), apart.Trees[0][0].Gains[0], 1e-6 * gains.Max());
        var predicted = apart.PredictRaw(data.Columns, threads: 1);
        var alone = (double)Array.IndexOf(gains, gains.Max());
        Assert.Equal(2, predicted.Distinct().Count());
        Assert.All(Enumerable.Range(0, 400), row => Assert.Equal(data.Target.Where((_, other) => codes[other] == alone == (codes[row] == alone)).Average(), predicted[row], 1e-6));
        Assert.True(Fitted(7).Trees[0][0].Gains[0] > gains.Max());
    }

    /// <summary>The leaves of an absolute error are medians: no other value of a leaf is better.</summary>
    [Theory]
    [InlineData(Growth.DepthWise)]
    [InlineData(Growth.LeafWise)]
    public void LeavesOfAbsoluteErrorsAreMedians(Growth growth)
    {
        var data = MadeRows.Of(401, 3, 5, (truth, random) => truth + (random.NextDouble() < 0.1 ? 100 : 0));
        var model = TreeBooster.Fit(data, Loss.Create("mae"), new BoostOptions { Rounds = 1, Rate = 1, Depth = 3, Growth = growth, RowShare = 1 });
        Assert.Equal(Median(data.Target), model.Start[0]);
        var predicted = model.PredictRaw(data.Columns, threads: 1);
        var leaves = Enumerable.Range(0, 401).GroupBy(row => predicted[row]).ToArray();
        Assert.True(leaves.Length > 4);
        Assert.All(leaves, leaf => Assert.Equal(Median([.. leaf.Select(row => data.Target[row])]), leaf.Key, 1e-9));
    }

    /// <summary>Sums of integers are exact: the largest error of a node is half a unit a row, and no sum of 2^31 rows leaves 64 bits.</summary>
    [Fact]
    public void IntegersHaveRoomAndPrecision()
    {
        foreach (var largest in (double[])[1e-200, 1, 1e9, 1e300])
        {
            var scale = Scale.For(1 << 20, counts: false).Fitting(largest, largest);
            Assert.InRange(largest * scale.Slope, Math.ScaleB(1, Scale.Bits - 1), Math.ScaleB(1, Scale.Bits));
            Assert.Equal(scale, scale.Fitting(largest / 2, largest));
        }

        Assert.True((Int128)(1L << Scale.Bits) * int.MaxValue < long.MaxValue);
        foreach (var rows in (int[])[1, 2, 1000, 1 << 20, 1 << 25, Scale.MostCounted])
        {
            var scale = Scale.For(rows, counts: true);
            Assert.True((Int128)rows << scale.CountShift < (Int128)1 << 62);
            Assert.True((Int128)rows << scale.CurvatureBits <= (Int128)1 << scale.CountShift);
            Assert.InRange(scale.CurvatureBits, 10, Scale.Bits);
            Assert.Equal(new Sums(-5, 7, 3), scale.Sums(-5, 7 + (3L << scale.CountShift)));
        }
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : sorted[sorted.Length / 2 - 1] / 2 + sorted[sorted.Length / 2] / 2;
    }
}
