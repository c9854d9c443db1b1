namespace Minima.Trees;

/// <summary>One column of a table.</summary>
/// <param name="Name">Its name, by which a model finds it again.</param>
/// <param name="Values">One value a row. NaN is missing. Categories are whole numbers, 0 or more.</param>
public sealed record TreeColumn(string Name, double[] Values)
{
    /// <summary>The values are codes of categories without an order.</summary>
    public bool IsCategory { get; init; }
}
