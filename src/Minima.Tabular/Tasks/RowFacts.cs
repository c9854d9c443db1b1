namespace Minima.Tabular;

/// <summary>Facts of every row of a table besides its features and its target.</summary>
/// <param name="Events">1 where the event happened at the time that the target is, 0 where the row was last seen then; null where times are no target.</param>
/// <param name="Queries">The query of each row; null where rows are in no order.</param>
internal sealed record RowFacts(double[]? Events, int[]? Queries)
{
    /// <summary>The several targets, for every row of the table; null where there is one.</summary>
    public IReadOnlyList<double[]>? Targets { get; init; }

    /// <summary>The several targets of some rows, row after row.</summary>
    public double[] TargetsOf(int[] rows) => [.. rows.SelectMany(row => Targets!.Select(target => target[row]))];

    /// <summary>The events of some rows.</summary>
    public double[] EventsOf(int[] rows) => Array.ConvertAll(rows, row => Events![row]);

    /// <summary>The queries of some rows.</summary>
    public int[] QueriesOf(int[] rows) => Array.ConvertAll(rows, row => Queries![row]);
}
