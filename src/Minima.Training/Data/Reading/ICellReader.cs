using System.Diagnostics;

namespace Minima.Training.Data;

/// <summary>Takes the cells of one column, from the first row to the last.</summary>
internal interface ICellReader
{
    /// <summary>The cells that follow stand in another file, as messages call it.</summary>
    void Begin(string file)
    {
    }

    /// <summary>The next cell, which stands on the given line of the file.</summary>
    void Add(ReadOnlySpan<char> cell, int line);

    /// <summary>It takes the numbers of rows that hold numbers.</summary>
    bool TakesNumbers => false;

    /// <summary>The next cell, a finite number; only where it takes numbers.</summary>
    void AddNumber(double value) => throw new UnreachableException();

    /// <summary>The source holds the column in a type that has no cells: every cell that follows is empty.</summary>
    /// <param name="file">The source, as messages call it.</param>
    /// <param name="name">The column.</param>
    /// <exception cref="DataException">The column cannot be done without.</exception>
    void LeaveOut(string file, string name) => throw OfNoType(file, name);

    /// <summary>A column that is needed is of a type that has no cells.</summary>
    /// <param name="file">The source, as messages call it.</param>
    /// <param name="name">The column.</param>
    static DataException OfNoType(string file, string name) => DataException.Create(
        $"{file}, column {DataException.Quote(name)}", "it is neither a number, a text nor a date", "a column of one of these types is expected", "Cast the column with --sql, or name another one.");
}
