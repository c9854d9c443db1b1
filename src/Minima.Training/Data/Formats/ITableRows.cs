namespace Minima.Training.Data;

/// <summary>The rows of a table, one after the other; the cells of one are in memory at a time.</summary>
internal interface ITableRows
{
    /// <summary>How many cells the row has.</summary>
    int Count { get; }

    /// <summary>The line on which the row begins, from 1.</summary>
    int Line { get; }

    /// <summary>How many lines were read to their end.</summary>
    int LinesRead { get; }

    /// <summary>A cell of the row, valid until the next row is read.</summary>
    ReadOnlySpan<char> this[int index] { get; }

    /// <summary>Goes to the next row; false behind the last.</summary>
    /// <exception cref="DataException">What comes is no row.</exception>
    bool Read();
}
