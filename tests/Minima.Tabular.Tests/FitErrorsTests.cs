using System.Text.Json;
using Minima.Tests.CatalogueRules;

namespace Minima.Tabular.Tests;

/// <summary>Standard errors and influence beside statsmodels: values of tests/reference/fit_errors.json, which tests/Minima.Python.Tests makes again.</summary>
public sealed class FitErrorsTests
{
    private const double Tolerance = 1e-8;

    private static readonly Lazy<Dictionary<string, JsonElement>> All = new(() =>
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "fit_errors.json")));
        return file.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.Clone(), StringComparer.Ordinal);
    });

    public static TheoryData<string> Cases => [.. All.Value.Keys.Where(name => !name.StartsWith("MNLogit", StringComparison.Ordinal) && name != "OLS influence")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SlowTheory]
    [MemberData(nameof(Cases))]
    public void ErrorsAreThoseOfStatsmodels(string name)
    {
        var reference = All.Value[name];
        var (model, table) = Fit(reference);
        var errors = model.Errors(table, ErrorOptions.Parse(reference.GetProperty("errors").GetString()!), Cancellation);
        Assert.Equal(["(intercept)"], errors.Coefficients.Select(one => one.Name).Except(model.Features));
        var fields = new (string Name, Func<CoefficientError, double> Value)[]
        {
            ("estimate", one => one.Estimate), ("standard_error", one => one.StandardError), ("z", one => one.Z), ("p", one => one.P), ("low", one => one.Low), ("high", one => one.High),
        };
        var some = reference.TryGetProperty("only_errors", out _);
        foreach (var (field, value) in fields)
        {
            if (!reference.TryGetProperty(field, out var expected) || (some && field is "p" or "low" or "high")) continue;
            Near([.. expected.EnumerateArray().Select(number => number.GetDouble())], [.. errors.Coefficients.Select(value)], $"{name}: {field}");
        }

        if (reference.TryGetProperty("dispersion", out var dispersion)) Near([dispersion.GetDouble()], [errors.Dispersion!.Value], $"{name}: dispersion");
    }

    [SlowTheory]
    [SampledCases]
    [Case("MNLogit model")]
    [Case("MNLogit hc0")]
    public void SeveralClassesHaveTheErrorsOfStatsmodels(string name)
    {
        var reference = All.Value[name];
        var (model, table) = Fit(reference);
        var errors = model.Errors(table, ErrorOptions.Parse(reference.GetProperty("errors").GetString()!), Cancellation);
        var width = model.Features.Count + 1;
        var (estimates, own) = (new List<double>(), new List<double>());
        for (var k = 1; k < model.Classes.Count; k++)
        {
            for (var j = 0; j < width; j++)
            {
                var (here, first) = ((k * width) + j, j);
                Assert.Equal((model.Classes[k], model.Classes[0]), (errors.Coefficients[here].Class, errors.Coefficients[first].Class));
                estimates.Add(errors.Coefficients[here].Estimate - errors.Coefficients[first].Estimate);
                own.Add(Math.Sqrt(errors.Covariance[here][here] + errors.Covariance[first][first] - (2 * errors.Covariance[here][first])));
            }
        }

        Near(Numbers(reference, "estimate"), [.. estimates], $"{name}: estimate");
        Near(Numbers(reference, "standard_error"), [.. own], $"{name}: standard_error");
    }

    [Fact]
    public void InfluenceIsThatOfStatsmodels()
    {
        var reference = All.Value["OLS influence"];
        var (model, table) = Fit(reference);
        var rows = model.Influence(table, 5, Cancellation);
        Assert.Equal(reference.GetProperty("row").EnumerateArray().Select(row => row.GetInt32()), rows.Select(row => row.Row));
        Assert.All(rows, row => Assert.Equal(row.Row + 2, row.Line));
        Near(Numbers(reference, "distance"), [.. rows.Select(row => row.Distance)], "distance");
        Near(Numbers(reference, "leverage"), [.. rows.Select(row => row.Leverage)], "leverage");
        Near([.. reference.GetProperty("change").EnumerateArray().SelectMany(line => line.EnumerateArray().Select(number => number.GetDouble()))], [.. rows.SelectMany(row => row.Change)], "change");
    }

    /// <summary>M-estimates of robustbase with a scale that is given: values of tests/reference/robustbase_errors.json, which tests/Minima.Python.Tests makes again.</summary>
    [Fact]
    public void ErrorsOfRobustLossesAreThoseOfRobustbase()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "robustbase_errors.json")));
        foreach (var reference in file.RootElement.GetProperty("cases").EnumerateArray())
        {
            var (model, table) = Fit(reference);
            var (name, errors) = (reference.GetProperty("name").GetString(), model.Errors(table, ErrorOptions.Parse("model"), Cancellation));
            Near(Numbers(reference, "estimate"), [.. errors.Coefficients.Select(one => one.Estimate)], $"{name}: estimate");
            Near(Numbers(reference, "standard_error"), [.. errors.Coefficients.Select(one => one.StandardError)], $"{name}: standard_error");
        }
    }

    private static (LinearModel Model, Table Table) Fit(JsonElement reference)
    {
        var data = reference.GetProperty("data").GetString()!;
        string[] features = [.. reference.GetProperty("features").EnumerateArray().Select(one => one.GetString()!)];
        var weight = reference.TryGetProperty("weight", out var column) ? column.GetString() : null;
        var whole = Table.Bundled(data);
        var table = Table.Bundled(data, null, new TableOptions { Ignore = [.. whole.Columns.Except([.. features, whole.Target!, weight ?? ""])] });
        return (LinearModel.Fit(table, reference.GetProperty("loss").GetString()!, new FitOptions { Weight = weight }, cancellation: Cancellation), table);
    }

    private static double[] Numbers(JsonElement reference, string name) => [.. reference.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static void Near(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var j = 0; j < expected.Length; j++)
            Assert.True(Math.Abs(actual[j] - expected[j]) <= Tolerance * Math.Abs(expected[j]), $"{what} {j}: {actual[j]:R} is not {expected[j]:R}, off by {Math.Abs(actual[j] - expected[j]) / Math.Abs(expected[j]):0.0e+0}");
    }
}
