namespace Minima.Training.Data;

/// <summary>The form in which a reader takes the cells of a column.</summary>
internal enum WantedCells
{
    /// <summary>Nothing: the cells are empty.</summary>
    None,

    /// <summary>The texts of its cells.</summary>
    Texts,

    /// <summary>Its numbers, if the column holds numbers that a double keeps exactly; else its texts.</summary>
    Numbers,
}
