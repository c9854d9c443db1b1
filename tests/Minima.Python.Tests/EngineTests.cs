using System.Text.Json;
using Minima.Trees;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>XGBoost's library as the engine: its own objectives where there are some, and the laws of boosting for all losses.</summary>
public sealed class EngineTests
{
    private const int Rows = 800;

    private static readonly BoostOptions Options = new() { Engine = BoostEngine.XGBoost, Rounds = 20, Rate = 0.3, Depth = 4, L2 = 1, MinCurvature = 1, MinRows = 1, RowShare = 1, Threads = 1 };

    [Theory]
    [InlineData("half_mse", "reg:squarederror", 1e-5)]
    [InlineData("bce_with_logits", "binary:logistic", 1e-4)]
    public async Task Without_refit_it_is_XGBoost_with_its_own_objective(string loss, string objective, double within)
    {
        var data = Data(1, loss == "half_mse" ? value => value : value => value > 5 ? 1 : 0);
        var model = TreeBooster.Fit(data, Loss.Create(loss), Options with { Refit = false });
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            names = data.Columns.Select(column => column.Name),
            types = data.Columns.Select(column => column.IsCategory ? "c" : "float"),
            rows = Enumerable.Range(0, Rows).Select(row => data.Columns.Select(column => double.IsNaN(column.Values[row]) ? (double?)null : column.Values[row])),
            target = data.Target,
            models = Array.Empty<string>(),
            cases = new[] { new { target = "given", rounds = Options.Rounds, settings = new { objective, tree_method = "hist", max_depth = Options.Depth, eta = Options.Rate, max_bin = Options.Bins - 1, lambda = 1, min_child_weight = 1, max_cat_to_onehot = Options.OneHot + 1, base_score = model.Map == ScoreMap.Identity && model.Answer == ScoreMap.Logistic ? 1 / (1 + Math.Exp(-model.Start[0])) : model.Start[0] } } },
        }), TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(await Python.RunWithXGBoostAsync(Path.Combine(AppContext.BaseDirectory, "exchange.py"), file), new() { MaxDepth = 64 });
        File.Delete(file);
        double[] theirs = [.. answer.RootElement.GetProperty("theirs")[0].GetProperty("margin").EnumerateArray().Select(row => row[0].GetDouble())], ours = model.PredictRaw(data.Columns);
        var scale = theirs.Max(Math.Abs);
        for (var row = 0; row < Rows; row++) Assert.True(Math.Abs(ours[row] - theirs[row]) <= within * scale, $"row {row}: {ours[row]} here, {theirs[row]} there");
    }

    /// <summary>At rate 1 each leaf takes its best value, so that no round raises the loss; threads change no byte.</summary>
    [Theory]
    [InlineData("mae")]
    [InlineData("huber")]
    [InlineData("cauchy")]
    [InlineData("4*relu(t - p) + relu(p - t)")]
    [InlineData("log(1 + (p - t)^2)")]
    [InlineData("poisson_nll")]
    [InlineData("gamma_deviance")]
    public void No_round_raises_the_loss(string text)
    {
        var loss = text.Contains('(', StringComparison.Ordinal) ? Loss.Parse(text) : Loss.Create(text);
        var data = Data(2, value => text is "poisson_nll" or "gamma_deviance" ? Math.Floor(Math.Abs(value)) + 1 : value);
        var options = Options with { Rate = 1, Rounds = 8, L2 = 0 };
        var model = TreeBooster.Fit(data, loss, options);
        Assert.Equal(model.ToJson(), TreeBooster.Fit(data, loss, options with { Threads = 3 }).ToJson());
        var before = double.PositiveInfinity;
        var first = 0.0;
        for (var round = 0; round <= model.Rounds; round++)
        {
            var scores = model.PredictRaw(data.Columns, round);
            var mean = loss.Value(model.Map == ScoreMap.Exp ? Array.ConvertAll(scores, Math.Exp) : scores, data.Target);
            Assert.True(mean <= before + (1e-12 * Math.Abs(before)) || round == 0, $"round {round}: {mean}, before {before}");
            before = mean;
            if (round == 0) first = mean;
        }

        Assert.True(before < first, $"{before} after {first}");
    }

    /// <summary>XGBoost itself splits for no gain below 1e-6.</summary>
    [Fact]
    public void The_unit_of_the_target_changes_nothing()
    {
        var data = Data(3, value => value);
        var unit = Math.ScaleB(1, -30);
        double[] Predicted(double factor) => TreeBooster.Fit(data with { Target = Array.ConvertAll(data.Target, value => value * factor) }, Loss.Create("mae"), Options with { L2 = 0 }).Predict(data.Columns);
        Assert.Equal(Array.ConvertAll(Predicted(1), value => value * unit), Predicted(unit));
        Assert.True(Predicted(unit).Distinct().Count() > 20);
    }

    [Fact]
    public void Constraints_groups_and_samples_hold()
    {
        var data = Data(4, value => value);
        var options = Options with { Growth = Growth.LeafWise, Leaves = 12, RowShare = 0.7, ColumnShare = 0.9, HeldOut = 0.25, EarlyStop = 5, Rounds = 200, L2 = 0 };
        var model = TreeBooster.Fit(data, Loss.Create("mae"), options with { Monotone = new Dictionary<string, int>(StringComparer.Ordinal) { ["x"] = 1, ["y"] = -1 } });
        Assert.True(model.HeldOutLoss.Count < 200 && model.Rounds <= model.HeldOutLoss.Count);
        foreach (var (name, direction) in new[] { ("x", 1), ("y", -1) })
        {
            double[]? before = null;
            for (var at = -12.0; at <= 12; at += 0.25)
            {
                var moved = data.Columns.Select(column => column.Name == name ? column with { Values = Array.ConvertAll(column.Values, _ => at) } : column).ToArray();
                var here = model.PredictRaw(moved);
                if (before is not null) Assert.All(here.Zip(before), pair => Assert.True(direction * (pair.First - pair.Second) >= 0));
                before = here;
            }
        }

        // What no set names is in no split; and no path holds columns of two sets: then the prediction is a sum of functions of each set.
        var apart = TreeBooster.Fit(data, Loss.Create("half_mse"), Options with { Interactions = [["x"], ["y"]] });
        Assert.Equal([true, true, false], apart.Gains().Select(gain => gain > 0));
        double At(double x, double y) => apart.PredictRaw([new("x", [x]), new("y", [y]), new("kind", [1]) { IsCategory = true }])[0];
        Assert.Equal(At(3, 4) + At(-3, -4), At(3, -4) + At(-3, 4), 1e-9);
    }

    [Fact]
    public void Classes_and_categories_are_learned()
    {
        var data = Data(5, value => value > 8 ? 2 : value > 2 ? 1 : 0);
        var held = data with { HeldOut = [.. Enumerable.Range(0, Rows).Select(row => row % 4 == 0)] };
        var own = TreeBooster.Fit(held, Loss.Create("cross_entropy"), Options with { Engine = BoostEngine.Minima });
        var other = TreeBooster.Fit(held, Loss.Create("cross_entropy"), Options);
        Assert.All(own.Start.Zip(other.Start), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        Assert.InRange(other.HeldOutLoss[^1], 0.8 * own.HeldOutLoss[^1], 1.25 * own.HeldOutLoss[^1]);
        Assert.True(other.Gains()[2] > 0);
        Assert.All(other.Predict(data.Columns).Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-12));
    }

    private static TreeData Data(int seed, Func<double, double> target)
    {
        var random = new Random(seed);
        double[] Column(Func<double> next) => [.. Enumerable.Range(0, Rows).Select(_ => next())];
        var x = Column(() => random.Next(12) == 0 ? double.NaN : Math.Round((random.NextDouble() * 20) - 10, 1));
        var y = Column(() => random.Next(-9, 10));
        var kind = Column(() => random.Next(9));
        return new TreeData([new("x", x), new("y", y), new("kind", kind) { IsCategory = true }], [.. Enumerable.Range(0, Rows).Select(row => target((double.IsNaN(x[row]) ? 4 : x[row]) - (y[row] / 2) + (kind[row] is 1 or 4 or 6 ? 6 : 0) + random.NextDouble()))]);
    }
}
