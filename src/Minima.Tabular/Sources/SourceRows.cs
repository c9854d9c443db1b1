namespace Minima.Tabular;

/// <summary>The rows of a source as those of a table.</summary>
/// <param name="source">The source.</param>
/// <param name="progress">Receives the proportion that is read; may be null.</param>
internal sealed class SourceRows(IDataSource source, IProgress<ReadProgress>? progress) : IRowSource
{
    public IReadOnlyList<string> Columns => source.Columns;

    public bool IsReadable(string column) => source.KindOf(column) != TableColumnKind.Dropped;

    public void Read(WantedCells[] wanted, Action<ITableRows> reading, CancellationToken cancellation)
    {
        var all = progress is null ? 0 : source.Count(cancellation);
        source.Read(wanted, progress is null ? null : rows => progress.Report(new(Math.Min(rows, all), all)), reading, cancellation);
    }

    public long RowsWith(string column, CancellationToken cancellation)
    {
        var facts = source.Describe([column], cancellation)[0];
        return facts.Rows - facts.Missing;
    }
}
