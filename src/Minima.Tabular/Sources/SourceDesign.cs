namespace Minima.Tabular;

/// <summary>The columns of numbers, the target and the weight that the rows of a data source become.</summary>
internal sealed record SourceDesign
{
    /// <summary>The columns of the source with their features, in the order of the coefficients.</summary>
    public required IReadOnlyList<ColumnEncoding> Encodings { get; init; }

    /// <summary>The number that is subtracted from each feature.</summary>
    public required double[] Centres { get; init; }

    /// <summary>The number that it is divided by then.</summary>
    public required double[] Units { get; init; }

    /// <summary>The column of the target; null where none is asked for.</summary>
    public required string? Target { get; init; }

    /// <summary>Rows without a target do not count; else there is none.</summary>
    public bool LeavesOutMissingTargets { get; init; }

    /// <summary>The two classes as the source writes them, the second being 1, or several; empty for a number.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The target is the place of its class, from 0, even of two.</summary>
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

/// <summary>Sums over the rows that count.</summary>
/// <param name="Rows">How many rows have a weight above 0.</param>
/// <param name="Means">Weighted means of the features.</param>
/// <param name="Products">Weighted means of the products of each two features, each divided by its power of two, in full: the products of large features are beyond the range of doubles. Empty if they were not wanted.</param>
/// <param name="Powers">For each feature the exponent of its power of two, which brings it between -1 and 1.</param>
/// <param name="TargetMean">The weighted mean of the target.</param>
internal sealed record DesignMoments(long Rows, double[] Means, double[] Products, int[] Powers, double TargetMean);
