using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Minima.Tabular;

/// <summary>Operations on a table in an external source.</summary>
public static class DataSources
{
    /// <summary>The default number of rows to draw.</summary>
    public const int UsualRows = LargeTable.UsualRows;

    /// <summary>The bytes of a drawn cell: of the text from the source, and of the table that is read from it.</summary>
    private const long BytesOfDrawnCell = 128;

    /// <summary>
    /// Fits a linear model at the optimum of a smooth loss over the rows of a source. Each step is one query for each part of the source, which returns the sums of value, derivative and curvature;
    /// the steps are computed here. The model is that of <see cref="LinearModel.Fit"/> on the same rows.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="loss">A loss of the prediction and the target, one over classes that is a formula on their log-probabilities, or with heads a likelihood with a continuous derivative.</param>
    /// <param name="options">Penalties, weights, heads, further inputs, a start; null for none.</param>
    /// <param name="table">Columns to leave out, the positive class; null for none.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <exception cref="TrainingException">
    /// The source, the loss or the options do not fit: a <see cref="DataException"/> if the data are at fault, a <see cref="FitException"/> if there is no finite optimum.
    /// </exception>
    /// <exception cref="LossException">The loss is unknown, or a parameter is rejected.</exception>
    public static LinearModel Fit(
        this IDataSource source, string target, LossSpec loss, FitOptions? options = null, TableOptions? table = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new();
        FitOptions.Check(options);
        if (loss.Tuned is not null) loss = LossSpec.Parse(loss.ToString());
        if (options.Heads is not null) return SourceHeadFit.Run(source, target, loss, options, table ?? new(), progress, cancellation);
        return SourceClassFit.Takes(loss)
            ? SourceClassFit.Of(source, target, loss, options, table ?? new(), progress, cancellation).Run()
            : SourceFit.Of(source, target, loss, options, table ?? new(), progress, cancellation).Run();
    }

    /// <summary>
    /// Measures a linear model on the rows of a source that have a target: every metric of its task and the mean loss, and the same for constants, as
    /// <see cref="ModelScores.Score(LinearModel, Table, CancellationToken)"/> does on the same rows. The source computes sums, counts and ranks; no row leaves it.
    /// </summary>
    /// <param name="source">A source with the model's columns and its target by name.</param>
    /// <param name="predictor">A linear model of one number or of classes.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <exception cref="TrainingException">The source lacks a column or holds values unknown to the model (a <see cref="DataException"/>), or the model has several outputs.</exception>
    public static ScoreSheet Score(this IDataSource source, Predictor predictor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predictor);
        var model = SourceModel.Require(predictor, "score", response: true);
        return model.Kind == TargetKind.MultiClass ? SourceClassScore.Of(source, model, cancellation) : SourceScore.Of(source, model, cancellation);
    }

    /// <summary>
    /// Fits the same linear model with each loss of one number or of classes that can be fitted by sums, on the same folds, and compares them by metrics on held-out rows. A hash of the seed and of
    /// the column of groups (of all columns without one) assigns rows to folds, so the order of the rows does not matter. Every fit and every score consists of sums, counts and ranks. No row leaves
    /// the source, except at most 10 000 distinct values of the target with their counts, which determine its task. The treatment of columns (levels of texts, medians for missing values) is
    /// determined on all rows; coefficients are fitted without a penalty.
    /// </summary>
    /// <param name="source">The rows. Those without a target are left out.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="options">The losses and how to compare them; null for every loss of the catalogue that fits. One repeat by default.</param>
    /// <param name="table">Columns to leave out, the column of groups, the positive class; null for none.</param>
    /// <param name="progress">Receives every fit.</param>
    /// <param name="cancellation">Ends the run; completed folds are kept, and the result is not complete.</param>
    /// <exception cref="TrainingException">The source and the options do not fit: a <see cref="DataException"/> if the source is at fault.</exception>
    /// <exception cref="LossException">A loss cannot be created with its parameters.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before a fold was completed.</exception>
    public static ComparisonResult Compare(
        this IDataSource source, string target, ComparisonOptions? options = null, TableOptions? table = null, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new();
        ComparisonOptions.Check(options);
        return SourceComparison.Run(source, target, options, table ?? new(), progress, cancellation);
    }

    /// <summary>
    /// Draws rows of a source evenly and reads them into a table in memory, for everything that needs rows (an advice, a comparison of trees, a solution). A hash of the seed and of the content of a
    /// row decides, so the order of the rows does not matter. A note of the table reports the number of rows if not all are drawn.
    /// </summary>
    /// <param name="source">The rows. Those without a target are not drawn; neither are columns of other types than numbers, texts and dates.</param>
    /// <param name="target">The column to predict, or several separated by commas.</param>
    /// <param name="rows">The largest number of rows; fewer if a table of 50 million cells has fewer.</param>
    /// <param name="seed">Another seed draws other rows.</param>
    /// <param name="options">The roles and treatment of columns; null for none.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <exception cref="DataException">There is no such column, or no row with a target.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is below 1.</exception>
    public static Table Draw(this IDataSource source, string target, int rows = UsualRows, ulong seed = 1, TableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var part = source;
        foreach (var name in Table.TargetsIn(source.Columns, target, source.Name)) part = part.Part(new(part.Describe([name], cancellation)[0], null));
        string[] columns = [.. source.Columns.Where(column => source.KindOf(column) != TableColumnKind.Dropped)];
        var count = part.Describe(columns[..1], cancellation)[0].Rows;
        if (count == 0) throw SourceFit.NoRow(source);
        var most = Math.Min(rows, LargeTable.MostCells / columns.Length);
        if (options is not null && MemoryBudget.Of(options) is { } budget)
            budget.RequireRoom(source.Name, BytesOfDrawnCell * Math.Min(count, most) * columns.Length, FormattableString.Invariant($"a draw of {Math.Min(count, most)} rows of {columns.Length} columns"), "Or give fewer --rows.");
        var drawn = part.Draw(columns, count, most, seed, cancellation);
        return Table.FromDraw(source.Name, [.. columns.Select((name, k) => new Column(name, [.. drawn.Select(row => row[k])]))], count, seed, target, options);
    }

    /// <summary>
    /// All rows of a source as a table, for everything that reads tables: boosted trees, networks. Each call with the table reads the rows from the source, a few at a time and only the columns that
    /// it needs. It treats them as it treats a file with the same cells. Nothing is read here. The source must stay open as long as the table is used. <see cref="TableOptions.Memory"/> includes the
    /// memory of an engine inside this process.
    /// </summary>
    /// <param name="source">The rows, in the order in which they are read. Columns of other types than numbers, texts and dates are left out.</param>
    /// <param name="target">The column to predict; omit it for a table to predict.</param>
    /// <param name="options">The roles and treatment of columns; null for none.</param>
    /// <returns>The table. In messages of its readers the line of a row is its number, from 1.</returns>
    public static Table ToTable(this IDataSource source, string? target = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options = (options ?? new()) with { EngineMemory = source.EngineMemory };
        return Table.FromRows(source.Name, new SourceRows(source, options.Reading), target, options);
    }

    /// <summary>
    /// A fingerprint that distinguishes the rows of a source from others, by one pass. It is a checksum of the names of the columns, the number of rows, and the missing values,
    /// extremes and texts of each column.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <returns>64 hexadecimal digits. A change of rows that changes none of these gives the same digits.</returns>
    public static string Fingerprint(this IDataSource source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var facts = source.Describe(source.Columns, cancellation).Select(column => string.Create(
            CultureInfo.InvariantCulture,
            $"{column.Name}|{column.Kind}|{column.Rows}|{column.Missing}|{column.Low:R}|{column.High:R}|{(column.HasManyLevels ? "" : string.Join('|', column.Levels.Select(level => $"{level.Text}|{level.Rows}")))}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', facts))));
    }

    /// <summary>Fits a compared loss on all rows of the source that have a target, as <see cref="Fit"/> does.</summary>
    /// <param name="source">The source that was compared.</param>
    /// <param name="best">The row: <see cref="ComparisonResult.Best"/>, or another one.</param>
    /// <param name="table">The options given to <see cref="Compare"/>.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <exception cref="TrainingException">There is no finite optimum on all rows.</exception>
    public static LinearModel Refit(this IDataSource source, BestModel best, TableOptions? table = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(best);
        return SourceComparison.Refit(source, best, table ?? new(), cancellation);
    }
}
