namespace Minima.Training.Data;

/// <summary>A field of a data set: a tensor of one type and shape for each row.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">The shape of one row; a batch adds the row axis in front.</param>
public sealed record DataField(string Name, ElementType Type, Shape Shape)
{
    /// <summary>The number of classes of labels; 0 if the field holds no labels.</summary>
    public int Classes { get; init; }
}
