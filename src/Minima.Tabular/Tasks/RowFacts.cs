namespace Minima.Tabular;

/// <summary>Events, queries and several targets of every row of a table.</summary>
/// <param name="Events">1 if the event happened at the time in the target, 0 if the row was last seen then; null if the target is not a time.</param>
/// <param name="Queries">The query of each row; null without queries.</param>
internal sealed record RowFacts(double[]? Events, int[]? Queries)
{
    /// <summary>The several targets, for every row of the table; null if there is one.</summary>
    public IReadOnlyList<double[]>? Targets { get; init; }

    /// <summary>The several targets of some rows, row after row.</summary>
    public double[] TargetsOf(int[] rows) => [.. rows.SelectMany(row => Targets!.Select(target => target[row]))];

    public double[] EventsOf(int[] rows) => Array.ConvertAll(rows, row => Events![row]);

    public int[] QueriesOf(int[] rows) => Array.ConvertAll(rows, row => Queries![row]);
}
