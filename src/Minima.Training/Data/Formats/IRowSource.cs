namespace Minima.Training.Data;

/// <summary>A table whose rows somebody else holds, a database for example. The names of its columns are known, and its cells come as texts, one row after the other.</summary>
internal interface IRowSource
{
    /// <summary>The names of the columns, in their order.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The column is of a type that has cells for a table: numbers, texts, dates.</summary>
    bool IsReadable(string column);

    /// <summary>Reads all rows, part after part.</summary>
    /// <param name="wanted">What is read of each column.</param>
    /// <param name="reading">Takes the rows of each part. A row has a cell for each column, and its line is its number in the whole table, from 1.</param>
    /// <param name="cancellation">Asked between rows.</param>
    /// <exception cref="DataException">The rows cannot be read to their end.</exception>
    void Read(WantedCells[] wanted, Action<ITableRows> reading, CancellationToken cancellation);

    /// <summary>The number of rows that have a value in a column.</summary>
    long RowsWith(string column, CancellationToken cancellation);
}
