namespace Minima.Trees;

/// <summary>One column of a table.</summary>
/// <param name="Name">The name, by which a model identifies the column.</param>
/// <param name="Values">One value per row. NaN is missing. Categories are whole numbers, 0 or more.</param>
public sealed record TreeColumn(string Name, double[] Values)
{
    /// <summary>True if the values are codes of categories without an order.</summary>
    public bool IsCategory { get; init; }
}
