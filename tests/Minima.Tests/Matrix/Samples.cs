namespace Minima.Tests.Matrix;

/// <summary>Inputs inside the domains: several orders of magnitude, both signs, small residuals; ends and kinks where asked for.</summary>
internal static class Samples
{
    /// <summary>Rows of inputs, one array for each input. With <paramref name="kinks"/> every second row sits on an end or on a likely kink.</summary>
    public static double[][] Rows<TFormula>(Subject<TFormula> subject, int seed, int count, bool kinks = false)
        where TFormula : struct, IPointFormula
    {
        var random = new Random(seed);
        var corners = Corners(subject.Loss);
        var rows = new double[subject.Arity][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[count];
        }

        for (var n = 0; n < count; n++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i][n] = Draw(subject.DomainOf(i), random);
            }

            if (rows.Length > 1 && n % 3 == 0)
            {
                // Near each other: small residuals, small log-ratios.
                MoveTo(subject, rows, n, rows[1][n] + Draw(Domain.Real, random) * 0.1);
            }

            if (kinks && n % 2 == 0)
            {
                // A residual, a margin or an input that is a corner value itself.
                var corner = corners[random.Next(corners.Length)] * (random.Next(2) == 0 ? 1 : -1);
                MoveTo(subject, rows, n, n % 4 == 0 && rows.Length > 1 ? rows[1][n] + corner : corner);
            }
            else if (kinks && n % 5 == 0)
            {
                var input = random.Next(rows.Length);
                var ends = Ends(subject.DomainOf(input));
                if (ends.Length > 0)
                {
                    rows[input][n] = ends[random.Next(ends.Length)];
                }
            }
        }

        return rows;
    }

    /// <summary>One ordinary value.</summary>
    public static double Draw(Domain domain, Random random)
    {
        var magnitude = Math.Pow(10, -3 + 4.5 * random.NextDouble());
        var sign = random.Next(2) == 0 ? 1 : -1;
        return domain.Kind switch
        {
            DomainKind.Labels => sign < 0 ? domain.Low : domain.High,
            DomainKind.Outside => sign < 0 ? domain.Low - magnitude : domain.High + magnitude,
            _ when double.IsInfinity(domain.Low) && double.IsInfinity(domain.High) => sign * magnitude,
            _ when double.IsInfinity(domain.High) => domain.Low + magnitude,
            _ when double.IsInfinity(domain.Low) => domain.High - magnitude,
            _ => Between(domain.Low, domain.High, random),
        };
    }

    /// <summary>The ends that belong to the domain.</summary>
    public static double[] Ends(Domain domain) => [.. new[] { domain.Low, domain.High }.Where(x => double.IsFinite(x) && domain.Contains(x)).Distinct()];

    /// <summary>Numbers at which formulas like to bend: 0, 1, and the parameters themselves.</summary>
    public static double[] Corners(Loss loss) =>
        [.. new[] { 0.0, 1.0, 0.5, 2.0 }.Concat(loss.Parameters.OfType<double>().Where(double.IsFinite)).Distinct()];

    /// <summary>Moves the first input to <paramref name="x"/> if its domain has it.</summary>
    private static void MoveTo<TFormula>(Subject<TFormula> subject, double[][] rows, int row, double x)
        where TFormula : struct, IPointFormula
    {
        if (subject.DomainOf(0).Contains(x))
        {
            rows[0][row] = x;
        }
    }

    /// <summary>Inside an interval, a third of them near either end.</summary>
    private static double Between(double low, double high, Random random)
    {
        var near = (high - low) * Math.Pow(10, -4 * random.NextDouble()) / 2;
        return random.Next(3) switch
        {
            0 => low + near,
            1 => high - near,
            _ => low + (high - low) * (0.001 + 0.998 * random.NextDouble()),
        };
    }
}
