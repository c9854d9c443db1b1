namespace Minima.Training.Data;

/// <summary>The rows of a table, one after the other; only the cells of one row are in memory.</summary>
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

    /// <summary>Returns a cell as a finite number if the rows hold numbers; this avoids writing and parsing a text.</summary>
    bool HoldsNumber(int index, out double value)
    {
        value = 0;
        return false;
    }

    /// <summary>Advances to the next row; returns false after the last.</summary>
    /// <exception cref="DataException">The input is not a valid row.</exception>
    bool Read();
}
