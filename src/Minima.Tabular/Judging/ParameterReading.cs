namespace Minima.Tabular;

/// <summary>A parameter as it was used.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="Value">Where no fold changes it, the value itself; in the target's units where there are any, averaged over folds.</param>
/// <param name="Multiple">How many robust standard deviations of the residuals, or null where the parameter has no unit.</param>
/// <param name="Scale">One robust standard deviation in the target's units, averaged over folds, or null.</param>
/// <param name="Origin">Who chose it.</param>
public sealed record ParameterReading(string Name, object? Value, double? Multiple, double? Scale, ParameterOrigin Origin)
{
    /// <summary>The value in each fold, where it was tuned; empty elsewhere.</summary>
    public IReadOnlyList<double> ByFold { get; init; } = [];
}
