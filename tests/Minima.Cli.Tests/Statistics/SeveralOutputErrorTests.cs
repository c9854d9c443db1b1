using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Statistics;

/// <summary>HC2 where a row has several slopes: of classes, and beside learned constants.</summary>
public sealed class SeveralOutputErrorTests
{
    /// <summary>The inverse square root of 1 - leverage, twice, is the inverse that HC3 takes; HC2 lies between HC0 and HC3.</summary>
    [SlowTheory]
    [InlineData("cross_entropy")]
    [InlineData("gaussian_nll")]
    public void TwiceTheRootIsTheWhole(string loss)
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())], z = [.. x.Select(_ => random.NextDouble())];
        Column target = loss == "cross_entropy"
            ? new("y", (string?[])[.. x.Select(value => value + random.NextDouble() > 1.1 ? "high" : random.NextDouble() > 0.5 ? "low" : "middle")])
            : new("y", [.. x.Select(value => (2 * value) + random.NextDouble())]);
        var table = Table.FromColumns([new("x", x), new("z", z), target], "y");
        var model = LinearModel.Fit(table, loss, null, null, TestContext.Current.CancellationToken);
        var rows = FittedRows.Read(model, table, TestContext.Current.CancellationToken);
        var (equations, bread) = LinearModelErrors.Prepare(rows, ErrorKind.Hc2);
        Assert.True(equations.Outputs > 1);
        var sandwich = Sandwich.Of(rows, equations, bread);
        for (var row = 0; row < rows.Rows; row++)
        {
            var slopes = equations.Slope.AsSpan(row * equations.Outputs, equations.Outputs);
            var (twice, whole) = (sandwich.HalfWithout(row, sandwich.HalfWithout(row, slopes)), sandwich.Without(row));
            for (var k = 0; k < whole.Length; k++) Assert.Equal(whole[k], twice[k], 1e-10 * Math.Max(1, Math.Abs(whole[k])));
        }

        double[] Errors(ErrorKind kind) => [.. model.Errors(table, new() { Kind = kind }, TestContext.Current.CancellationToken).Coefficients.Select(coefficient => coefficient.StandardError)];
        var (short0, middle, long3) = (Errors(ErrorKind.Hc0), Errors(ErrorKind.Hc2), Errors(ErrorKind.Hc3));
        for (var k = 0; k < middle.Length; k++) Assert.True(short0[k] < middle[k] && middle[k] < long3[k], $"{short0[k]} {middle[k]} {long3[k]}");
    }
}
