namespace Minima.Training.Data;

/// <summary>A table whose rows are held elsewhere, such as in a database. The names of its columns are known, and its cells come as texts, row by row.</summary>
internal interface IRowSource
{
    /// <summary>The names of the columns, in their order.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>True if the column's type can be read as cells: numbers, texts, dates.</summary>
    bool IsReadable(string column);

    /// <summary>Reads all rows, part by part.</summary>
    /// <param name="wanted">The form of the cells to read from each column.</param>
    /// <param name="reading">Receives the rows of each part. A row has a cell for each column, and its line is its number in the whole table, from 1.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The rows cannot be read to their end.</exception>
    void Read(WantedCells[] wanted, Action<ITableRows> reading, CancellationToken cancellation);

    /// <summary>The number of rows that have a value in a column.</summary>
    long RowsWith(string column, CancellationToken cancellation);
}
