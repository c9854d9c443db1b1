namespace Minima.Tabular;

/// <summary>The method of a fit.</summary>
public enum FitMethod
{
    /// <summary>Newton's method on a smooth convex objective.</summary>
    Newton,

    /// <summary>An interior point method and the equations of the active kinks, on a convex objective with kinks.</summary>
    InteriorPoint,

    /// <summary>A local search: the objective is not convex.</summary>
    Local,

    /// <summary>Newton's method on a convex objective with kinks that are smoothed less and less, because sums over rows of a source cannot represent kinks.</summary>
    Smoothing,
}

/// <summary>The names of methods in JSON and reports.</summary>
public static class FitMethods
{
    /// <summary>The name of a method.</summary>
    public static string Word(FitMethod method) => method switch
    {
        FitMethod.Newton => "newton",
        FitMethod.InteriorPoint => "interior_point",
        FitMethod.Smoothing => "smoothing",
        _ => "local",
    };
}

/// <summary>The result of a fit.</summary>
/// <param name="Solution">The parameters and the reason for which the search stopped.</param>
/// <param name="Method">The method.</param>
/// <param name="Unique">No other weights have the same objective.</param>
/// <param name="Bound">The proof; for a local search it holds in the neighbourhood only.</param>
internal sealed record LinearFitResult(Solution Solution, FitMethod Method, bool Unique, OptimumBound Bound);
