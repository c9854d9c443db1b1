namespace Minima.Analysis;

/// <summary>The relation of a number written by hand to the exact one.</summary>
internal enum MistakeKind
{
    None,
    Factor,
    NotANumber,
    Difference,
    TimesFunction,
    OverFunction,
    PlusFunction,
    Unlike,
}

/// <summary>A point with the exact number and the one written by hand.</summary>
internal readonly record struct Compared(double[] X, double Exact, double Hand);

/// <summary>A mistake that holds at all points of a region.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Number">The factor, or the difference.</param>
/// <param name="Function">The superfluous or missing function.</param>
internal sealed record Mistake(MistakeKind Kind, double Number = 0, string Function = "")
{
    /// <summary>Formulas written by hand suffer cancellation: differences up to this are rounding.</summary>
    private const double Relative = 1e-6;

    /// <summary>Fewer points cannot distinguish a function from a coincidence.</summary>
    private const int Fewest = 6;

    /// <summary>True if two numbers are equal, up to the rounding of a formula not written for accuracy.</summary>
    public static bool Same(double a, double b, double typical) =>
        a.Equals(b) || Math.Abs(a - b) <= Relative * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-9 * typical;

    /// <summary>The simplest mistake that explains all points.</summary>
    public static Mistake Of(IReadOnlyList<Compared> points, IReadOnlyList<(string Name, Func<double[], double> Of)> functions)
    {
        var sizes = points.Select(p => Math.Abs(p.Exact)).Where(e => e > 0 && double.IsFinite(e)).Order().ToArray();
        var typical = sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
        if (points.All(p => Same(p.Exact, p.Hand, typical)))
        {
            return new(MistakeKind.None);
        }

        if (points.All(p => !double.IsFinite(p.Hand)))
        {
            return new(MistakeKind.NotANumber);
        }

        if (sizes.Length > 0 && Constant(points.Where(p => p.Exact != 0 && Math.Abs(p.Exact) > 1e-6 * typical).Select(p => p.Hand / p.Exact)) is { } factor && points.All(p => Same(factor * p.Exact, p.Hand, typical * Math.Max(1, Math.Abs(factor)))))
        {
            return new(MistakeKind.Factor, factor);
        }

        if (Constant(points.Select(p => p.Hand - p.Exact)) is { } difference)
        {
            return new(MistakeKind.Difference, difference);
        }

        if (points.Count < Fewest)
        {
            return new(MistakeKind.Unlike);
        }

        foreach (var (name, of) in functions)
        {
            if (Scaled(points, p => p.Exact * of(p.X), typical) is { } times)
            {
                return new(MistakeKind.TimesFunction, times, name);
            }

            if (Scaled(points, p => p.Exact / of(p.X), typical) is { } over)
            {
                return new(MistakeKind.OverFunction, over, name);
            }

            if (Constant(points.Where(p => of(p.X) != 0).Select(p => (p.Hand - p.Exact) / of(p.X))) is { } plus && points.All(p => Same(p.Exact + plus * of(p.X), p.Hand, typical)))
            {
                return new(MistakeKind.PlusFunction, plus, name);
            }
        }

        return new(MistakeKind.Unlike);
    }

    private static double? Scaled(IReadOnlyList<Compared> points, Func<Compared, double> of, double typical)
    {
        var ratios = points.Select(p => p.Hand / of(p)).Where((_, i) => of(points[i]) != 0 && Math.Abs(points[i].Exact) > 1e-6 * typical);
        return Constant(ratios) is { } factor && points.All(p => Same(factor * of(p), p.Hand, typical)) ? factor : null;
    }

    /// <summary>The constant that all numbers equal, or null.</summary>
    private static double? Constant(IEnumerable<double> numbers)
    {
        var all = numbers.Order().ToArray();
        if (all.Length == 0 || !double.IsFinite(all[0]) || !double.IsFinite(all[^1]))
        {
            return null;
        }

        var middle = all[all.Length / 2];
        var rounded = Math.Round(middle, 4);
        return Math.Abs(all[^1] - all[0]) <= 4 * Relative * Math.Max(Math.Abs(all[0]), Math.Abs(all[^1])) ? Math.Abs(middle - rounded) <= Relative * Math.Abs(middle) && rounded != 0 ? rounded : middle : null;
    }
}
