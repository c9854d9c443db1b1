namespace Minima.Tensors.Losses;

/// <summary>A vector that is read as a stream, item by item.</summary>
internal static class StreamValues
{
    /// <summary>The items.</summary>
    /// <exception cref="LossException">An item is not finite: the state of the stream would never recover from it.</exception>
    public static double[] Of(string loss, string input, Tensor stream)
    {
        var values = stream.ToArray();
        var wrong = Array.FindIndex(values, x => !double.IsFinite(x));
        return wrong < 0 ? values : throw new LossException(LossError.Domain, $"{loss}: '{input}' at index {wrong} is {values[wrong]}; a stream takes only finite numbers. Leave the item out.");
    }
}
