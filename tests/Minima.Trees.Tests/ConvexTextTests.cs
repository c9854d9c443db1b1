using System.Globalization;
using System.Text;

namespace Minima.Trees.Tests;

/// <summary>Convex formulas that nobody wrote: a model of one column of three values finds the best value of each.</summary>
public sealed class ConvexTextTests
{
    private static readonly int Texts = Sweep.Of(thin: 25, wide: 200, full: 200);
    private const int Groups = 3;
    private const int Rows = 150;

    /// <summary>Convex functions of the residual r, each with its own size; sums of them with factors above 0 are convex.</summary>
    private static readonly string[] Parts = ["{0}*relu({1} - R)", "{0}*relu(R - {1})", "{0}*abs(R - {1})", "{0}*(R - {1})^2", "{0}*softplus({1} - R)", "{0}*softplus(R + {1})", "{0}*log_cosh(R - {1})", "{0}*sqrt(1 + (R - {1})^2)", "{0}*exp(0.2*(R - {1}))", "{0}*relu(abs(R) - {1})^2"];

    [SlowFact]
    public void TheBestValuesAreFound()
    {
        var wrong = Enumerable.Range(0, Texts).AsParallel().Select(Difference).OfType<string>().ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Texts}:\n{string.Join('\n', wrong.Take(10))}");
    }

    private static string? Difference(int seed)
    {
        var random = new Random(seed);
        var text = Text(random);
        var loss = Loss.Parse(text);
        double[] group = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % Groups))];
        double[] target = [.. group.Select(own => Math.Round((4 * own) + (3 * random.NextDouble()), 3))];
        var data = new TreeData([new("group", group)], target);
        var model = TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 4, Rate = 1, Depth = 2, MinRows = 1, RowShare = 1, Threads = 1 });
        for (var own = 0; own < Groups; own++)
        {
            double[] targets = [.. target.Where((_, row) => group[row] == own)];
            double Mean(double value) => loss.Value([.. targets.Select(_ => value)], targets);
            var (found, best) = (Mean(model.Predict([new("group", [own])])[0]), Mean(Lowest(Mean, targets.Min() - 20, targets.Max() + 20)));
            if (found > best + (1e-7 * Math.Max(1, Math.Abs(best)))) return $"{text} ({model.Curvature}): group {own} has {found:R}, and {best:R} is possible";
        }

        return null;
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();

        // With one that rises to each side there is a best constant.
        string[] chosen = [Parts[random.Next(2, 4)], .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Parts[random.Next(Parts.Length)])];
        foreach (var part in chosen)
        {
            if (text.Length > 0) text.Append(" + ");
            text.Append(string.Format(CultureInfo.InvariantCulture, part, Math.Round(0.2 + (3 * random.NextDouble()), 2), Math.Round(2 * random.NextDouble(), 2)).Replace("R", "(p - t)", StringComparison.Ordinal));
        }

        return text.ToString();
    }

    /// <summary>Golden sections of a convex function.</summary>
    private static double Lowest(Func<double, double> of, double low, double high)
    {
        var golden = (Math.Sqrt(5) - 1) / 2;
        for (var k = 0; k < 120; k++)
        {
            var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
            if (of(left) <= of(right)) high = right;
            else low = left;
        }

        return (low + high) / 2;
    }
}
