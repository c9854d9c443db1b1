namespace Minima.Tabular;

/// <summary>Fits of tables within <see cref="TableOptions.Memory"/>.</summary>
public static class LargeFits
{
    /// <summary>The bytes per number of its design that a fit in memory takes: measured at the kernel's peak, 5 000 000 rows and 10 columns of the design took 99.</summary>
    private const long BytesOfNumber = 112;

    /// <summary>
    /// Fits a linear model at the optimum of a loss, as <see cref="LinearModel.Fit"/> does, on a table of any size. The text is read once, into columns; a temporary file holds those that exceed
    /// memory. If the fit has room in memory, it is bit-identical to <see cref="LinearModel.Fit"/>; otherwise each of its steps is one pass over all rows, which gives the sums of value, derivative
    /// and curvature.
    /// </summary>
    /// <param name="table">The table, with a target and <see cref="TableOptions.Memory"/>.</param>
    /// <param name="loss">The loss; if the table does not fit in memory, one with a continuous derivative, or one of a single prediction whose derivative jumps at linear functions of the target.</param>
    /// <param name="options">Penalties, weights, further inputs, a start; null for none.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Checked before every block of rows.</param>
    /// <returns>The model. Without room in memory its coefficients are those of <see cref="LinearModel.Fit"/> to about 9 digits, and its objective to about 12.</returns>
    /// <exception cref="ArgumentException">The table has no <see cref="TableOptions.Memory"/>.</exception>
    /// <exception cref="TrainingException">
    /// The table, the loss, the options and the memory do not fit: a <see cref="DataException"/> if the data are at fault, a <see cref="FitException"/> if there is no finite optimum.
    /// </exception>
    /// <exception cref="LossException">The loss is unknown, or a parameter is rejected.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LinearModel Fit(Table table, LossSpec loss, FitOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new();
        FitOptions.Check(options);
        var budget = MemoryBudget.Of(table.Options) ?? throw new ArgumentException("the options of the table have no Memory; a number of bytes is expected", nameof(table));
        if (table.Target is null) throw FitTable.NoTarget(table);
        if (loss.Tuned is not null) loss = LossSpec.Parse(loss.ToString());
        using var source = Read(table, loss, options, budget, cancellation);
        if (!table.IsReadOnce && (source.Rows.Count * (source.Rows.MostFeatures + 1L) * BytesOfNumber) <= budget.Rest) return LinearModel.Fit(table, loss, options, progress, cancellation);
        if (SourceClassFit.Takes(loss))
        {
            var classes = SourceClassFit.Of(source, table.Target, loss, options, table.Options, progress, cancellation);
            Require(source, classes, budget);
            return classes.Run();
        }

        var fit = SourceFit.Of(source, table.Target, loss, options, table.Options, progress, cancellation);
        Require(source, fit.Features + 1, budget);
        return fit.Run();
    }

    private static StoredSource Read(Table table, LossSpec loss, FitOptions options, MemoryBudget budget, CancellationToken cancellation)
    {
        (string Option, string Column)[] roles =
        [
            ("--target", table.Target!.Trim()),
            .. options.Weight is { } weight ? [("--weight", weight.Trim())] : Array.Empty<(string, string)>(),
            .. FitInputs.Parse(options.Inputs, loss.Entry).Select(input => (FitInputs.Option(options.Inputs, input.Name), input.Column)),
        ];
        var rows = StoredRows.Read(table, budget.Store(), name => roles.Any(role => role.Column == name), Check, cancellation);
        try
        {
            foreach (var (option, column) in roles)
            {
                if (rows.Has(column)) RefuseMissing(rows, column);
            }

            return new(rows);
        }
        catch
        {
            rows.Dispose();
            throw;
        }

        // Rejects a misspelt name before the table is read.
        void Check(string[] header)
        {
            foreach (var (option, column) in roles) CsvFile.Find(header, column, table.Name, option);
        }
    }

    private static void Require(StoredSource source, int width, MemoryBudget budget) => budget.RequireRoom(
        source.Name, StoredPasses.Bytes(source.Rows, width, StoredPasses.Numbers(width)), $"a pass over a design of {width} columns", "Or leave columns out with --ignore.");

    private static void Require(StoredSource source, SourceClassFit fit, MemoryBudget budget)
    {
        // In addition to its design each row of a block has numbers for each class, and a second derivative for each pair.
        var (width, classes) = (fit.Features + 1, fit.Classes);
        budget.RequireRoom(
            source.Name, StoredPasses.Bytes(source.Rows, width + (classes * (classes + 8)), StoredPasses.Numbers(width * classes)), $"a pass over a design of {width} columns and {classes} classes", "Or leave columns out with --ignore.");
    }

    /// <summary>Rejects a column with a role if a value is missing.</summary>
    private static void RefuseMissing(StoredRows rows, string name)
    {
        var column = rows[name];
        if (column.Missing == 0) return;
        var cells = new ColumnCursor(column, rows.BlockLength);
        var row = Enumerable.Range(0, rows.Count).First(cells.IsMissing);
        throw ColumnBuilder.Missing($"{rows.Name}, line {rows.LineOf(row)}, column {DataException.Quote(name)}", "");
    }
}
