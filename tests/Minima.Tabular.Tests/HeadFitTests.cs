using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Tensors;
using Minima.Tests.CatalogueRules;

namespace Minima.Tabular.Tests;

/// <summary>Fits with a head for each number of a distribution, beside statsmodels: values of tests/reference/fit_heads.json, which tests/Minima.Python.Tests makes again.</summary>
public sealed class HeadFitTests
{
    private static readonly Lazy<JsonElement[]> All = new(() =>
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "fit_heads.json")));
        return [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.Clone())];
    });

    static HeadFitTests() => TensorCatalogue.Join();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Value.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void CoefficientsAreThoseOfStatsmodels(int place)
    {
        var reference = All.Value[place];
        var model = LinearModel.Fit(TableOf(reference), reference.GetProperty("loss").GetString()!, new() { Heads = [reference.GetProperty("heads").GetString()!] }, null, TestContext.Current.CancellationToken);
        Assert.InRange(model.Certificate.GradientNorm, 0, 1e-9);
        var rows = reference.GetProperty("coefficients").EnumerateArray().Select(row => Numbers(row)).ToArray();
        for (var h = 0; h < rows.Length; h++)
        {
            double[] own = [.. model.Coefficients[h], model.Intercepts[h]];
            for (var j = 0; j < own.Length; j++) Assert.Equal(rows[h][j], own[j], 1e-6);
        }

        if (reference.GetProperty("objective") is { ValueKind: JsonValueKind.Number } objective) Assert.Equal(objective.GetDouble(), model.Certificate.Objective, 1e-9);
    }

    /// <summary>Components of a mixture that do the same leave directions without curvature; the refusal gives that reason.</summary>
    [Fact]
    public void ASearchThatEndsWithoutCurvatureSaysSo()
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        var table = Table.FromColumns([new Column("x", x), new Column("y", [.. x.Select(v => v + random.NextDouble())])], "y");
        var refusal = Assert.Throws<FitException>(() => LinearModel.Fit(table, "mdn", new() { Heads = ["all"] }, null, TestContext.Current.CancellationToken));
        Assert.Contains("does not curve upwards in every direction", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A file that says more than its loss has, or something else, is refused; one that is as it was predicts the same.</summary>
    [SlowFact]
    public void HostileModelsAreRefused()
    {
        var table = TableOf(All.Value[0]);
        var model = LinearModel.Fit(table, "negative_binomial_nll", new() { Heads = ["all"] }, null, TestContext.Current.CancellationToken);
        Action<JsonObject>[] spoilt =
        [
            json => json["loss"] = "mse",
            json => json["loss"] = "dice",
            json => json["task"] = "binary",
            json => json["coefficients"] = new JsonArray(json["coefficients"]!.AsArray()[0]!.DeepClone()),
            json => json["distribution"]!["reading"] = "density",
            json => json["distribution"]!["reading"] = "quantiles",
            json => json["distribution"]!["heads"] = new JsonArray("prediction"),
            json => json["distribution"]!["levels"] = new JsonArray(0.5, 0.1),
            json => json["distribution"]!["levels"] = new JsonArray(),
            json => json["distribution"]!["levels"] = new JsonArray([.. Enumerable.Range(1, 5000).Select(k => JsonValue.Create(k / 5001.0))]),
            json => json["distribution"]!["typical"] = new JsonArray(),
            json => json["distribution"]!["typical"] = new JsonArray(-3.0, 0.5),
            json => json["distribution"]!["spread"] = 0,
            json => json["distribution"]!["spread"] = "wide",
            json => json["distribution"] = 7,
            json => json["distribution"]!["constant_spread"] = "no",
        ];
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.json");
        try
        {
            File.WriteAllText(path, model.ToJson());
            Assert.Equal(Predictor.Of(model).Distributions(table).Select(row => row.Quantile(0.9)), Predictor.Load(path).Distributions(table).Select(row => row.Quantile(0.9)));
            foreach (var change in spoilt)
            {
                var json = JsonNode.Parse(model.ToJson())!.AsObject();
                change(json);
                File.WriteAllText(path, json.ToJsonString());
                Assert.ThrowsAny<TrainingException>(() => Predictor.Load(path));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [SlowFact]
    public void WhatAFitWithHeadsDoesNotTakeIsRefused()
    {
        var table = TableOf(All.Value[2]);
        foreach (var options in (FitOptions[])[new() { Heads = ["variance"] }, new() { Heads = ["0.1", "0.9"] }, new() { Heads = ["all"], Start = "1,2,3" }])
            Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "gamma_nll", options));
        Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "pinball", new() { Heads = ["0.9", "0.1"] }));
        Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "interval_score", new() { Heads = ["0.1", "0.9"] }));
        Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "crps_ensemble", new() { Heads = ["all"] }));
        Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "huber", new() { Heads = ["all"] }));
    }

    /// <summary>A loss whose target has bounds is asked about no target beyond them; one whose prediction must be above 0 names the option that makes it so.</summary>
    [Theory]
    [InlineData("bce", "cannot be fitted with heads")]
    [InlineData("adaptive_wing", "cannot be fitted with heads")]
    public void ALossOfBoundedTargetsIsRefusedInWords(string loss, string why)
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
        var table = Table.FromColumns([new Column("x", x), new Column("y", [.. x.Select(v => (v + random.NextDouble()) / 2)])], "y");
        Assert.Contains(why, Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, loss, new() { Heads = ["all"] })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("negative_binomial_nll", true)]
    [InlineData("poisson", true)]
    [InlineData("msle", false)]
    [InlineData("giou", false)]
    public void AFitThatHeadsMakePossibleNamesThem(string loss, bool isNamed)
    {
        var message = Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(TableOf(All.Value[0]), loss)).Message;
        Assert.Contains("cannot be fitted here", message, StringComparison.Ordinal);
        Assert.Equal(isNamed, message.Contains("add --heads none", StringComparison.Ordinal));
    }

    /// <summary>At the optimum of a mean and a spread the mean is that of the absolute error weighed by the spread, and the spread's own slope is 0: both are convex, and one of them is a fit of its own.</summary>
    [Fact]
    public void AnOptimumOfLaplaceIsOneOfEachHead()
    {
        var (a, b, y) = Drawn(400);
        var model = LinearModel.Fit(Of(a, b, y), "laplace_nll", new() { Heads = ["all"] });
        Assert.InRange(model.Certificate.GradientNorm, 0, 1e-9);
        Assert.DoesNotContain("--start", string.Join(" ", model.Notes.Select(note => note.English)), StringComparison.Ordinal);
        var weight = Enumerable.Range(0, y.Length).Select(i => Math.Exp(-At(model, 1, a[i], b[i]))).ToArray();
        var absolute = LinearModel.Fit(Table.FromColumns([new Column("a", a), new Column("b", b), new Column("w", weight), new Column("y", y)], "y"), "mae", new() { Weight = "w" });
        Assert.Equal(absolute.Coefficients[0][0], model.Coefficients[0][0], 1e-9);
        Assert.Equal(absolute.Coefficients[0][1], model.Coefficients[0][1], 1e-9);
        Assert.Equal(absolute.Intercepts[0], model.Intercepts[0], 1e-9);
        foreach (var column in (double[][])[a, b, [.. y.Select(_ => 1.0)]])
            Assert.Equal(0, column.Select((x, i) => x * (1 - (Math.Abs(y[i] - At(model, 0, a[i], b[i])) * weight[i]))).Average(), 1e-9);
    }

    /// <summary>No step to any side is lower, penalties included; quantiles lie on as many rows as they have free coefficients, and hold the shares that they should.</summary>
    [SlowTheory]
    [InlineData("laplace_nll", "all", 0.05, 0)]
    [InlineData("laplace_nll", "all", 0, 0.1)]
    [InlineData("gaussian_nll", "all", 0.05, 0.05)]
    [InlineData("pinball", "0.1,0.5,0.9", 0, 0)]
    [InlineData("pinball", "0.1,0.5,0.9", 0.02, 0)]
    [InlineData("interval_score", "all", 0, 0.5)]
    public void NoStepFromAnOptimumIsLower(string loss, string heads, double l2, double l1)
    {
        var (a, b, y) = Drawn(300);
        var table = Of(a, b, y);
        var model = LinearModel.Fit(table, loss, new() { Heads = heads.Split(','), L2 = l2, L1 = l1 });
        Assert.InRange(model.Certificate.GradientNorm, 0, 1e-9 * Math.Max(1, model.Certificate.Objective));
        Assert.Equal((l2, l1), (model.L2, model.L1));
        double[] point = [.. model.Coefficients.SelectMany(row => row), .. model.Intercepts];
        var lowest = Objective(point);
        Assert.Equal(model.Certificate.Objective, lowest, 1e-9 * Math.Abs(lowest));
        var random = new Random(3);
        for (var draw = 0; draw < 200; draw++)
        {
            var size = Math.Pow(10, -1 - (draw % 5));
            Assert.True(Objective([.. point.Select(number => number + (size * ((2 * random.NextDouble()) - 1)))]) > lowest - (1e-12 * Math.Abs(lowest)));
        }

        if (l1 > 0) Assert.Contains(model.Coefficients, row => row.Contains(0));
        if (loss == "pinball" && l2 == 0)
        {
            var of = Predictor.Of(model).Distributions(table);
            Assert.InRange(of.Where((row, i) => y[i] <= row.Quantile(0.5) + 1e-9).Count(), 150, 153);
            Assert.All(of, row => Assert.True(row.Quantile(0.1) < row.Quantile(0.5) && row.Quantile(0.5) < row.Quantile(0.9)));
        }

        double Objective(double[] at)
        {
            var count = model.Intercepts.Length;
            var sum = 0.0;
            for (var i = 0; i < y.Length; i++)
            {
                double[] outputs = [.. Enumerable.Range(0, count).Select(h => (at[2 * h] * a[i]) + (at[(2 * h) + 1] * b[i]) + at[(2 * count) + h])];
                sum += loss switch
                {
                    "laplace_nll" => Math.Log(2) + outputs[1] + (Math.Abs(y[i] - outputs[0]) * Math.Exp(-outputs[1])),
                    "gaussian_nll" => 0.5 * (outputs[1] + ((y[i] - outputs[0]) * (y[i] - outputs[0]) * Math.Exp(-outputs[1]))),
                    "pinball" => Pinball(y[i] - (outputs[1] - Math.Exp(outputs[0])), 0.1) + Pinball(y[i] - outputs[1], 0.5) + Pinball(y[i] - (outputs[1] + Math.Exp(outputs[2])), 0.9),
                    _ => Interval(y[i], outputs),
                };
            }

            var weights = at[..(2 * count)];
            return (sum / y.Length) + (l2 / 2 * weights.Sum(w => w * w)) + (l1 * weights.Sum(Math.Abs));
        }

        static double Pinball(double apart, double level) => Math.Max(level * apart, (level - 1) * apart);

        static double Interval(double target, double[] outputs)
        {
            var (low, high) = (outputs[1] - Math.Exp(outputs[0]), outputs[1]);
            return high - low + (20 * (Math.Max(0, low - target) + Math.Max(0, target - high)));
        }
    }

    private static double At(LinearModel model, int head, double a, double b) => (model.Coefficients[head][0] * a) + (model.Coefficients[head][1] * b) + model.Intercepts[head];

    private static Table Of(double[] a, double[] b, double[] y) => Table.FromColumns([new Column("a", a), new Column("b", b), new Column("y", y)], "y");

    /// <summary>Residuals of Laplace whose scale depends on a column.</summary>
    private static (double[] A, double[] B, double[] Y) Drawn(int rows)
    {
        var random = new Random(11);
        var (a, b, y) = (new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (a[i], b[i]) = ((4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2);
            var noise = Math.Log(random.NextDouble() / random.NextDouble());
            y[i] = 3 + (2 * a[i]) - b[i] + (noise * Math.Exp(0.2 + (0.4 * b[i])));
        }

        return (a, b, y);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static Table TableOf(JsonElement reference) => Table.FromColumns([.. new[] { "a", "b", "y" }.Select(name => new Column(name, Numbers(reference.GetProperty(name))))], "y");
}
