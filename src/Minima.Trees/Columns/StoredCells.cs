namespace Minima.Trees;

/// <summary>The cells of columns that are not in memory but in a file, for example.</summary>
/// <remarks>Boosting reads them block by block, once for the bins and once for the codes; columns with more categories than codes are read again for each tree.</remarks>
public abstract class StoredCells
{
    /// <summary>Reads consecutive cells of a column. Several threads may call it at a time.</summary>
    /// <param name="column">The column, as <see cref="TreeData.Columns"/> numbers them.</param>
    /// <param name="first">The first row.</param>
    /// <param name="cells">Receives the cells; NaN is missing, categories are whole numbers of at least 0.</param>
    public abstract void Read(int column, int first, Span<double> cells);
}
