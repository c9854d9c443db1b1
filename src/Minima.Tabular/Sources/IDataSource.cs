namespace Minima.Tabular;

/// <summary>
/// A table whose rows stay where they are: in a database, or in files that another engine reads. It answers questions about all rows with sums, counts and extremes; no row leaves it.
/// Minima.Sql has the engines: DuckDB and PostgreSQL.
/// </summary>
public interface IDataSource : IFitSource
{
    /// <summary>A quantile of the numbers of a column, between the two beside it in order: as <see cref="RobustScale.Quantile"/> gives it.</summary>
    internal double Quantile(SourceColumn column, double level, CancellationToken cancellation);

    /// <summary>
    /// Rows drawn evenly by a hash of the seed and of what they hold, in an order that it gives: their cells as texts, null where one is missing. The order of the rows does not matter, nor do the parts of the source if no two
    /// of them hold equal rows.
    /// </summary>
    internal IReadOnlyList<string?[]> Draw(IReadOnlyList<string> columns, long rows, int most, ulong seed, CancellationToken cancellation);

    /// <summary>The limits of its engines inside this process, in bytes; 0 where they work elsewhere or have no limit.</summary>
    internal long EngineMemory { get; }

    /// <summary>Counts the rows.</summary>
    internal long Count(CancellationToken cancellation);

    /// <summary>Reads all rows, part after part, in the order in which the source holds them; memory holds a few at a time.</summary>
    /// <param name="wanted">What is read of each column.</param>
    /// <param name="counted">Hears now and then of the number of rows that were read; null for nobody.</param>
    /// <param name="reading">Takes the rows of each part.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal void Read(WantedCells[] wanted, Action<long>? counted, Action<ITableRows> reading, CancellationToken cancellation);

    /// <summary>Some of the rows, as a source of its own. It ends with this one.</summary>
    internal IDataSource Part(SourcePart part);

    /// <summary>Counts the rows whose value in a column is none of some known ones. Missing values are counted unless they are left out.</summary>
    internal long CountOthers(SourceColumn column, IReadOnlyList<string> known, bool leavesOutMissing, CancellationToken cancellation);

    /// <summary>The sums of a loss of the numbers of a distribution over the rows of a design, by an output for each head and for each number that is learned; null where the source has no expression for the loss.</summary>
    internal ILossSums? HeadSums(SourceDesign design, HeadPlan plan, Loss loss, bool[] isFlat);

    /// <summary>The predictions of a linear model over the rows of a design.</summary>
    internal ISourceScores Scores(SourceDesign design, IReadOnlyList<double> coefficients, double intercept, SourceReading reading);

    /// <summary>The predictions of a linear model of several classes over the rows of a design.</summary>
    internal ISourceClassScores ClassScores(SourceDesign design, LinearModel model);
}
