using System.Globalization;
using System.Text.Json;
using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Primitives;

/// <summary>The primitives in double against values of 60 digits.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["exp"] = x => Of<Exp>(x),
        ["log"] = x => Of<Log>(x),
        ["log1p"] = x => Of<Log1p>(x),
        ["expm1"] = x => Of<Expm1>(x),
        ["tanh"] = x => Of<Tanh>(x),
        ["sigmoid"] = x => Of<Sigmoid>(x),
        ["softplus"] = x => Of<Softplus>(x),
        ["log_cosh"] = x => Of<LogCosh>(x),
        ["log1mexp"] = x => Of<Log1mExp>(-x),
        ["sqrt"] = x => Of<Sqrt>(x),
        ["atan"] = x => Of<Atan>(x),
        ["sin"] = x => Of<Sin>(x),
        ["cos"] = x => Of<Cos>(x),
    };

    /// <summary>The bounds are the measured worst, rounded up to a half.</summary>
    [Theory]
    [InlineData("exp", 1.5)]
    [InlineData("log", 1.5)]
    [InlineData("log1p", 2)]
    [InlineData("expm1", 2)]
    [InlineData("tanh", 3)]
    [InlineData("sigmoid", 3)]
    [InlineData("softplus", 2.5)]
    [InlineData("log_cosh", 3)]
    [InlineData("log1mexp", 3)]
    [InlineData("sqrt", 1)]
    [InlineData("atan", 1)]
    [InlineData("sin", 1)]
    [InlineData("cos", 1)]
    public void Values_lie_within_ulps(string name, double ulps)
    {
        var rows = Rows(name);
        Assert.True(rows.Count >= 60, $"{name}: only {rows.Count} rows");
        var worst = rows
            .Select(row => (row.X, row.Want, Got: Functions[name](row.X)))
            .Select(row => (row.X, row.Want, row.Got, Ulps: row.Got.Equals(row.Want) ? 0 : Math.Abs(row.Got - row.Want) / Ulp.OfDouble(row.Want)))
            .OrderByDescending(row => double.IsNaN(row.Ulps) ? double.PositiveInfinity : row.Ulps)
            .ToList();
        Assert.True(
            worst[0].Ulps <= ulps,
            string.Join('\n', worst.Take(6).Select(row => $"{name}({Ulp.Text(row.X)}) is {Ulp.Text(row.Got)}, want {Ulp.Text(row.Want)}: {Ulp.Text(Math.Round(row.Ulps, 2))} ulp, stated {Ulp.Text(ulps)}")));
    }

    private static double Of<TPrimitive>(double x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => F64.Apply(default(TPrimitive), new F64(x)).X;

    private static List<(double X, double Want)> Rows(string name) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "reference", "special_functions.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(row => row.GetProperty("function").GetString() == name)
            .Select(row => (Number(row.GetProperty("x")), Number(row.GetProperty("value"))))];

    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();
}
