namespace Minima.Trees;

/// <summary>The cells of columns that memory does not hold, in a file for example. They are read once for the bins and once for the codes, block by block.</summary>
public abstract class StoredCells
{
    /// <summary>Reads cells of a column that follow each other. Several threads read at a time.</summary>
    /// <param name="column">The column, as <see cref="TreeData.Columns"/> numbers them.</param>
    /// <param name="first">The first row.</param>
    /// <param name="cells">Receives the cells; NaN is missing, categories are whole numbers of at least 0.</param>
    public abstract void Read(int column, int first, Span<double> cells);
}
