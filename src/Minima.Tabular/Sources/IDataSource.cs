namespace Minima.Tabular;

/// <summary>
/// A table whose rows stay where they are: in a database, or in files that another engine reads. It answers questions about all rows with sums, counts and extremes; no row leaves it.
/// Minima.Sql has the engines: DuckDB and PostgreSQL.
/// </summary>
public interface IDataSource : IDisposable
{
    /// <summary>The name in messages; without passwords.</summary>
    string Name { get; }

    /// <summary>The names of its columns.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The kind of a column, by its type.</summary>
    internal TableColumnKind KindOf(string column);

    /// <summary>Facts about some columns.</summary>
    /// <param name="columns">Names of columns.</param>
    /// <param name="cancellation">Asked before every query.</param>
    internal IReadOnlyList<SourceColumn> Describe(IReadOnlyList<string> columns, CancellationToken cancellation);

    /// <summary>The number of rows whose number in a column lies strictly between two numbers.</summary>
    internal long CountBetween(string column, double low, double high, CancellationToken cancellation);

    /// <summary>The median of the numbers, or days, of a column; NaN and missing values are not among them.</summary>
    internal double Median(SourceColumn column, CancellationToken cancellation);

    /// <summary>A quantile of the numbers of a column, between the two beside it in order: as <see cref="RobustScale.Quantile"/> gives it.</summary>
    internal double Quantile(SourceColumn column, double level, CancellationToken cancellation);

    /// <summary>Different numbers of a column, each with the count of its rows: those of which a hash is lowest, so that they are drawn evenly where there are more.</summary>
    internal IReadOnlyList<(double Value, long Rows)> Numbers(string column, int most, CancellationToken cancellation);

    /// <summary>
    /// Rows drawn evenly by a hash of the seed and of what they hold, in an order that it gives: their cells as texts, null where one is missing. The order of the rows does not matter, nor do the parts of the source if no two
    /// of them hold equal rows.
    /// </summary>
    internal IReadOnlyList<string?[]> Draw(IReadOnlyList<string> columns, long rows, int most, ulong seed, CancellationToken cancellation);

    /// <summary>Some of the rows, as a source of its own. It ends with this one.</summary>
    internal IDataSource Part(SourcePart part);

    /// <summary>Counts the rows whose value in a column is none of some known ones. Missing values are counted unless they are left out.</summary>
    internal long CountOthers(SourceColumn column, IReadOnlyList<string> known, bool leavesOutMissing, CancellationToken cancellation);

    /// <summary>Sums of the columns of a design and of their products.</summary>
    internal DesignMoments Moments(SourceDesign design, CancellationToken cancellation);

    /// <summary>The sums of a loss over the rows of a design; its kinks are rounded off where they are given.</summary>
    internal ILossSums Sums(SourceDesign design, Loss loss, WidenedKinks? kinks);

    /// <summary>The predictions of a linear model over the rows of a design.</summary>
    internal ISourceScores Scores(SourceDesign design, IReadOnlyList<double> coefficients, double intercept, SourceReading reading);
}
