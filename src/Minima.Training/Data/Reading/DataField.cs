namespace Minima.Training.Data;

/// <summary>What a data set has for each row: a tensor of one type and shape.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Shape">Its shape in one row; a batch has the rows in front.</param>
public sealed record DataField(string Name, ElementType Type, Shape Shape)
{
    /// <summary>How many classes labels tell apart; 0 where the field holds no labels.</summary>
    public int Classes { get; init; }
}
