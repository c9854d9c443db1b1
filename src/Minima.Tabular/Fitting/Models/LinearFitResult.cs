namespace Minima.Tabular;

/// <summary>How a fit was solved.</summary>
public enum FitMethod
{
    /// <summary>Newton's method on a smooth convex objective.</summary>
    Newton,

    /// <summary>An interior point method and the equations of the active bends, on a convex objective with bends.</summary>
    InteriorPoint,

    /// <summary>A local search: the objective is not convex.</summary>
    Local,

    /// <summary>Newton's method on a convex objective whose bends are rounded off, less and less: sums over rows that stay where they are know no bends.</summary>
    Smoothing,
}

/// <summary>The words of methods in JSON and reports.</summary>
public static class FitMethods
{
    /// <summary>The word of a method.</summary>
    public static string Word(FitMethod method) => method switch
    {
        FitMethod.Newton => "newton",
        FitMethod.InteriorPoint => "interior_point",
        FitMethod.Smoothing => "smoothing",
        _ => "local",
    };
}

/// <summary>What a fit found.</summary>
/// <param name="Solution">The parameters and why the search stopped.</param>
/// <param name="Method">How.</param>
/// <param name="Unique">No other weights have the same objective.</param>
/// <param name="Bound">What proves it; for a local search it is about the neighbourhood only.</param>
internal sealed record LinearFitResult(Solution Solution, FitMethod Method, bool Unique, OptimumBound Bound);
