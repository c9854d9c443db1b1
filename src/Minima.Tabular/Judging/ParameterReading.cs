namespace Minima.Tabular;

/// <summary>The value of a parameter in a comparison.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="Value">The value itself if it is the same in all folds; otherwise in the target's units if it has a unit, averaged over folds.</param>
/// <param name="Multiple">The value in robust standard deviations of the residuals, or null if the parameter has no unit.</param>
/// <param name="Scale">One robust standard deviation in the target's units, averaged over folds, or null.</param>
/// <param name="Origin">The origin of the value.</param>
public sealed record ParameterReading(string Name, object? Value, double? Multiple, double? Scale, ParameterOrigin Origin)
{
    /// <summary>The value in each fold if it was tuned; empty otherwise.</summary>
    public IReadOnlyList<double> ByFold { get; init; } = [];
}
