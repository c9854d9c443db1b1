namespace Minima.Tabular;

/// <summary>Named columns of finite numbers, all of the same length.</summary>
internal sealed class NumericTable
{
    public NumericTable(string[] names, double[][] columns, int rows, IReadOnlyList<string> notes)
    {
        if (names.Length != columns.Length)
            throw new ArgumentException($"{names.Length} names for {columns.Length} columns", nameof(names));
        if (Array.Exists(columns, column => column.Length != rows))
            throw new ArgumentException($"every column must have {rows} values", nameof(columns));
        Names = names;
        Columns = columns;
        Rows = rows;
        Notes = notes;
    }

    public string[] Names { get; }

    /// <summary>One array per column, indexed by row.</summary>
    public double[][] Columns { get; }

    public int Rows { get; }

    /// <summary>The encodings of the columns of the file as these, in their order.</summary>
    public IReadOnlyList<ColumnEncoding> Encodings { get; init; } = [];

    /// <summary>The changes to the user's columns, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }
}
