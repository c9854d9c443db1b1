namespace Minima.Tabular;

/// <summary>The columns of a file in memory and in a temporary file, as a source of sums: the text is parsed once, and every step of a fit is a pass over the numbers.</summary>
/// <param name="rows">The columns.</param>
internal sealed class StoredSource(StoredRows rows) : IFitSource
{
    /// <summary>The columns themselves.</summary>
    public StoredRows Rows => rows;

    public string Name => rows.Name;

    public IReadOnlyList<string> Columns => rows.Header;

    string IFitSource.Option => "--memory";

    string IFitSource.Remedy => "leave --memory out, or give more of it";

    TableColumnKind IFitSource.KindOf(string column) => rows[column].Kind;

    IReadOnlyList<SourceColumn> IFitSource.Describe(IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        var found = new SourceColumn[columns.Count];
        Parallel.For(0, found.Length, k => found[k] = Facts(rows[columns[k]], cancellation));
        return found;
    }

    long IFitSource.CountBetween(string column, double low, double high, CancellationToken cancellation)
    {
        var count = 0L;
        Walk(rows[column], values =>
        {
            foreach (var value in values)
            {
                if (value > low && value < high) count++;
            }
        });
        return count;
    }

    double IFitSource.Median(SourceColumn column, CancellationToken cancellation)
    {
        if (column.Missing == column.Rows) return 0;
        var present = new double[rows.BlockLength];
        return new StoredMedian(rows.MostSorted).Of(take => Walk(rows[column.Name], values => take(Present(values, present))), column.Rows - column.Missing);
    }

    DesignMoments IFitSource.Moments(SourceDesign design, bool withProducts, CancellationToken cancellation) => StoredMoments.Of(rows, design, cancellation);

    IReadOnlyList<(double Value, long Rows)> IFitSource.Numbers(string column, int most, CancellationToken cancellation)
    {
        var counts = new Dictionary<double, long>();
        Walk(rows[column], values =>
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var value in values)
            {
                if (!double.IsNaN(value) && (counts.Count < most || counts.ContainsKey(value))) counts[value] = counts.GetValueOrDefault(value) + 1;
            }
        });
        return [.. counts.Select(pair => (pair.Key, pair.Value))];
    }

    double[] IFitSource.ClassWeights(SourceDesign design, CancellationToken cancellation) => StoredPasses.Sum(
        rows,
        design.Classes.Count,
        () => new StoredBlock(rows, design with { Encodings = [], Centres = [], Units = [] }),
        (block, number, sums) =>
        {
            block.Read(number);
            for (var i = 0; i < block.Count; i++) sums[(int)block.Target[i]] += block.Share[i];
        },
        cancellation);

    ILossSums IFitSource.ClassSums(SourceDesign design, Loss loss, Contrasts contrasts) => new StoredClassSums(rows, design, loss, contrasts);

    IPointSums IFitSource.Sums(SourceDesign design, Loss loss, WidenedKinks? kinks) => new StoredSums(rows, design, loss, kinks);

    public void Dispose() => rows.Dispose();

    private static ReadOnlySpan<double> Present(ReadOnlySpan<double> values, double[] present)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value)) present[count++] = value;
        }

        return present.AsSpan(0, count);
    }

    private void Walk(StoredColumn column, NumberTaker take)
    {
        var values = new double[rows.BlockLength];
        for (var block = 0; block < rows.Blocks; block++)
        {
            column.CopyValues(block, values);
            take(values.AsSpan(0, rows.RowsOf(block)));
        }
    }

    private SourceColumn Facts(StoredColumn column, CancellationToken cancellation)
    {
        var facts = new SourceColumn(column.Name, column.Kind, rows.Count, column.Missing) { Note = column.Note.English, Form = column.Form };
        if (column.Kind == TableColumnKind.Dropped) return facts;
        if (column.Kind == TableColumnKind.Category) return facts with { Levels = Levels(column, cancellation) };
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        Walk(column, values =>
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var value in values)
            {
                if (value < low) low = value;
                if (value > high) high = value;
            }
        });
        return low <= high ? facts with { Low = low, High = high } : facts;
    }

    /// <summary>The texts, with the number of rows of each.</summary>
    private (string Text, long Rows)[] Levels(StoredColumn column, CancellationToken cancellation)
    {
        var counts = new long[column.Levels.Length];
        var codes = new int[rows.BlockLength];
        for (var block = 0; block < rows.Blocks; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            column.CopyCodes(block, codes);
            foreach (var code in codes.AsSpan(0, rows.RowsOf(block)))
            {
                if (code >= 0) counts[code]++;
            }
        }

        return [.. column.Levels.Select((level, k) => (level, counts[k]))];
    }
}
