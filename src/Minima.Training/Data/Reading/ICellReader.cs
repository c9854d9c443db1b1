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
}
