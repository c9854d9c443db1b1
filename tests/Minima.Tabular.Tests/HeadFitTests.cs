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

    /// <summary>A file that says more than its loss has, or something else, is refused; one that is as it was predicts the same.</summary>
    [Fact]
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

    [Fact]
    public void WhatAFitWithHeadsDoesNotTakeIsRefused()
    {
        var table = TableOf(All.Value[2]);
        foreach (var options in (FitOptions[])[new() { Heads = ["all"], L2 = 1 }, new() { Heads = ["variance"] }, new() { Heads = ["all"], Start = "1,2,3" }])
            Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "gamma_nll", options));
        Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "laplace_nll", new() { Heads = ["all"] }));
        Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "huber", new() { Heads = ["all"] }));
        Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "gamma_nll", new() { Heads = ["all"] }).Errors(table));
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static Table TableOf(JsonElement reference) => Table.FromColumns([.. new[] { "a", "b", "y" }.Select(name => new Column(name, Numbers(reference.GetProperty(name))))], "y");
}
