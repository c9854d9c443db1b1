using System.Globalization;
using System.Text;

namespace Minima.Tabular.Tests;

/// <summary>A fit in another unit of the target is the same fit in that unit.</summary>
public sealed class ScaleTests
{
    /// <summary>Bends beside the target are found in tiny units too, but the search between them ends early there: docs/fit.md.</summary>
    public static TheoryData<string, double> Units => new(
        from loss in new[] { "mse", "mae", "pinball:quantile=0.8", "huber:delta={0}", "epsilon_insensitive:epsilon={1}", "pseudo_huber:delta={0}", "abs(p - t) <= {0} ? 0.5*(p - t)^2 : {0}*(abs(p - t) - {0}/2)" }
        from unit in new[] { 1e-15, 1e-9, 1e-4, 1e6 }
        where unit > 1e-9 || !loss.Contains("{1}", StringComparison.Ordinal)
        select (loss, unit));

    [Theory]
    [MemberData(nameof(Units))]
    public void TheUnitOfTheTargetChangesNothingElse(string loss, double unit)
    {
        var (here, there) = (Coefficients(loss, unit), Coefficients(loss, 1));
        for (var j = 0; j < here.Length; j++) Assert.Equal(there[j], here[j] / unit, 1e-5);
    }

    private static double[] Coefficients(string loss, double unit)
    {
        var random = new Random(7);
        var text = new StringBuilder("a,b,y\n");
        for (var i = 0; i < 300; i++)
        {
            var (a, b) = (random.NextDouble(), random.NextDouble());
            text.Append(CultureInfo.InvariantCulture, $"{a:R},{b:R},{unit * (1 + (2 * a) - b + random.NextDouble() + (i % 20 == 0 ? 3 : 0)):R}\n");
        }

        var table = Table.FromStream(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), "t.csv", "y").Held();
        var model = LinearModel.Fit(table, LossSpec.Parse(string.Format(CultureInfo.InvariantCulture, loss, unit, 0.2 * unit)));
        return [.. model.Coefficients[0], model.Intercepts[0]];
    }
}
