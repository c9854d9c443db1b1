namespace Minima.Training.Robustness;

/// <summary>Rows as vectors: all axes but the first belong to the row.</summary>
internal static class Directions
{
    /// <summary>Below it a length counts as none; a normal number in float and double.</summary>
    public const double Least = 1e-37;

    /// <summary>The Euclidean length of each row, [N, ..] to [N].</summary>
    public static Tensor Lengths(Tensor x)
    {
        var rows = Rows(x);
        return (rows * rows).Sum(^1).Sqrt();
    }

    /// <summary>Each row over its length; a row of zeros stays. Gradients of a sure model are tiny, so that their squares are taken of shares of the largest.</summary>
    public static Tensor Unit(Tensor x)
    {
        var largest = Rows(x).Abs().Max(^1);
        var shares = x / OfRows(NotBelowLeast(largest), x.Shape);
        return shares / OfRows(NotBelowLeast(Lengths(shares)), x.Shape);
    }

    /// <summary>A number for each row, at each of its elements: [N] to [N, ..].</summary>
    public static Tensor OfRows(Tensor numbers, Shape shape)
    {
        for (var axis = 1; axis < shape.Rank; axis++) numbers = numbers.Reshape(numbers.Shape.Insert(axis, 1));
        return numbers.BroadcastTo(shape);
    }

    private static Tensor Rows(Tensor x) => x.Reshape([x.Shape[0], x.Count / Math.Max(x.Shape[0], 1)]);

    private static Tensor NotBelowLeast(Tensor x) => x.Max(Tensor.Full(x.Shape, Least, x.Type));
}
