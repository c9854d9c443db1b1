namespace Minima.Tabular;

/// <summary>Options of a fit.</summary>
public sealed record FitOptions
{
    /// <summary>Adds L2 / 2 times the sum of the squares of the coefficients, without the intercept; at least 0.</summary>
    public double L2 { get; init; }

    /// <summary>Adds L1 times the sum of their absolute values, so that coefficients become exactly 0; at least 0.</summary>
    public double L1 { get; init; }

    /// <summary>A column of weights w of at least 0: the loss is sum(w l) / sum(w). Null for equal weights.</summary>
    public string? Weight { get; init; }

    /// <summary>The penalties apply to the coefficients of standardised columns; coefficients are still reported in the units of the columns.</summary>
    public bool Standardize { get; init; }

    /// <summary>
    /// Further inputs of the loss (a scale, a variance) by name, each with its column. Without a column one constant is learned; a formula reads the column of
    /// that name.
    /// </summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The start of the search: the path of a saved model, or coefficients and intercept separated by commas. It matters only if a loss is not convex.</summary>
    public string? Start { get; init; }

    /// <summary>
    /// The divisor of a step for a fit by sums over rows (<see cref="DataSources"/>): <see cref="Curvature.Exact"/>, the second derivative; <see cref="Curvature.GaussNewton"/>, its positive part; or
    /// <see cref="Curvature.Weight"/>, derivative divided by residual, which makes it iteratively reweighted least squares. The optimum is the same, the number of steps is not. Null leaves the choice to the fit. Other fits
    /// refuse it.
    /// </summary>
    public Curvature? Curvature { get; init; }

    /// <summary>
    /// Fits a distribution with a head for each of its numbers. Names the inputs of the loss that depend on the features in addition to the prediction (<c>variance</c>, <c>dispersion</c>).
    /// <c>all</c> selects all of them, <c>none</c> one constant each; levels (<c>0.1</c>, <c>0.5</c>, <c>0.9</c>) give several quantiles that do not cross. Null, the default, for a model of one prediction.
    /// </summary>
    public IReadOnlyList<string>? Heads { get; init; }

    /// <summary>The values of <see cref="Heads"/> that are not names of inputs.</summary>
    internal static string[] HeadWords { get; } = ["all", "none"];

    /// <summary>Refuses invalid penalties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is below 0 or not finite.</exception>
    internal static void Check(FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var (name, penalty) in new[] { (nameof(L1), options.L1), (nameof(L2), options.L2) })
        {
            if (!(penalty >= 0) || double.IsInfinity(penalty)) throw new ArgumentOutOfRangeException(nameof(options), penalty, $"{name} of a fit is {penalty}; give 0 or a finite number above 0.");
        }
    }
}
