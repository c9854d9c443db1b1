namespace Minima.Cli.Compare;

/// <summary>A finished comparison: all that is shown of it, and nothing that changes from run to run.</summary>
internal sealed record ComparisonResult
{
    public required Dataset Data { get; init; }

    /// <summary>Where the data came from, in a word or two.</summary>
    public required string Origin { get; init; }

    public required CompareRequest Request { get; init; }

    /// <summary>The metric that orders the rows.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Constants, the default, then the others, best first.</summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    public required IReadOnlyList<Exclusion> Excluded { get; init; }

    /// <summary>The robust scale of the residuals, averaged over folds; null for classes.</summary>
    public required double? ResidualScale { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>The command that gives these numbers again.</summary>
    public required string Command { get; init; }
}
