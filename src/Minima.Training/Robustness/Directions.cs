namespace Minima.Training.Robustness;

/// <summary>Treats rows as vectors: all axes but the first belong to the row.</summary>
internal static class Directions
{
    /// <summary>The length below which a vector counts as 0; a normal number in float and double.</summary>
    public const double Least = 1e-37;

    /// <summary>The Euclidean length of each row, [N, ..] to [N].</summary>
    public static Tensor Lengths(Tensor x)
    {
        var rows = Rows(x);
        return (rows * rows).Sum(^1).Sqrt();
    }

    /// <summary>Scales each row to length 1; a row of zeros stays. Gradients of a confident model are tiny, so rows are divided by their largest element before squaring.</summary>
    public static Tensor Unit(Tensor x)
    {
        var largest = Rows(x).Abs().Max(^1);
        var shares = x / OfRows(NotBelowLeast(largest), x.Shape);
        return shares / OfRows(NotBelowLeast(Lengths(shares)), x.Shape);
    }

    /// <summary>Broadcasts a number for each row to all its elements: [N] to [N, ..].</summary>
    public static Tensor OfRows(Tensor numbers, Shape shape)
    {
        for (var axis = 1; axis < shape.Rank; axis++) numbers = numbers.Reshape(numbers.Shape.Insert(axis, 1));
        return numbers.BroadcastTo(shape);
    }

    private static Tensor Rows(Tensor x) => x.Reshape([x.Shape[0], x.Count / Math.Max(x.Shape[0], 1)]);

    private static Tensor NotBelowLeast(Tensor x) => x.Max(Tensor.Full(x.Shape, Least, x.Type));
}
