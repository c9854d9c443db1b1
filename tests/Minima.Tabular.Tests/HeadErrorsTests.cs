using System.Text.Json;
using Minima.Tensors;
using Minima.Tests.CatalogueRules;

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

    [SlowTheory]
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

    [SlowTheory]
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

    /// <summary>With one variance for all rows a normal likelihood is least squares: the same sandwiches, and the same covariance but for n - k.</summary>
    [Fact]
    public void OneVarianceIsLeastSquares()
    {
        var (normal, _) = Of("gaussian_nll_log_variance", "none", out var table);
        var squares = LinearModel.Fit(table, "mse", cancellation: Cancellation);
        Near([.. squares.Errors(table, Kind("hc0"), Cancellation).Coefficients.Select(one => one.StandardError)], [.. normal.Errors(table, Kind("hc0"), Cancellation).Coefficients.Take(3).Select(one => one.StandardError)], "hc0", Tolerance);
        var share = Math.Sqrt(237.0 / 240);
        Near([.. squares.Errors(table, Kind("model"), Cancellation).Coefficients.Select(one => share * one.StandardError)], [.. normal.Errors(table, Kind("model"), Cancellation).Coefficients.Take(3).Select(one => one.StandardError)], "model", Tolerance);
    }

    [Fact]
    public void ClustersOfOneRowAreHc1()
    {
        var (model, table) = Of("negative_binomial_nll", "all", out _);
        Near([.. model.Errors(table, Kind("hc1"), Cancellation).Coefficients.Select(one => one.StandardError)], [.. model.Errors(table, Kind("cluster=row"), Cancellation).Coefficients.Select(one => one.StandardError)], "clusters", 1e-12);
    }

    /// <summary>A model that was saved has the errors that it had, each with its head, and those of dependent columns are shared.</summary>
    [Fact]
    public void ASavedModelHasTheSameErrors()
    {
        var (model, table) = Of("zero_inflated_poisson_nll", "all", out _);
        var errors = model.Errors(table, Kind("model"), Cancellation);
        Assert.Equal(["prediction", "prediction", "prediction", "zero_logit", "zero_logit", "zero_logit"], errors.Coefficients.Select(one => one.Head));
        Assert.Equal(["a", "b", "(intercept)", "a", "b", "(intercept)"], errors.Coefficients.Select(one => one.Name));
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, model.ToJson(errors, model.Influence(table, 2, Cancellation)));
            Near([.. errors.Coefficients.Select(one => one.StandardError)], [.. LinearModel.Load(path).Errors(table, Kind("model"), Cancellation).Coefficients.Select(one => one.StandardError)], "saved", 1e-12);
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            Assert.Equal("zero_logit", json.RootElement.GetProperty("errors").GetProperty("coefficients")[5].GetProperty("head").GetString());
            Assert.Equal("zero_logit", json.RootElement.GetProperty("influence").GetProperty("coefficients")[5].GetProperty("head").GetString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Where a head bends, rows drawn again say what no curvature does; where it does not, they agree with the sandwich.</summary>
    [SlowTheory]
    [InlineData("laplace_nll", "all", 6)]
    [InlineData("laplace_nll", "none", 4)]
    [InlineData("pinball", "0.25,0.75", 6)]
    [InlineData("gaussian_nll_log_variance", "none", 4)]
    [InlineData("student_t_nll", "none", 5)]
    public void EveryFitWithHeadsHasABootstrap(string loss, string heads, int count)
    {
        var (model, table) = Of(loss, heads, out _);
        var drawn = model.Errors(table, new ErrorOptions { Kind = ErrorKind.Bootstrap, Resamples = 60 }, Cancellation);
        Assert.Equal(count, drawn.Coefficients.Count);
        Assert.All(drawn.Coefficients, one => Assert.True(one.Low < one.High && one.StandardError > 0));
        if (loss is "laplace_nll" or "pinball")
        {
            foreach (var kind in (string[])["model", "hc0", "hc3"])
                Assert.Contains("take --errors bootstrap", Assert.Throws<FitException>(() => model.Errors(table, Kind(kind), Cancellation)).Message, StringComparison.Ordinal);
            return;
        }

        Near([.. model.Errors(table, Kind("hc3"), Cancellation).Coefficients.Take(3).Select(one => one.StandardError)], [.. drawn.Coefficients.Take(3).Select(one => one.StandardError)], "bootstrap", 0.35);
    }

    /// <summary>A score of distributions is no likelihood: it has sandwiches only.</summary>
    [Fact]
    public void AScoreHasNoModel()
    {
        var (model, table) = Of("crps_gaussian", "all", out _);
        Assert.All(model.Errors(table, Kind("hc3"), Cancellation).Coefficients, one => Assert.True(one.StandardError > 0));
        Assert.Contains("no distribution of the target follows", Assert.Throws<FitException>(() => model.Errors(table, Kind("model"), Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("a penalty draws", Assert.Throws<FitException>(() => LinearModel.Fit(table, "crps_gaussian", new() { Heads = ["all"], L2 = 0.1 }, cancellation: Cancellation).Errors(table, Kind("hc0"), Cancellation)).Message, StringComparison.Ordinal);
    }

    private static ErrorOptions Kind(string words) => ErrorOptions.Parse(words);

    /// <summary>A fit on the rows of the reference that the loss is about.</summary>
    private static (LinearModel Model, Table Table) Of(string loss, string heads, out Table table)
    {
        var rows = All.Value.First(one => one.GetProperty("name").GetString() == (loss.StartsWith("zero", StringComparison.Ordinal) ? "Zero-inflated Poisson" : loss.StartsWith("neg", StringComparison.Ordinal) ? "Negative binomial" : "Student"));
        var a = Numbers(rows, "a");
        table = Table.FromColumns([new("a", a), new("b", Numbers(rows, "b")), new("y", Numbers(rows, "y")), new("row", [.. a.Select((_, i) => $"r{i}")])], "y", new TableOptions { Ignore = ["row"] });
        return (LinearModel.Fit(table, loss, new() { Heads = heads.Split(',') }, cancellation: Cancellation), table);
    }

    private static (LinearModel Model, Table Table) Fit(JsonElement reference)
    {
        var a = Numbers(reference, "a");
        var table = Table.FromColumns([new("a", a), new("b", Numbers(reference, "b")), new("y", Numbers(reference, "y")), new("c", [.. a.Select((_, i) => $"c{i / 8}")])], "y", new TableOptions { Ignore = ["c"] });
        return (LinearModel.Fit(table, reference.GetProperty("loss").GetString()!, new() { Heads = reference.GetProperty("heads").GetString()!.Split(',') }, cancellation: Cancellation), table);
    }

    private static double[] Numbers(JsonElement reference, string name) => Numbers(reference.GetProperty(name));

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static void Near(double[] expected, double[] actual, string what, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var j = 0; j < expected.Length; j++)
            Assert.True(Math.Abs(actual[j] - expected[j]) <= tolerance * Math.Abs(expected[j]), $"{what} {j}: {actual[j]:R} is not {expected[j]:R}, off by {Math.Abs(actual[j] - expected[j]) / Math.Abs(expected[j]):0.0e+0}");
    }
}
