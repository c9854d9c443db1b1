namespace Minima.Tabular;

/// <summary>
/// A table whose rows stay in the source: in a database, or in files that another engine reads. It answers queries about all rows with sums, counts and extremes; no row leaves it.
/// Minima.Sql contains the engines: DuckDB and PostgreSQL.
/// </summary>
public interface IDataSource : IFitSource
{
    /// <summary>A quantile of the numbers of a column, interpolated between the two neighbours in order, as by <see cref="RobustScale.Quantile"/>.</summary>
    internal double Quantile(SourceColumn column, double level, CancellationToken cancellation);

    /// <summary>
    /// Rows drawn evenly by a hash of the seed and of their content, in the order of the hash: their cells as texts, null for missing ones. The order of the rows does not matter, nor do the parts of
    /// the source if no two of them hold equal rows.
    /// </summary>
    internal IReadOnlyList<string?[]> Draw(IReadOnlyList<string> columns, long rows, int most, ulong seed, CancellationToken cancellation);

    /// <summary>The limits of its engines inside this process, in bytes; 0 if they run elsewhere or have no limit.</summary>
    internal long EngineMemory { get; }

    /// <summary>Counts the rows.</summary>
    internal long Count(CancellationToken cancellation);

    /// <summary>Reads all rows, part after part, in the order of the source; only a few rows are in memory at a time.</summary>
    /// <param name="wanted">The cells that are read of each column.</param>
    /// <param name="counted">Receives the number of rows read, from time to time; may be null.</param>
    /// <param name="reading">Receives the rows of each part.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    internal void Read(WantedCells[] wanted, Action<long>? counted, Action<ITableRows> reading, CancellationToken cancellation);

    /// <summary>Some of the rows, as a separate source. It is disposed with this one.</summary>
    internal IDataSource Part(SourcePart part);

    /// <summary>Counts the rows whose value in a column is not among the known ones. Missing values are counted unless excluded.</summary>
    internal long CountOthers(SourceColumn column, IReadOnlyList<string> known, bool leavesOutMissing, CancellationToken cancellation);

    /// <summary>
    /// The sums of a loss of the parameters of a distribution over the rows of a design, by an output for each head and for each learned number. Null if the source has no expression
    /// for the loss.
    /// </summary>
    internal ILossSums? HeadSums(SourceDesign design, HeadPlan plan, Loss loss, bool[] isFlat);

    /// <summary>The predictions of a linear model over the rows of a design.</summary>
    internal ISourceScores Scores(SourceDesign design, IReadOnlyList<double> coefficients, double intercept, SourceReading reading);

    /// <summary>The predictions of a linear model of several classes over the rows of a design.</summary>
    internal ISourceClassScores ClassScores(SourceDesign design, LinearModel model);
}
