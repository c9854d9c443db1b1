using System.Diagnostics;

namespace Minima.Tabular;

/// <summary>A point of the search with the sums there.</summary>
/// <param name="Parameters">Coefficients of the standardised columns, then the intercept; of a loss of several classes those of each contrast, one after the other.</param>
/// <param name="Value">The objective.</param>
/// <param name="Gradient">Its gradient.</param>
/// <param name="Hessian">Its second derivative, or a convex model of it.</param>
/// <param name="Sums">What the rows gave.</param>
internal sealed record SumsPoint(double[] Parameters, double Value, double[] Gradient, double[] Hessian, LossSums Sums)
{
    public bool IsUsable => double.IsFinite(Value) && Array.TrueForAll(Gradient, double.IsFinite) && Array.TrueForAll(Hessian, double.IsFinite);
}

/// <summary>The objective of a fit whose rows stay where they are: the mean loss, and half of each penalty times the square of its coefficient.</summary>
/// <param name="sums">The sums of the loss.</param>
/// <param name="active">The columns that have a coefficient; the others have 0.</param>
/// <param name="columns">How many columns there are.</param>
/// <param name="penalties">The penalty of each column.</param>
/// <param name="contrasts">How many linear predictions a row has: one for each contrast of classes.</param>
internal sealed class SumsObjective(ILossSums sums, int[] active, int columns, double[] penalties, int contrasts = 1)
{
    /// <summary>The place of each parameter among those of all columns.</summary>
    private readonly int[] _places = [.. Enumerable.Range(0, contrasts).SelectMany(contrast => active.Append(columns).Select(column => (contrast * (columns + 1)) + column))];

    private Curvature _curvature;

    /// <summary>The number of parameters: the active columns and the intercept, for each contrast.</summary>
    public int Size => _places.Length;

    /// <summary>The last point at which the sums were finite; null before the first.</summary>
    public SumsPoint? Last { get; private set; }

    /// <summary>The time that the last pass over the rows took.</summary>
    public TimeSpan Pass { get; private set; }

    /// <summary>Coefficients of all columns, without an intercept.</summary>
    public double[] Coefficients(double[] parameters) => Whole(parameters)[..columns];

    /// <summary>The parameters of all columns, for each contrast its coefficients and its intercept.</summary>
    public double[] Whole(double[] parameters)
    {
        var whole = new double[contrasts * (columns + 1)];
        for (var k = 0; k < _places.Length; k++) whole[_places[k]] = parameters[k];
        return whole;
    }

    public SumsPoint At(double[] parameters, Curvature curvature, CancellationToken cancellation)
    {
        if (Last is { } last && _curvature == curvature && parameters.AsSpan().SequenceEqual(last.Parameters)) return last;
        var begun = Stopwatch.GetTimestamp();
        var found = sums.At(Whole(parameters), curvature, cancellation);
        Pass = Stopwatch.GetElapsedTime(begun);
        if (!found.IsFinite) return new(parameters, double.PositiveInfinity, [], [], found);
        var (value, gradient, hessian, width) = (found.Value, new double[Size], new double[Size * Size], contrasts * (columns + 1));
        for (var a = 0; a < Size; a++)
        {
            gradient[a] = found.Slopes[_places[a]];
            for (var b = 0; b < Size; b++) hessian[(a * Size) + b] = found.Curvatures[(_places[a] * width) + _places[b]];
            var column = _places[a] % (columns + 1);
            if (column == columns) continue;
            value += 0.5 * penalties[column] * parameters[a] * parameters[a];
            gradient[a] += penalties[column] * parameters[a];
            hessian[(a * Size) + a] += penalties[column];
        }

        _curvature = curvature;
        return Last = new(parameters, value, gradient, hessian, found);
    }
}
