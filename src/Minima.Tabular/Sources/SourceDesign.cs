namespace Minima.Tabular;

/// <summary>The features, the target and the weight of the rows of a data source.</summary>
internal sealed record SourceDesign
{
    /// <summary>The columns of the source with their features, in the order of the coefficients.</summary>
    public required IReadOnlyList<ColumnEncoding> Encodings { get; init; }

    /// <summary>The number that is subtracted from each feature.</summary>
    public required double[] Centres { get; init; }

    /// <summary>The number that each centred feature is divided by.</summary>
    public required double[] Units { get; init; }

    /// <summary>The column of the target; null if none is needed.</summary>
    public required string? Target { get; init; }

    /// <summary>Rows without a target are skipped; if false, there are no such rows.</summary>
    public bool LeavesOutMissingTargets { get; init; }

    /// <summary>The two classes as the source writes them, the second as 1, or several classes; empty for a number.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The target is the index of its class, from 0, even for two classes.</summary>
    public bool HasSeveralClasses { get; init; }

    /// <summary>The classes are texts, not numbers.</summary>
    public bool HasTextClasses { get; init; }

    /// <summary>The first class is -1, not 0.</summary>
    public bool IsMargin { get; init; }

    /// <summary>The column of weights, or null.</summary>
    public string? Weight { get; init; }

    /// <summary>The largest weight: weights are divided by it.</summary>
    public double LargestWeight { get; init; } = 1;

    /// <summary>Further inputs of the loss by name, each with its column.</summary>
    public IReadOnlyList<(string Name, string Column)> Inputs { get; init; } = [];

    public int Features => Centres.Length;
}

/// <summary>Moments over the rows with a weight above 0.</summary>
/// <param name="Rows">The number of rows with a weight above 0.</param>
/// <param name="Means">Weighted means of the features.</param>
/// <param name="Products">
/// Weighted means of the products of each two features, each divided by its power of two, as a full matrix: the products of large features exceed the range of doubles. Empty if not requested.
/// </param>
/// <param name="Powers">For each feature the exponent of its power of two, which scales it to between -1 and 1.</param>
/// <param name="TargetMean">The weighted mean of the target.</param>
internal sealed record DesignMoments(long Rows, double[] Means, double[] Products, int[] Powers, double TargetMean);
