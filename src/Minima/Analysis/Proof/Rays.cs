using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Looks for unbounded values along rays on which one input, or all of them, grow without end or approach an end of their domain.</summary>
internal sealed class Rays(PointFunction function)
{
    /// <summary>Three distances at equal ratios. If exponentials overflow far out, the near distances count only if the values exceed all ordinary sizes.</summary>
    private static readonly (double[] Exponents, double Beyond)[] Steps = [([50, 75, 100], 0), ([140, 145, 150], 0), ([1, 1.5, 2], 1e20), ([0.5, 1, 1.5], 1e9), ([5, 10, 15], 1e9), ([25, 50, 75], 0), ([100, 200, 300], 0)];

    /// <summary>Elements at which <paramref name="of"/> grows without end, or null if no ray shows any.</summary>
    /// <param name="of">The quantity.</param>
    /// <param name="bases">Elements to start from.</param>
    public Witness[]? Growing(Func<double[], Ball> of, IEnumerable<double[]> bases)
    {
        foreach (var x in bases)
        {
            foreach (var (exponents, beyond) in Steps)
            {
                foreach (var ray in Directions(x))
                {
                    var points = Array.ConvertAll(exponents, ray);
                    if (!Array.TrueForAll(points, Contains))
                    {
                        continue;
                    }

                    var values = Array.ConvertAll(points, p => of(p));
                    if (Counterexample.Grows(values) && values[2].High > beyond)
                    {
                        return Array.ConvertAll(points, Made);
                    }
                }
            }

            if (Contains(x) && Counterexample.Grows([of(x)]))
            {
                return [Made(x)];
            }
        }

        return null;
    }

    private bool Contains(double[] x) => Enumerable.Range(0, x.Length).All(i => function.DomainOf(i).Contains(x[i]));

    private Witness Made(double[] x) =>
        new(x[0], function.Target < 0 ? 0 : x[function.Target], function.Value(x), function.Slope(x)) { Others = [.. function.Extras.Select(i => x[i])] };

    private IEnumerable<Converter<double, double[]>> Directions(double[] x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var domain = function.DomainOf(i);
            var at = i;
            foreach (var sign in (double[])[1, -1])
            {
                if (double.IsInfinity(sign > 0 ? domain.High : domain.Low))
                {
                    yield return e => With(x, at, sign * Math.Pow(10, e));
                }

                // Towards 0 or another end, from this side; and towards the target.
                foreach (var end in new[] { domain.Low, domain.High, 0 }.Where(double.IsFinite).Distinct())
                {
                    yield return e => With(x, at, end + sign * Math.Pow(10, -e));
                }
            }
        }

        if (function.Target > 0 && function.DomainOf(0).IsReal)
        {
            // Both together, and in opposite directions.
            yield return e => With(With(x, 0, Math.Pow(10, e)), function.Target, Math.Pow(10, e));
            yield return e => With(With(x, 0, -Math.Pow(10, e)), function.Target, Math.Pow(10, e));
        }
    }

    private static double[] With(double[] x, int input, double value)
    {
        var other = (double[])x.Clone();
        other[input] = value;
        return other;
    }
}
