using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Options of boosted trees on a table.</summary>
public sealed record BoostedTreesOptions
{
    /// <summary>Rounds, rate, the growth of trees, held-out rows, seed, threads.</summary>
    public BoostOptions Trees { get; init; } = new();

    /// <summary>A column of weights w of at least 0: the loss is sum(w l) / sum(w). Null for equal weights.</summary>
    public string? Weight { get; init; }

    /// <summary>Further inputs of the loss (a scale, a variance) by name, each with the column that gives it. For a formula the column of a name is taken without being asked for.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
