namespace Minima.Training.Data;

/// <summary>The form in which a reader receives the cells of a column.</summary>
internal enum WantedCells
{
    /// <summary>Nothing: the cells are empty.</summary>
    None,

    /// <summary>The texts of its cells.</summary>
    Texts,

    /// <summary>Its numbers, if the column holds numbers that are exact in double; otherwise its texts.</summary>
    Numbers,
}
