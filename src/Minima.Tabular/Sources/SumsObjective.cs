using System.Diagnostics;

namespace Minima.Tabular;

/// <summary>A point of the search with the sums there.</summary>
/// <param name="Parameters">Coefficients of the standardised columns, then the intercept.</param>
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
internal sealed class SumsObjective(ILossSums sums, int[] active, int columns, double[] penalties)
{
    private Curvature _curvature;

    /// <summary>The number of parameters: the active columns and the intercept.</summary>
    public int Size => active.Length + 1;

    /// <summary>The last point at which the sums were finite; null before the first.</summary>
    public SumsPoint? Last { get; private set; }

    /// <summary>The time that the last pass over the rows took.</summary>
    public TimeSpan Pass { get; private set; }

    /// <summary>Coefficients of all columns.</summary>
    public double[] Coefficients(double[] parameters)
    {
        var coefficients = new double[columns];
        for (var k = 0; k < active.Length; k++) coefficients[active[k]] = parameters[k];
        return coefficients;
    }

    public SumsPoint At(double[] parameters, Curvature curvature, CancellationToken cancellation)
    {
        if (Last is { } last && _curvature == curvature && parameters.AsSpan().SequenceEqual(last.Parameters)) return last;
        var begun = Stopwatch.GetTimestamp();
        var found = sums.At(Coefficients(parameters), parameters[^1], curvature, cancellation);
        Pass = Stopwatch.GetElapsedTime(begun);
        if (!found.IsFinite) return new(parameters, double.PositiveInfinity, [], [], found);
        var (value, gradient, hessian, width) = (found.Value, new double[Size], new double[Size * Size], columns + 1);
        for (var a = 0; a < Size; a++)
        {
            var i = a < active.Length ? active[a] : columns;
            gradient[a] = found.Slopes[i];
            for (var b = 0; b < Size; b++) hessian[(a * Size) + b] = found.Curvatures[(i * width) + (b < active.Length ? active[b] : columns)];
            if (a == active.Length) continue;
            value += 0.5 * penalties[i] * parameters[a] * parameters[a];
            gradient[a] += penalties[i] * parameters[a];
            hessian[(a * Size) + a] += penalties[i];
        }

        _curvature = curvature;
        return Last = new(parameters, value, gradient, hessian, found);
    }
}
