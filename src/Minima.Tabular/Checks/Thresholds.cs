namespace Minima.Tabular;

/// <summary>The thresholds of the checks: all of them shown, any of them overridden.</summary>
/// <param name="given">The overriding thresholds, by name.</param>
internal sealed class Thresholds(IReadOnlyDictionary<string, double> given)
{
    public const string Order = "order";
    public const string Zeros = "zeros";
    public const string Dispersion = "dispersion";
    public const string Tails = "tails";
    public const string Outliers = "outliers";
    public const string Spread = "spread";
    public const string Skew = "skew";
    public const string PileUp = "pile-up";
    public const string Imbalance = "imbalance";
    public const string Conflicts = "conflicts";
    public const string Labels = "labels";
    public const string Missing = "missing";
    public const string Leakage = "leakage";
    public const string Extremes = "extremes";
    public const string Size = "size";

    /// <summary>The names in alphabetical order, each with its threshold.</summary>
    public static IReadOnlyDictionary<string, double> Defaults { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        [Order] = 0.02,
        [Zeros] = 0.02,
        [Dispersion] = 1.25,
        [Tails] = 0.15,
        [Outliers] = 0.004,
        [Spread] = 0.12,
        [Skew] = 0.1,
        [PileUp] = 0.02,
        [Imbalance] = 0.1,
        [Conflicts] = 0.005,
        [Labels] = 0.02,
        [Missing] = 0.005,
        [Leakage] = 0.98,
        [Extremes] = ExtremeCells.Threshold,
        [Size] = 10,
    };

    public double this[string name] => given.TryGetValue(name, out var value) ? value : Defaults[name];
}
