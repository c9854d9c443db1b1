using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Trees;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>Models that go from Minima to XGBoost and back, and from XGBoost to Minima: both predict the same.</summary>
public sealed class ExchangeTests
{
    private const int Rows = 600;
    private const double Within = 1e-6;

    private static readonly JsonSerializerOptions Words = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    [Fact]
    public async Task Both_libraries_predict_the_same_with_one_model()
    {
        var data = Data();
        (string Name, TreeModel Model)[] models = [.. Models(data).Select(made => (made.Name, made.Model))];
        var cases = Cases();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            names = data.Columns.Select(column => column.Name),
            types = data.Columns.Select(column => column.IsCategory ? "c" : "float"),
            rows = Enumerable.Range(0, Rows).Select(row => data.Columns.Select(column => double.IsNaN(column.Values[row]) ? (double?)null : column.Values[row])),
            target = data.Target,
            models = models.Select(item => XGBoostModel.Of(item.Model).ToJson()),
            cases,
        }, Words), TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(await Python.RunWithXGBoostAsync(Path.Combine(AppContext.BaseDirectory, "exchange.py"), file), new() { MaxDepth = 64 });
        File.Delete(file);
        foreach (var ((name, model), theirs) in models.Zip(answer.RootElement.GetProperty("ours").EnumerateArray()))
        {
            Assert.Equal(model.Loss, theirs.GetProperty("attribute").GetString());
            Same($"{name}, prediction", model.Predict(data.Columns), theirs.GetProperty("prediction"));
            Same($"{name}, loaded again", model.Predict(data.Columns), theirs.GetProperty("again"));
            Assert.Equal(theirs.GetProperty("again").ToString(), theirs.GetProperty("prediction").ToString());
            var factor = model.Answer == ScoreMap.HalfLogistic ? 2 : 1;
            Same($"{name}, score", Array.ConvertAll(model.PredictRaw(data.Columns), score => factor * score), theirs.GetProperty("margin"));
            Same($"{name}, contributions", Shares(model, data, factor), theirs.GetProperty("contributions"), 1e-5);

            // What XGBoost saves of it is read with the loss.
            var back = XGBoostModel.Parse(theirs.GetProperty("saved").GetString()!);
            Assert.Equal(model.Loss, back.Trees.Loss);
            Same($"{name}, back", back.Trees.Predict(data.Columns), theirs.GetProperty("prediction"));
        }

        foreach (var (item, theirs) in cases.Zip(answer.RootElement.GetProperty("theirs").EnumerateArray()))
        {
            var name = JsonSerializer.Serialize(item.Settings);
            var read = XGBoostModel.Parse(theirs.GetProperty("model").GetString()!);
            Assert.Equal(item.Settings["objective"]!.ToString(), read.Objective);
            Same($"{name}, score", read.Trees.PredictRaw(data.Columns), theirs.GetProperty("margin"));
            if (read.Objective is not ("multi:softmax" or "binary:hinge")) Same($"{name}, prediction", read.Trees.Predict(data.Columns), theirs.GetProperty("prediction"));
            Same($"{name}, contributions", Shares(read.Trees, data, 1), theirs.GetProperty("contributions"), 1e-5);

            // Doubles go where XGBoost's floats go.
            TreeColumn[] finer = [.. data.Columns.Select(column => column.IsCategory ? column : column with { Values = Array.ConvertAll(column.Values, value => value + (1e-9 * value)) })];
            Same($"{name}, doubles", read.Trees.PredictRaw(finer), theirs.GetProperty("finer"));
            Assert.Equal(read.Trees.PredictRaw(data.Columns), TreeModel.Parse(read.Trees.ToJson()).PredictRaw(data.Columns));

            // And it can be written for XGBoost again: the same thresholds.
            var again = XGBoostModel.Parse(read.ToJson());
            Same($"{name}, written again", again.Trees.PredictRaw(finer), theirs.GetProperty("finer"));
        }
    }

    private static TreeData Data()
    {
        var random = new Random(31);
        double[] Column(Func<double> next) => [.. Enumerable.Range(0, Rows).Select(_ => next())];
        var x = Column(() => random.Next(10) == 0 ? double.NaN : (float)((random.NextDouble() * 20) - 10));
        var y = Column(() => random.Next(10) == 0 ? double.NaN : random.Next(-5, 6));
        var tiny = Column(() => (float)(1e-6 * random.NextDouble()));
        var kind = Column(() => random.Next(12) == 0 ? double.NaN : random.Next(9));
        var rare = Column(() => random.Next(40));
        var target = Enumerable.Range(0, Rows).Select(row => 100 + (double.IsNaN(x[row]) ? 4 : x[row]) + (y[row] > 2 ? 5 : 0) + (kind[row] is 1 or 4 or 6 ? 6 : 0) + (rare[row] % 7) + (3e6 * tiny[row]) + random.NextDouble()).ToArray();
        return new TreeData([new("x", x), new("größe \"m\"", y), new("tiny", tiny), new("kind", kind) { IsCategory = true }, new("rare", rare) { IsCategory = true }], target);
    }

    private static IEnumerable<(string Name, TreeModel Model)> Models(TreeData data)
    {
        var median = data.Target.Order().ElementAt(Rows / 2);
        var options = new BoostOptions { Rounds = 40, Depth = 5, MinRows = 5 };
        TreeModel Fit(string loss, Func<double, double>? target = null, BoostOptions? other = null) => TreeBooster.Fit(data with { Target = Array.ConvertAll(data.Target, value => target is null ? value : target(value)) }, loss.Contains('(', StringComparison.Ordinal) ? Loss.Parse(loss) : Loss.Create(loss), other ?? options);
        yield return ("squared error", Fit("half_mse"));
        yield return ("leaf-wise absolute error", Fit("mae", null, options with { Growth = Growth.LeafWise, OneHot = 12 }));
        yield return ("a formula", Fit("4*relu(t - p) + relu(p - t)"));
        yield return ("counts", Fit("poisson_nll", value => Math.Floor(value - 80)));
        yield return ("positive predictions", Fit("gamma_deviance"));
        yield return ("two classes", Fit("bce_with_logits", value => value > median ? 1 : 0));
        yield return ("margins", Fit("exponential", value => value > median ? 1 : -1));
        yield return ("probabilities", Fit("bce", value => value > median ? 1 : 0));
        yield return ("three classes", Fit("cross_entropy", value => value > median + 3 ? 2 : value > median - 3 ? 1 : 0));
        yield return ("no round", Fit("half_mse", null, options with { Rounds = 1, MinRows = Rows }));
        yield return ("several numbers", TreeBooster.Fit(data, new TwoNumbers(data.Target), options));
    }

    private static Case[] Cases()
    {
        static Case Of(string objective, string target, params (string Name, JsonNode Value)[] settings)
        {
            var all = new JsonObject { ["objective"] = objective, ["max_depth"] = 4, ["tree_method"] = "hist" };
            foreach (var (name, value) in settings) all[name] = value;
            return new(target, 12, all);
        }

        return
        [
            Of("reg:squarederror", "number"), Of("reg:squarederror", "number", ("tree_method", "approx"), ("max_cat_to_onehot", 1)), Of("reg:squarederror", "number", ("base_score", 100), ("num_parallel_tree", 3), ("subsample", 0.5), ("colsample_bynode", 0.5)),
            Of("reg:squarederror", "number", ("booster", "dart"), ("rate_drop", 0.3)), Of("reg:squarederror", "number", ("grow_policy", "lossguide"), ("max_leaves", 12), ("gamma", 1)),
            Of("reg:absoluteerror", "number"), Of("reg:pseudohubererror", "number"), Of("reg:squaredlogerror", "positive"), Of("reg:gamma", "positive"), Of("reg:tweedie", "positive"), Of("count:poisson", "positive"), Of("survival:cox", "positive"),
            Of("binary:logistic", "binary", ("base_score", 0.3)), Of("binary:logitraw", "binary", ("base_score", 0.3)), Of("binary:hinge", "binary"), Of("reg:logistic", "binary"), Of("multi:softprob", "classes", ("num_class", 3)), Of("multi:softmax", "classes", ("num_class", 3), ("booster", "dart"), ("rate_drop", 0.2)),
        ];
    }

    /// <summary>Shapley values as XGBoost lists them: the columns, then what no column explains.</summary>
    private static double[] Shares(TreeModel model, TreeData data, double factor)
    {
        var shares = model.Contributions(data.Columns);
        var width = data.Columns.Count + 1;
        var all = new double[shares.Length];
        for (var at = 0; at < shares.Length; at += width)
        {
            for (var column = 0; column < width; column++) all[at + column] = factor * shares[at + ((column + 1) % width)];
        }

        return all;
    }

    private static void Same(string name, double[] ours, JsonElement theirs, double within = Within)
    {
        double[] flat = [.. Flat(theirs)];
        Assert.True(ours.Length == flat.Length, $"{name}: {ours.Length} numbers here and {flat.Length} there");
        var scale = Math.Max(1, ours.Max(Math.Abs));
        for (var i = 0; i < flat.Length; i++) Assert.True(Math.Abs(ours[i] - flat[i]) <= within * scale, $"{name}: number {i} is {ours[i]:R} here and {flat[i]:R} there");
    }

    private static IEnumerable<double> Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element.GetDouble()];

    private sealed record Case(string Target, int Rounds, JsonObject Settings);

    /// <summary>A mean and a half of it, each with squared error.</summary>
    private sealed class TwoNumbers(double[] target) : RowObjective
    {
        public override string Name => "two numbers";

        public override IReadOnlyList<double> Start => [target.Average(), target.Average() / 2];

        public override bool HasJumps => false;

        public override void Evaluate(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                double sum = 0;
                for (var o = 0; o < 2; o++)
                {
                    var residual = scores[(o * rows.Length) + i] - (target[rows[i]] / (o + 1));
                    sum += residual * residual / 2;
                    if (o == output) (slopes[i], curvatures[i]) = (residual, 1);
                }

                if (!values.IsEmpty) values[i] = sum;
            }
        }
    }
}
