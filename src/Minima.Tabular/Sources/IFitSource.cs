namespace Minima.Tabular;

/// <summary>
/// A table on which a linear model is fitted by sums: it answers queries about all rows with facts, counts and sums, and a fit holds none of its rows. A database is one (<see cref="IDataSource"/>),
/// and so are the columns of a file that is larger than memory (<see cref="LargeFits"/>).
/// </summary>
public interface IFitSource : IDisposable
{
    /// <summary>The name in messages, without passwords.</summary>
    string Name { get; }

    /// <summary>The names of its columns.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The command-line option that names the source, in messages.</summary>
    internal string Option => "--from";

    /// <summary>The remedy in messages if a fit needs the rows themselves.</summary>
    internal string Remedy => "read the rows from a file";

    /// <summary>The kind of a column, by its type.</summary>
    internal TableColumnKind KindOf(string column);

    /// <summary>Facts about some columns.</summary>
    /// <param name="columns">Names of columns.</param>
    /// <param name="cancellation">Checked before every query.</param>
    internal IReadOnlyList<SourceColumn> Describe(IReadOnlyList<string> columns, CancellationToken cancellation);

    /// <summary>The number of rows whose number in a column lies strictly between two numbers.</summary>
    internal long CountBetween(string column, double low, double high, CancellationToken cancellation);

    /// <summary>The median of the numbers, or days, of a column; NaN and missing values are excluded.</summary>
    internal double Median(SourceColumn column, CancellationToken cancellation);

    /// <summary>The sums of the columns of a design, and of their products on request, which cost as much as a step.</summary>
    internal DesignMoments Moments(SourceDesign design, bool withProducts, CancellationToken cancellation);

    /// <summary>The distinct numbers of a column, each with the count of its rows; only some of them if there are more than requested.</summary>
    internal IReadOnlyList<(double Value, long Rows)> Numbers(string column, int most, CancellationToken cancellation);

    /// <summary>The sum of the weights of each class over the rows of a design of several classes.</summary>
    internal double[] ClassWeights(SourceDesign design, CancellationToken cancellation);

    /// <summary>The sums of a loss over the rows of a design of several classes, in the coordinates of the contrasts; null if the source has no expression for the loss.</summary>
    internal ILossSums? ClassSums(SourceDesign design, Loss loss, Contrasts contrasts);

    /// <summary>The sums of a loss over the rows of a design; its kinks are smoothed if given.</summary>
    internal IPointSums Sums(SourceDesign design, Loss loss, WidenedKinks? kinks);
}
