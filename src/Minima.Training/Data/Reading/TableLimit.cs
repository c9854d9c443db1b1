namespace Minima.Training.Data;

/// <summary>The size limit of a table in memory.</summary>
/// <param name="Cells">The maximum number of cells.</param>
internal sealed record TableLimit(long Cells)
{
    /// <exception cref="DataException">There are more cells.</exception>
    public void Check(string name, int line, long cells)
    {
        if (cells <= Cells) return;
        throw DataException.Create(
            $"{name}, line {line}", $"the table has more than {Cells} cells", "a table that fits in memory is expected", "Split the file, and process its parts one after the other.");
    }
}
