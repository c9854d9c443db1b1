using System.Globalization;
using System.Text.Json;
using Minima.Reals;
using Xunit;

namespace Minima.Tests.Reals;

public sealed class SpecialFunctionTests
{
    private static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["log_gamma"] = SpecialFunctions.LogGamma,
        ["digamma"] = SpecialFunctions.Digamma,
        ["trigamma"] = SpecialFunctions.Trigamma,
        ["tetragamma"] = SpecialFunctions.Tetragamma,
        ["stirling_remainder"] = SpecialFunctions.StirlingRemainder,
        ["stirling_remainder_slope"] = SpecialFunctions.StirlingRemainderSlope,
        ["stirling_remainder_curvature"] = SpecialFunctions.StirlingRemainderCurvature,
        ["log_ndtr"] = SpecialFunctions.LogNdtr,
        ["log_ndtr_slope"] = SpecialFunctions.LogNdtrSlope,
        ["log_ndtr_curvature"] = SpecialFunctions.LogNdtrCurvature,
        ["bessel_i0e"] = SpecialFunctions.BesselI0e,
        ["bessel_i1e"] = SpecialFunctions.BesselI1e,
        ["lambert_w"] = SpecialFunctions.LambertW,
    };

    private static readonly Lazy<ILookup<string, (double X, double Want)>> Table = new(ReadTable);

    /// <summary>
    /// An error passes if it is within the relative tolerance or, where a zero makes the relative error
    /// meaningless, within the absolute one. Every function may be off by one subnormal step.
    /// </summary>
    [Theory]
    [InlineData("log_gamma", 2e-15, 1e-15)]
    [InlineData("digamma", 2e-15, 1e-15)]
    [InlineData("trigamma", 2e-15, 0)]
    [InlineData("tetragamma", 2e-15, 0)]
    [InlineData("stirling_remainder", 2e-15, 0)]
    [InlineData("stirling_remainder_slope", 2e-15, 0)]
    [InlineData("stirling_remainder_curvature", 4e-15, 0)]
    [InlineData("log_ndtr", 2e-15, 0)]
    [InlineData("log_ndtr_slope", 2e-15, 0)]
    [InlineData("log_ndtr_curvature", 2e-15, 0)]
    [InlineData("bessel_i0e", 2e-15, 0)]
    [InlineData("bessel_i1e", 2e-15, 0)]
    [InlineData("lambert_w", 2e-15, 0)]
    public void AgreesWithTheReference(string name, double relative, double absolute)
    {
        var rows = Table.Value[name].ToList();
        Assert.True(rows.Count >= 60, $"{name}: only {rows.Count} reference points");
        var failures = rows
            .Select(row => (row.X, row.Want, Got: Functions[name](row.X)))
            .Select(row => (row.X, row.Want, row.Got, Error: RelativeError(row.Got, row.Want)))
            .Where(row => row.Error > relative && !(Math.Abs(row.Got - row.Want) <= Math.Max(absolute, double.Epsilon)))
            .OrderByDescending(row => row.Error)
            .Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{name}({row.X:R}): got {row.Got:R}, want {row.Want:R}, relative error {row.Error:G3}"))
            .ToList();
        Assert.True(failures.Count == 0, $"{failures.Count} beyond {relative}:\n{string.Join('\n', failures.Take(10))}");
    }

    [Fact]
    public void LogGammaKeepsItsRelativeAccuracyAroundItsZeros()
    {
        foreach (var (x, want) in Table.Value["log_gamma"].Where(row => row.X is > 0.5 and < 2.5))
        {
            var got = SpecialFunctions.LogGamma(x);
            Assert.True(RelativeError(got, want) <= 2e-15, $"LogGamma({x:R}): got {got:R}, want {want:R}");
        }
    }

    [Fact]
    public void NaNInGivesNaNOut() => Assert.All(Functions, pair => Assert.Equal(double.NaN, pair.Value(double.NaN)));

    [Theory]
    [InlineData("log_gamma", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log_gamma", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("log_gamma", -0.0, double.PositiveInfinity)]
    [InlineData("log_gamma", 1.0, 0.0)]
    [InlineData("log_gamma", 2.0, 0.0)]
    [InlineData("digamma", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("digamma", double.NegativeInfinity, double.NaN)]
    [InlineData("digamma", 0.0, double.NaN)]
    [InlineData("digamma", -3.0, double.NaN)]
    [InlineData("trigamma", double.PositiveInfinity, 0.0)]
    [InlineData("trigamma", double.NegativeInfinity, double.NaN)]
    [InlineData("trigamma", -2.0, double.PositiveInfinity)]
    [InlineData("tetragamma", double.PositiveInfinity, -0.0)]
    [InlineData("tetragamma", double.NegativeInfinity, double.NaN)]
    [InlineData("tetragamma", 0.0, double.NaN)]
    [InlineData("log_ndtr", double.PositiveInfinity, 0.0)]
    [InlineData("log_ndtr", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("log_ndtr_slope", double.PositiveInfinity, 0.0)]
    [InlineData("log_ndtr_slope", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("log_ndtr_slope", -1e8, 1e8 + 1e-8)]
    [InlineData("log_ndtr_curvature", double.PositiveInfinity, -0.0)]
    [InlineData("log_ndtr_curvature", double.NegativeInfinity, -1.0)]
    [InlineData("bessel_i0e", 0.0, 1.0)]
    [InlineData("bessel_i0e", double.PositiveInfinity, 0.0)]
    [InlineData("bessel_i0e", double.NegativeInfinity, 0.0)]
    [InlineData("bessel_i1e", 0.0, 0.0)]
    [InlineData("bessel_i1e", double.PositiveInfinity, 0.0)]
    [InlineData("bessel_i1e", double.NegativeInfinity, -0.0)]
    [InlineData("lambert_w", -0.36787944117144233, -1.0)]
    [InlineData("lambert_w", -0.36787944117144239, double.NaN)]
    [InlineData("lambert_w", double.NegativeInfinity, double.NaN)]
    [InlineData("lambert_w", 0.0, 0.0)]
    [InlineData("lambert_w", double.PositiveInfinity, double.PositiveInfinity)]
    public void SpecialValues(string name, double x, double want)
    {
        var got = Functions[name](x);
        Assert.True(got.Equals(want), string.Create(CultureInfo.InvariantCulture, $"{name}({x:R}): got {got:R}, want {want:R}"));
    }

    private static double RelativeError(double got, double want)
    {
        if (got.Equals(want))
            return 0;
        var error = Math.Abs(got - want) / Math.Abs(want);
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static ILookup<string, (double X, double Want)> ReadTable()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "reference", "special_functions.jsonl");
        return File.ReadLines(path)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToLookup(
                row => row.GetProperty("function").GetString()!,
                row => (Number(row.GetProperty("x")), Number(row.GetProperty("value"))),
                StringComparer.Ordinal);
    }

    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();
}
