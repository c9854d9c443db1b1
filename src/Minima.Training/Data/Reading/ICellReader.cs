using System.Diagnostics;

namespace Minima.Training.Data;

/// <summary>Receives the cells of one column, from the first row to the last.</summary>
internal interface ICellReader
{
    /// <summary>Begins another file, named as in messages, for the following cells.</summary>
    void Begin(string file)
    {
    }

    /// <summary>Adds the next cell, from the given line of the file.</summary>
    void Add(ReadOnlySpan<char> cell, int line);

    /// <summary>True if the reader accepts the numbers of rows that hold numbers.</summary>
    bool TakesNumbers => false;

    /// <summary>Adds the next cell, a finite number; only if it accepts numbers.</summary>
    void AddNumber(double value) => throw new UnreachableException();

    /// <summary>Leaves the column out because its type in the source has no cells: every following cell is empty.</summary>
    /// <param name="file">The source, named as in messages.</param>
    /// <param name="name">The column.</param>
    /// <exception cref="DataException">The column is required.</exception>
    void LeaveOut(string file, string name) => throw OfNoType(file, name);

    /// <summary>The exception for a required column of a type without cells.</summary>
    /// <param name="file">The source, named as in messages.</param>
    /// <param name="name">The column.</param>
    static DataException OfNoType(string file, string name) => DataException.Create(
        $"{file}, column {DataException.Quote(name)}", "it is not a number, a text or a date", "a column of one of these types is expected", "Cast the column with --sql, or name another one.");
}
