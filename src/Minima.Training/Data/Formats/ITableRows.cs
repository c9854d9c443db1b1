namespace Minima.Training.Data;

/// <summary>The rows of a table, one after the other; the cells of one are in memory at a time.</summary>
internal interface ITableRows
{
    /// <summary>The number of cells of the row.</summary>
    int Count { get; }

    /// <summary>The line on which the row begins, from 1.</summary>
    int Line { get; }

    /// <summary>The number of lines that were read to their end.</summary>
    int LinesRead { get; }

    /// <summary>A cell of the row, valid until the next row is read.</summary>
    ReadOnlySpan<char> this[int index] { get; }

    /// <summary>Gives a cell as a finite number where the rows hold numbers; nobody then writes and reads a text.</summary>
    bool HoldsNumber(int index, out double value)
    {
        value = 0;
        return false;
    }

    /// <summary>Goes to the next row; false behind the last.</summary>
    /// <exception cref="DataException">What comes is no row.</exception>
    bool Read();
}
