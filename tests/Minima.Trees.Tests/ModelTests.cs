using System.Security.Cryptography;
using System.Text;

namespace Minima.Trees.Tests;

/// <summary>Models: the same bits however many threads, saved and read again, held to their constraints.</summary>
public sealed class ModelTests
{
    [SlowTheory]
    [InlineData("half_mse", Growth.DepthWise)]
    [InlineData("huber", Growth.LeafWise)]
    [InlineData("mae", Growth.DepthWise)]
    public void TheBitsDoNotDependOnThreads(string loss, Growth growth)
    {
        var data = MadeRows.Of(40_000, 5, 1) with { Weight = MadeRows.Weights(40_000, 2) };
        var options = new BoostOptions { Rounds = 3, Growth = growth, RowShare = 0.7, ColumnShare = 0.8, HeldOut = 0.2, Seed = 3 };
        string[] hashes = [.. new[] { 1, 2, 3, 8 }.Select(threads => Hash(TreeBooster.Fit(data, Loss.Create(loss), options with { Threads = threads })))];
        Assert.All(hashes, hash => Assert.Equal(hashes[0], hash));
    }

    [Fact]
    public void ASavedModelIsTheSameModel()
    {
        var data = MadeRows.Of(2000, 4, 2);
        var model = TreeBooster.Fit(data, Loss.Create("quantile", ("quantile", 0.8)), new BoostOptions { Rounds = 10 });
        var path = Path.Combine(Path.GetTempPath(), $"minima-trees-{Guid.NewGuid():N}.json");
        try
        {
            model.Save(path);
            var read = TreeModel.Load(path);
            Assert.Equal(model.ToJson(), read.ToJson());
            Assert.Equal(model.Predict(data.Columns), read.Predict(data.Columns));
            Assert.Equal(0.8, read.LossParameters["quantile"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AModelInOtherUnitsPredictsTheMultiple()
    {
        var data = MadeRows.Of(500, 3, 4);
        var model = TreeBooster.Fit(data, Loss.Create("log_cosh"), new BoostOptions { Rounds = 5 });
        Assert.Equal(model.Predict(data.Columns).Select(value => 4 * value), model.Scaled(4).Predict(data.Columns));
        Assert.Equal(model.ToJson(), model.Scaled(1).ToJson());
        foreach (var factor in (double[])[0, -1, double.NaN, double.PositiveInfinity]) Assert.Throws<ArgumentOutOfRangeException>(() => model.Scaled(factor));
        var counts = TreeBooster.Fit(data with { Target = Array.ConvertAll(data.Target, Math.Abs) }, Loss.Create("poisson_nll"), new BoostOptions { Rounds = 2 });
        Assert.Throws<InvalidOperationException>(() => counts.Scaled(2));
    }

    /// <summary>A damaged file is refused with a word, whatever is cut or exchanged.</summary>
    [Fact]
    public void HostileFilesAreRefused()
    {
        var data = MadeRows.Of(300, 2, 3);
        var json = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 2, Depth = 3 }).ToJson();
        for (var length = 0; length < json.Length; length += 1 + json.Length / 200) Assert.Throws<BoostException>(() => TreeModel.Parse(json[..length]));
        foreach (var (from, to) in new[] { ("\"left\":[1,", "\"left\":[0,"), ("\"left\":[1,", "\"left\":[99,"), ("\"column\":[", "\"column\":[7,"), ("\"version\":1", "\"version\":9"), ("\"map\":\"Identity\"", "\"map\":\"3\""), ("\"start\":[", "\"start\":[1,"), ("\"value\":[", "\"value\":[1e999,") })
        {
            Assert.Contains(from, json, StringComparison.Ordinal);
            Assert.Throws<BoostException>(() => TreeModel.Parse(json.Replace(from, to, StringComparison.Ordinal)));
        }
    }

    /// <summary>So is a damaged file of XGBoost, in whatever is cut, left out or exchanged.</summary>
    [Fact]
    public void HostileFilesOfXGBoostAreRefused()
    {
        var data = MadeRows.Of(300, 2, 3);
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 2, Depth = 3 });
        var json = XGBoostModel.Of(model).ToJson();
        Assert.True(XGBoostModel.Recognizes(Encoding.UTF8.GetBytes(json)));
        Assert.False(XGBoostModel.Recognizes(Encoding.UTF8.GetBytes(model.ToJson())));
        foreach (var text in new[] { "", "{", "[]", "null", "learner", "{\"learner", "\u0000" }) Assert.False(XGBoostModel.Recognizes(Encoding.UTF8.GetBytes(text)));
        for (var length = 0; length < json.Length; length += 1 + (json.Length / 200)) Assert.Throws<BoostException>(() => XGBoostModel.Parse(json[..length]));
        (string From, string To)[] exchanged =
        [
            ("\"left_children\":[1,", "\"left_children\":[0,"), ("\"left_children\":[1,", "\"left_children\":[99,"), ("\"left_children\":[1,", "\"left_children\":[2,"), ("\"left_children\":[1,", "\"left_children\":[NaN,"), ("\"left_children\":[", "\"left_children\":[1,"),
            ("\"split_indices\":[", "\"split_indices\":[7,"), ("\"tree_info\":[0", "\"tree_info\":[4"), ("\"tree_info\":[0", "\"tree_info\":[0,0"), ("\"num_class\":\"0\"", "\"num_class\":\"2000000000\""), ("\"num_class\":\"0\"", "\"num_class\":\"99999999999\""), ("\"num_class\":\"0\"", "\"num_class\":0"),
            ("\"num_feature\":\"3\"", "\"num_feature\":\"2000000000\""), ("\"feature_names\":[", "\"feature_names\":[\"x0\","), ("\"base_score\":\"0E0\"", "\"base_score\":\"NaN\""), ("\"base_score\":\"0E0\"", "\"base_score\":\"[1,2]\""), ("\"base_score\":\"0E0\"", "\"base_score\":\"many\""),
            ("reg:squarederror", "my:own"), ("\"name\":\"gbtree\"", "\"name\":\"gblinear\""), ("\"sum_hessian\":[", "\"sum_hessian\":[Infinity,"), ("\"categories_segments\":[0", "\"categories_segments\":[99999"), ("\"size_leaf_vector\":\"0\"}}", "\"size_leaf_vector\":\"3\"}}"),
        ];
        foreach (var (from, to) in exchanged)
        {
            Assert.Contains(from, json, StringComparison.Ordinal);
            var text = json.Replace(from, to, StringComparison.Ordinal);
            Assert.True(Record.Exception(() => XGBoostModel.Parse(text)) is BoostException, to);
        }
    }

    [Fact]
    public void XGBoostHoldsNoNumberBeyondFloats()
    {
        var data = MadeRows.Of(300, 2, 3);
        Assert.Throws<BoostException>(() => XGBoostModel.Of(TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 2 }).Scaled(1e300)).ToJson());
        var codes = data with { Columns = [.. data.Columns.Select(column => column.IsCategory ? column with { Values = Array.ConvertAll(column.Values, value => 1e9 + value) } : column)] };
        Assert.Throws<BoostException>(() => XGBoostModel.Of(TreeBooster.Fit(codes, Loss.Create("half_mse"), new BoostOptions { Rounds = 5 })).ToJson());
    }

    /// <summary>Thresholds are floats where one lies between two values, so that a booster that compares floats divides the training rows alike.</summary>
    [Fact]
    public void ThresholdsAreFloats()
    {
        var random = new Random(6);
        double[] x = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())], y = [.. x.Select(value => Math.Sin(20 * value))];
        var model = TreeBooster.Fit(new TreeData([new("x", x)], y), Loss.Create("half_mse"), new BoostOptions { Rounds = 20, MinRows = 1 });
        double[] rounded = [.. x.Select(value => (double)(float)value)];
        Assert.NotEqual(x, rounded);
        Assert.Equal(model.Predict([new("x", x)]), model.Predict([new("x", rounded)]));
    }

    /// <summary>At a million points, of six models: a step up in a column that must rise, or in one that must fall, never moves the prediction the other way.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("half_mse")]
    [Case("mae")]
    [Case("log_cosh")]
    public void MonotoneColumnsAreMonotone(string loss)
    {
        var data = MadeRows.Of(3000, 3, 4, (truth, random) => truth + 8 * random.NextDouble());
        foreach (var growth in Enum.GetValues<Growth>())
        {
            var model = TreeBooster.Fit(data, Loss.Create(loss), new BoostOptions { Rounds = 30, Rate = 0.5, Growth = growth, Monotone = new Dictionary<string, int> { ["x0"] = 1, ["x2"] = -1 } });
            var random = new Random(5);
            const int Points = 170_000;
            double[] Column() => [.. Enumerable.Range(0, Points).Select(_ => random.NextDouble() * 24 - 12)];
            double[] x0 = Column(), x1 = Column(), x2 = Column(), kind = [.. Enumerable.Range(0, Points).Select(_ => (double)random.Next(9))];
            double[] Predict(double[] first, double[] third) => model.Predict([new("x0", first), new("x1", x1), new("x2", third), new("kind", kind)]);
            var here = Predict(x0, x2);
            var up = Predict([.. x0.Select(x => x + 3 * random.NextDouble())], x2);
            var down = Predict(x0, [.. x2.Select(x => x + 3 * random.NextDouble())]);
            Assert.DoesNotContain(Enumerable.Range(0, Points), i => !(up[i] >= here[i] - 1e-12) || !(down[i] <= here[i] + 1e-12));
            Assert.Contains(Enumerable.Range(0, Points), i => up[i] > here[i] + 1e-3);
            Assert.Contains(Enumerable.Range(0, Points), i => down[i] < here[i] - 1e-3);
        }
    }

    [Fact]
    public void ColumnsThatMayNotMeetDoNot()
    {
        var data = MadeRows.Of(3000, 4, 6);
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 20, Interactions = [["x0", "kind"], ["x1", "x2", "x3"]] });
        foreach (var tree in model.Trees.SelectMany(round => round))
        {
            void Walk(int at, int[] path)
            {
                if (!tree.Nodes[at].Is(WalkedNode.IsSplit)) return;
                path = [.. path, tree.Nodes[at].Column];
                Assert.True(path.All(column => column is 0 or 4) || path.All(column => column is 1 or 2 or 3));
                Walk(tree.Nodes[at].Left, path);
                Walk(tree.Nodes[at].Left + 1, path);
            }

            Walk(0, []);
        }
    }

    [Fact]
    public void EarlyStoppingKeepsTheBestRound()
    {
        var data = MadeRows.Of(600, 3, 7, (truth, random) => truth + 20 * random.NextDouble()) with { Group = [.. Enumerable.Range(0, 600).Select(row => row / 10)] };
        var loss = Loss.Create("half_mse");
        var model = TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 300, Rate = 0.5, HeldOut = 0.25, EarlyStop = 10, MinRows = 1 });
        Assert.True(model.Rounds < 300);
        Assert.Equal(model.HeldOutLoss.Min(), model.HeldOutLoss[model.Rounds - 1]);
        Assert.Equal(model.Rounds + 10, model.HeldOutLoss.Count);
    }

    [SlowFact]
    public void ClassesGetProbabilities()
    {
        var data = MadeRows.Of(2000, 3, 8, (truth, _) => truth < 2 ? 0 : truth < 8 ? 1 : 2);
        var loss = Loss.Create("cross_entropy");
        var model = TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 20, Rate = 0.3 });
        var probabilities = model.Predict(data.Columns);
        Assert.Equal(3, model.Outputs);
        var right = 0;
        for (var row = 0; row < 2000; row++)
        {
            var own = probabilities.AsSpan(3 * row, 3);
            Assert.Equal(1, own[0] + own[1] + own[2], 1e-12);
            if (own[(int)data.Target[row]] > 0.5) right++;
        }

        Assert.InRange(right, 1850, 2000);
        var rounds = Enumerable.Range(0, 21).Select(round => loss.MeanLoss(model, data, round)).ToArray();
        Assert.All(Enumerable.Range(1, 20), round => Assert.True(rounds[round] <= rounds[round - 1] + 1e-12));
    }

    private static string Hash(TreeModel model) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(model.ToJson())));
}
