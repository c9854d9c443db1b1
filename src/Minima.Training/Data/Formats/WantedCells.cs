namespace Minima.Training.Data;

/// <summary>What a reader needs of a column whose cells lie elsewhere.</summary>
internal enum WantedCells
{
    /// <summary>Nothing: the cells are empty.</summary>
    None,

    /// <summary>The texts of its cells.</summary>
    Texts,

    /// <summary>Its numbers, if the column holds numbers that a double keeps exactly; else its texts.</summary>
    Numbers,
}
