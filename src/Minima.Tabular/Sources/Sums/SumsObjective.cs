using System.Diagnostics;

namespace Minima.Tabular;

/// <summary>A point of the search with the sums there.</summary>
/// <param name="Parameters">Coefficients of the standardised columns, then the intercept; for a loss of several classes those of each contrast, for heads those of each head, one after the other.</param>
/// <param name="Value">The objective.</param>
/// <param name="Gradient">Its gradient; with an l1 penalty the shortest of its subgradients.</param>
/// <param name="Smooth">The gradient without the l1 penalty.</param>
/// <param name="Hessian">Its second derivative, or a convex model of it.</param>
/// <param name="Sums">The sums over the rows.</param>
internal sealed record SumsPoint(double[] Parameters, double Value, double[] Gradient, double[] Smooth, double[] Hessian, LossSums Sums)
{
    public bool IsUsable => double.IsFinite(Value) && Array.TrueForAll(Gradient, double.IsFinite) && Array.TrueForAll(Hessian, double.IsFinite);
}

/// <summary>The objective of a fit on rows that stay in a source: the mean loss, and its penalties.</summary>
/// <param name="sums">The sums of the loss.</param>
/// <param name="active">The columns that have a coefficient; the others have 0.</param>
/// <param name="columns">The number of columns.</param>
/// <param name="penalties">The penalties of each column.</param>
/// <param name="outputs">The number of linear predictions per row: one for each contrast of classes, or for each head.</param>
/// <param name="isFlat">For each linear prediction, true if it is an intercept alone; null if none is.</param>
internal sealed class SumsObjective(ILossSums sums, int[] active, int columns, SumsPenalties penalties, int outputs = 1, bool[]? isFlat = null)
{
    /// <summary>The proportion that counts as rounding.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The index of each parameter among those of all columns.</summary>
    private readonly int[] _places = [.. Enumerable.Range(0, outputs).SelectMany(output => Columns(active, isFlat, output).Append(columns).Select(column => (output * (columns + 1)) + column))];

    private Curvature _curvature;

    /// <summary>The number of parameters: the active columns and the intercept, for each linear prediction.</summary>
    public int Size => _places.Length;

    /// <summary>The l1 penalty of each parameter; null if there is none.</summary>
    public double[]? Absolute { get; } = penalties.Absolute is { } all ? [.. Enumerable.Range(0, outputs).SelectMany(output => Columns(active, isFlat, output).Select(column => all[column]).Append(0))] : null;

    /// <summary>The last point at which the sums were finite; null before the first.</summary>
    public SumsPoint? Last { get; private set; }

    /// <summary>The time that the last pass over the rows took.</summary>
    public TimeSpan Pass { get; private set; }

    /// <summary>Coefficients of all columns, without an intercept.</summary>
    public double[] Coefficients(double[] parameters) => Whole(parameters)[..columns];

    /// <summary>The parameters of all columns, for each linear prediction its coefficients and its intercept.</summary>
    public double[] Whole(double[] parameters)
    {
        var whole = new double[outputs * (columns + 1)];
        for (var k = 0; k < _places.Length; k++) whole[_places[k]] = parameters[k];
        return whole;
    }

    private static int[] Columns(int[] active, bool[]? isFlat, int output) => isFlat is not null && isFlat[output] ? [] : active;

    public SumsPoint At(double[] parameters, Curvature curvature, CancellationToken cancellation)
    {
        if (Last is { } last && _curvature == curvature && parameters.AsSpan().SequenceEqual(last.Parameters)) return last;
        var begun = Stopwatch.GetTimestamp();
        var found = sums.At(Whole(parameters), curvature, cancellation);
        Pass = Stopwatch.GetElapsedTime(begun);
        if (!found.IsFinite) return new(parameters, double.PositiveInfinity, [], [], [], found);
        var (value, smooth, hessian, width) = (found.Value, new double[Size], new double[Size * Size], outputs * (columns + 1));
        for (var a = 0; a < Size; a++)
        {
            smooth[a] = found.Slopes[_places[a]];
            for (var b = 0; b < Size; b++) hessian[(a * Size) + b] = found.Curvatures[(_places[a] * width) + _places[b]];
            var column = _places[a] % (columns + 1);
            if (column == columns) continue;
            value += 0.5 * penalties.Quadratic[column] * parameters[a] * parameters[a];
            smooth[a] += penalties.Quadratic[column] * parameters[a];
            hessian[(a * Size) + a] += penalties.Quadratic[column];
        }

        var gradient = smooth;
        if (Absolute is not null)
        {
            gradient = [.. smooth.Select((slope, a) => SumsPenalties.Shortest(parameters[a], slope, Absolute[a]))];
            for (var a = 0; a < Size; a++) value += Absolute[a] * Math.Abs(parameters[a]);
        }

        _curvature = curvature;
        return Last = new(parameters, value, gradient, smooth, hessian, found);
    }

    /// <summary>
    /// Checks if the optimum with an l1 penalty is unique: the columns with a coefficient, and those whose derivative equals their penalty, are linearly independent.
    /// </summary>
    public bool TellsApart(SumsPoint point)
    {
        int[] free = [.. Enumerable.Range(0, Size).Where(a => point.Parameters[a] != 0 || Math.Abs(point.Smooth[a]) >= Absolute![a] * (1 - Rounding))];
        double[] curvature = [.. free.SelectMany(a => free.Select(b => point.Hessian[(a * Size) + b]))];
        return Cholesky.Factor(curvature, free.Length) is { SmallestPivot: > Rounding };
    }

    /// <summary>The derivative of the objective at a point, along a direction.</summary>
    public double SlopeAlong(SumsPoint point, double[] direction)
    {
        var slope = FixedOrder.Dot(point.Smooth, direction);
        for (var a = 0; Absolute is not null && a < Size; a++) slope += Absolute[a] * (point.Parameters[a] == 0 ? Math.Abs(direction[a]) : Math.Sign(point.Parameters[a]) * direction[a]);
        return slope;
    }
}

/// <summary>The penalties of the coefficients of a fit on rows that stay in a source.</summary>
/// <param name="Quadratic">For each column the penalty of half the square of its coefficient.</param>
/// <param name="Absolute">For each column the penalty of the absolute coefficient; null if there is none.</param>
internal sealed record SumsPenalties(double[] Quadratic, double[]? Absolute)
{
    /// <summary>The largest penalty, for columns so small that theirs would be infinite; their coefficients move no prediction.</summary>
    private const double Most = 1e300;

    /// <summary>The penalties of standardised columns.</summary>
    public static SumsPenalties Of(FitOptions options, double[] deviations) => new(
        Array.ConvertAll(deviations, deviation => options.L2 * (options.Standardize ? 1 : Math.Min(1 / (deviation * deviation), Most))),
        options.L1 > 0 ? Array.ConvertAll(deviations, deviation => options.L1 * (options.Standardize ? 1 : Math.Min(1 / deviation, Most))) : null);

    /// <summary>The shortest subgradient with respect to a coefficient.</summary>
    /// <param name="coefficient">The coefficient.</param>
    /// <param name="slope">The derivative without the penalty.</param>
    /// <param name="penalty">The penalty of the absolute coefficient.</param>
    public static double Shortest(double coefficient, double slope, double penalty) =>
        coefficient != 0 ? slope + (Math.Sign(coefficient) * penalty) : Math.Sign(slope) * Math.Max(0, Math.Abs(slope) - penalty);
}
