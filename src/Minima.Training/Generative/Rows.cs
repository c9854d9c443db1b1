namespace Minima.Training.Generative;

internal static class Rows
{
    /// <summary>A function of each row's value, broadcast along the other axes of the items.</summary>
    /// <exception cref="TrainingException">There are more or fewer values than rows.</exception>
    public static Tensor Across<TValue>(IReadOnlyList<TValue> values, Func<TValue, double> function, Tensor items)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (items.Rank == 0 || items.Shape[0] != values.Count) throw new TrainingException($"{values.Count} steps or times were given for items of the shape {items.Shape}; give one for each item.");
        var column = Tensor.Of([.. values.Select(function)], [values.Count]).To(items.Type);
        for (var axis = 1; axis < items.Rank; axis++) column = column.Reshape(column.Shape.Insert(axis, 1));
        return column.BroadcastTo(items.Shape);
    }
}
