using System.Text.Json;
using Minima.Tensors;
using Minima.Tests.CatalogueRules;
using Minima.Training;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>
/// Standard errors and influence of fits with a head for each number of a distribution, beside exact second derivatives of PyTorch and, where it has the model, statsmodels: values of
/// tests/reference/head_errors.json, which tests/Minima.Python.Tests makes again.
/// </summary>
public sealed class HeadErrorsTests
{
    private const double Tolerance = 1e-8;

    private static readonly Lazy<JsonElement[]> All = new(() =>
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "head_errors.json")));
        return [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.Clone())];
    });

    static HeadErrorsTests() => TensorCatalogue.Join();

    public static TheoryData<string> Cases => [.. All.Value.Select(one => one.GetProperty("name").GetString()!)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public void ErrorsAreThoseOfExactSecondDerivatives(string name)
    {
        var reference = All.Value.First(one => one.GetProperty("name").GetString() == name);
        var (model, table) = Fit(reference);
        var (own, kinds) = (reference.TryGetProperty("statsmodels", out var statsmodels) ? statsmodels : default, reference.GetProperty("standard_error"));
        foreach (var kind in kinds.EnumerateObject())
        {
            var errors = model.Errors(table, ErrorOptions.Parse(kind.Name == "cluster" ? "cluster=c" : kind.Name), Cancellation);
            Near(Numbers(reference, "estimate"), [.. errors.Coefficients.Select(one => one.Estimate)], $"{name}: estimate", 1e-7);
            Near(Numbers(kind.Value), [.. errors.Coefficients.Select(one => one.StandardError)], $"{name}: {kind.Name}", Tolerance);
            if (own.ValueKind == JsonValueKind.Object && own.TryGetProperty(kind.Name, out var expected)) Near(Numbers(expected), [.. errors.Coefficients.Select(one => one.StandardError)], $"{name}: {kind.Name} of statsmodels", Tolerance);
            Assert.All(errors.Coefficients, one => Assert.Equal(one.Estimate / one.StandardError, one.Z, 1e-12 * Math.Abs(one.Z)));
            Assert.Equal(kind.Name == "cluster" ? 29.0 : null, errors.Degrees);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void InfluenceIsThatOfExactSecondDerivatives(string name)
    {
        var reference = All.Value.First(one => one.GetProperty("name").GetString() == name);
        var (model, table) = Fit(reference);
        var rows = model.Influence(table, 3, Cancellation);
        Assert.Equal(reference.GetProperty("row").EnumerateArray().Select(row => row.GetInt32()), rows.Select(row => row.Row));
        Near(Numbers(reference, "distance"), [.. rows.Select(row => row.Distance)], $"{name}: distance", 1e-6);
        Near([.. reference.GetProperty("change").EnumerateArray().SelectMany(Numbers)], [.. rows.SelectMany(row => row.Change)], $"{name}: change", 1e-5);
    }

    private static (LinearModel Model, Table Table) Fit(JsonElement reference)
    {
        var a = Numbers(reference, "a");
        var table = Table.FromColumns([new("a", a), new("b", Numbers(reference, "b")), new("y", Numbers(reference, "y")), new("c", [.. a.Select((_, i) => $"c{i / 8}")])], "y", new TableOptions { Ignore = ["c"] });
        return (LinearModel.Fit(table, reference.GetProperty("loss").GetString()!, new() { Heads = reference.GetProperty("heads").GetString()!.Split(',') }, cancellation: Cancellation), table);
    }

    private static double[] Numbers(JsonElement reference, string name) => Numbers(reference.GetProperty(name));

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>Relative to the largest of the vector where a number is nearly 0 by chance.</summary>
    private static void Near(double[] expected, double[] actual, string what, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var j = 0; j < expected.Length; j++)
            Assert.True(Math.Abs(actual[j] - expected[j]) <= tolerance * Math.Abs(expected[j]), $"{what} {j}: {actual[j]:R} is not {expected[j]:R}, off by {Math.Abs(actual[j] - expected[j]) / Math.Abs(expected[j]):0.0e+0}");
    }
}
