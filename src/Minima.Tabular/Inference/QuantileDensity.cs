namespace Minima.Tabular;

/// <summary>
/// A loss that is linear on either side of the target: its curvature is the density of the errors at 0 times the jump at the kink. The density is estimated with a kernel (Epanechnikov's)
/// with the bandwidth of P. Hall and S. Sheather (Journal of the Royal Statistical Society B 50, 1988), as in J. Powell (1991) and Stata's <c>qreg</c>.
/// </summary>
internal sealed class QuantileDensity
{
    /// <summary>The error probability for which the bandwidth is optimal.</summary>
    private const double Miss = 0.05;

    /// <summary>The interquartile range of a normal distribution in standard deviations, as Stata rounds it.</summary>
    private const double QuartilesToSigma = 1.34;

    private readonly double _level;
    private readonly double _bend;
    private readonly double _atZero;

    private QuantileDensity(double level, double bend, double atZero, double[] slope)
    {
        (_level, _bend, _atZero, Slope) = (level, bend, atZero, slope);
    }

    /// <summary>The derivative of each row on its side; a row on the kink counts as below its prediction.</summary>
    public double[] Slope { get; }

    /// <param name="rows">The rows.</param>
    /// <param name="kind">The kind of error, which selects the estimate of the density.</param>
    /// <exception cref="FitException">The loss has other kinks, or the density cannot be estimated.</exception>
    public static QuantileDensity Of(FittedRows rows, ErrorKind kind)
    {
        if (rows.OfClasses || rows.Heads is not null) throw Other(rows);
        var spread = rows.Targets.Max() - rows.Targets.Min();
        double?[] above = [Side(1e-6), Side(0.5), Side(5)];
        double?[] below = [Side(-1e-6), Side(-0.5), Side(-5)];
        if (above.Distinct().Count() > 1 || below.Distinct().Count() > 1 || above[0] is not > 0 || below[0] is not < 0) throw Other(rows);
        var (right, left) = (above[0]!.Value, below[0]!.Value);
        var level = -left / (right - left);
        var errors = rows.Targets.Zip(rows.Predictions, (target, prediction) => target - prediction).ToArray();
        var touching = 1e-9 * spread;
        var slope = Array.ConvertAll(errors, error => error > touching ? left : right);
        return new(level, right - left, kind == ErrorKind.Sparsity ? Quotient(errors, level, touching) : Density(rows, errors, level), slope);

        // The derivative at a distance from each target, in units of the dispersion, if it is the same for all.
        double? Side(double spreads)
        {
            var (slopes, curvatures) = rows.At(Array.ConvertAll(rows.Targets, target => target + (spreads * spread)), rows.Targets);
            var same = Array.TrueForAll(slopes, value => Math.Abs(value - slopes[0]) <= 1e-12 * Math.Abs(slopes[0])) && Array.TrueForAll(curvatures, value => value == 0);
            return same ? slopes[0] : null;
        }
    }

    /// <summary>The error that no density replaces the curvature.</summary>
    public static FitException Other(FittedRows rows) =>
        new($"fit: --errors: {rows.Loss.Entry.Key} has kinks, and its curvature says nothing about standard errors; take --errors bootstrap.");

    /// <summary>The bread: the density times the jump, the same for every row.</summary>
    public double[] Bread(FittedRows rows, Equations equations) => equations.Products((i, _, _) => rows.Weight[i] * _atZero * _bend);

    /// <summary>The covariance if the density of errors does not depend on the columns.</summary>
    public double[] IndependentErrors(FittedRows rows, Equations equations)
    {
        var sandwich = Sandwich.Of(rows, equations, Bread(rows, equations));
        var square = _level * (1 - _level) * _bend * _bend;
        return sandwich.Around(equations.Products((i, _, _) => rows.Weight[i] * rows.Weight[i] * square));
    }

    /// <summary>The difference quotient of two quantiles on both sides of the level's. Rows that are fitted exactly are left out, because any errors give as many as there are coefficients.</summary>
    private static double Quotient(double[] errors, double level, double touching)
    {
        var share = Share(errors.Length, level);
        var off = Array.FindAll(errors, error => Math.Abs(error) > touching);
        var apart = off.Length == 0 ? 0 : RobustScale.Quantile(off, level + share) - RobustScale.Quantile(off, level - share);
        return apart > 0 ? 2 * share / apart : throw Exact();
    }

    /// <summary>The distance from the level, to both sides, within which the density is estimated.</summary>
    private static double Share(int rows, double level)
    {
        var z = Normal.Quantile(level);
        var share = Math.Pow(rows, -1.0 / 3) * Math.Pow(Normal.Quantile(1 - (Miss / 2)), 2.0 / 3) * Math.Pow(1.5 * Normal.Density(z) * Normal.Density(z) / ((2 * z * z) + 1), 1.0 / 3);
        return level - share > 0 && level + share < 1
            ? share
            : throw new FitException(FormattableString.Invariant($"fit: --errors: {rows} rows are too few for the density at the quantile {level:0.###}; take --errors bootstrap, or more rows."));
    }

    private static FitException Exact() => new("fit: --errors: at least half of the rows are fitted exactly, so errors have no density at 0; take --errors bootstrap.");

    private static double Density(FittedRows rows, double[] errors, double level)
    {
        var share = Share(rows.Rows, level);
        var mean = rows.Targets.Average();
        var deviation = Math.Sqrt(rows.Targets.Average(target => (target - mean) * (target - mean)));
        var quartiles = RobustScale.Quantile(errors, 0.75) - RobustScale.Quantile(errors, 0.25);
        var width = Math.Min(deviation, quartiles / QuartilesToSigma) * (Normal.Quantile(level + share) - Normal.Quantile(level - share));
        if (!(width > 0)) throw Exact();
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < errors.Length; i++)
        {
            var u = errors[i] / width;
            sum += Math.Abs(u) <= 1 ? rows.Weight[i] * 0.75 * (1 - (u * u)) : 0;
            total += rows.Weight[i];
        }

        var density = sum / (width * total);
        return density > 0 ? density : throw new FitException("fit: --errors: no row lies near the quantile, so errors have no density there; take --errors bootstrap.");
    }
}
