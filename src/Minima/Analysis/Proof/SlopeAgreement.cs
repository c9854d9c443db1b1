using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// Checks if two formulas have the same derivatives, at many points in double-double arithmetic with a bound of the error.
/// Between kinks formulas are analytic, and analytic functions that agree on more than isolated points are the same. If a formula takes its
/// derivatives from another expression than its value, proofs may use them only if they are those of the value.
/// </summary>
internal static class SlopeAgreement
{
    private const int Points = 240;

    /// <summary>The smallest number of points with a conclusive comparison.</summary>
    private const int Telling = 60;

    /// <summary>Relative tolerance of the comparison.</summary>
    private const double Digits = 1e-12;

    private static readonly double[] Spreads = [0.1, 1, 3, 30];

    public static bool Holds(Symbol first, Symbol second, int predictions, Func<int, Domain> domainOf)
    {
        var random = new Random(4099);
        var count = first.Graph.Inputs.Count;
        var compared = 0;
        for (var n = 0; n < Points; n++)
        {
            var x = Enumerable.Range(0, count).Select(i => Draw(domainOf(i), random, Spreads[n % Spreads.Length])).ToArray();
            var input = n % predictions;
            var (a, b) = (Slope(first, x, input), Slope(second, x, input));
            var apart = a - b;
            if (!apart.IsKnown || !double.IsFinite(a.High) || apart.Error > Digits * (1 + Math.Abs(a.High)))
            {
                continue;
            }

            if (apart.IsPositive || apart.IsNegative)
            {
                // Expressions that round their constants to doubles differ by the last digit.
                if (Math.Abs(apart.High) > Digits * (1 + Math.Abs(a.High)))
                {
                    return false;
                }
            }

            compared++;
        }

        return compared >= Telling;
    }

    private static Ball Slope(Symbol formula, double[] x, int input) => formula.Evaluate<Dual<Ball, One<Ball>>>(
        [.. x.Select((v, i) => new Dual<Ball, One<Ball>>(new Ball(v), i == input ? One<Ball>.Unit(0) : One<Ball>.Zero))]).Slope.A;

    private static double Draw(Domain domain, Random random, double spread) => domain.Kind switch
    {
        DomainKind.Labels => random.Next(2) == 0 ? domain.Low : domain.High,
        DomainKind.Outside => random.Next(2) == 0 ? domain.Low - spread * random.NextDouble() : domain.High + spread * random.NextDouble(),
        _ => RowSamples.Draw(domain, random, spread),
    };
}
