using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Options of boosted trees on a table.</summary>
public sealed record BoostedTreesOptions
{
    /// <summary>Rounds, rate, the growth of trees, held-out rows, seed, threads.</summary>
    public BoostOptions Trees { get; init; } = new();

    /// <summary>A column of weights w of at least 0: the loss is sum(w l) / sum(w). Null for equal weights.</summary>
    public string? Weight { get; init; }

    /// <summary>
    /// Null for one number per row. Otherwise trees are boosted for a distribution, by a loss that learns more of it than a location: <c>["all"]</c> for each number that the loss reads
    /// (a mean and a variance). Levels (<c>["0.1", "0.5", "0.9"]</c>) give a quantile at each, which do not cross.
    /// </summary>
    public IReadOnlyList<string>? Heads { get; init; }

    /// <summary>Further inputs of the loss (a scale, a variance) by name, each with its column. A formula reads the column of a name by default.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
