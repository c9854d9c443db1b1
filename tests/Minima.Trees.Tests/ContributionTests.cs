namespace Minima.Trees.Tests;

/// <summary>Contributions of columns against Shapley's sum over all subsets.</summary>
public sealed class ContributionTests
{
    [Theory]
    [InlineData("half_mse", 1, Growth.DepthWise)]
    [InlineData("bce_with_logits", 2, Growth.LeafWise)]
    [InlineData("cross_entropy", 3, Growth.DepthWise)]
    public void ContributionsAreThoseOfAllSubsets(string loss, int seed, Growth growth)
    {
        Func<double, Random, double>? target = loss switch { "half_mse" => null, "cross_entropy" => (truth, _) => truth < 2 ? 0 : truth < 8 ? 1 : 2, _ => (truth, _) => truth < 5 ? 0 : 1 };
        var data = MadeRows.Of(500, 6, seed, target);
        var model = TreeBooster.Fit(data, Loss.Create(loss), new BoostOptions { Rounds = 6, Growth = growth, Depth = 6, MinRows = 2 });
        TreeColumn[] few = [.. data.Columns.Select(column => column with { Values = column.Values[..12] })];
        foreach (var rounds in (int[])[0, 2, 6])
        {
            var (found, raw) = (model.Contributions(few, rounds), model.PredictRaw(few, rounds));
            var (columns, at) = (model.Columns.Count, 0);
            for (var row = 0; row < 12; row++)
            {
                for (var o = 0; o < model.Outputs; o++, at += columns + 1)
                {
                    var expected = Shapley(model, o, rounds, [.. few.Select(column => column.Values[row])]);
                    for (var c = 0; c <= columns; c++) Assert.Equal(expected[c], found[at + c], 1e-12);
                    Assert.Equal(raw[row * model.Outputs + o], found[at..(at + columns + 1)].Sum(), 1e-12 * Math.Max(1, Math.Abs(raw[row * model.Outputs + o])));
                }
            }
        }
    }

    /// <summary>Trees of many levels over many columns: sums stay exact.</summary>
    [Fact]
    public void DeepTreesAddUpWithTheSameBits()
    {
        var data = MadeRows.Of(3000, 30, 4, (_, random) => random.NextDouble());
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 3, Growth = Growth.LeafWise, Depth = 30, Leaves = 200, MinRows = 1, Rate = 1 });
        TreeColumn[] few = [.. data.Columns.Select(column => column with { Values = column.Values[..150] })];
        var (found, raw) = (model.Contributions(few, threads: 1), model.PredictRaw(few));
        for (var row = 0; row < 150; row++) Assert.Equal(raw[row], found.AsSpan(row * 32, 32).ToArray().Sum(), 1e-12);
        Assert.Equal(found, model.Contributions(few, threads: 3));
        Assert.InRange(model.Trees.Max(round => round[0].Depth), 12, 30);
    }

    private static double[] Shapley(TreeModel model, int output, int rounds, double[] row)
    {
        var n = row.Length;
        var worth = new double[1 << n];
        for (var set = 0; set < worth.Length; set++)
        {
            worth[set] = model.Start[output];
            for (var round = 0; round < rounds; round++) worth[set] += Worth(model.Trees[round][output], 0, set, row);
        }

        var shares = new double[n + 1];
        shares[0] = worth[0];
        for (var c = 0; c < n; c++)
        {
            for (var set = 0; set < worth.Length; set++)
            {
                if ((set >> c & 1) != 0) continue;
                var size = int.PopCount(set);
                shares[c + 1] += Factorial(size) * Factorial(n - size - 1) / Factorial(n) * (worth[set | 1 << c] - worth[set]);
            }
        }

        return shares;
    }

    private static double Worth(RegressionTree tree, int at, int set, double[] row)
    {
        var node = tree.Nodes[at];
        if (!node.Is(WalkedNode.IsSplit)) return tree.Values[at];
        if ((set >> node.Column & 1) != 0) return Worth(tree, tree.Next(node, row[node.Column]), set, row);
        var (left, right) = (tree.Covers[node.Left], tree.Covers[node.Left + 1]);
        return (left * Worth(tree, node.Left, set, row) + right * Worth(tree, node.Left + 1, set, row)) / (left + right);
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
