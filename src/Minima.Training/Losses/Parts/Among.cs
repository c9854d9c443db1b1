namespace Minima.Training.Losses;

/// <summary>Reductions over the elements that a mask chooses (numbers, 0 for "not"), along the last axis: what is not chosen leaves no trace, not even as NaN.</summary>
internal static class Among
{
    /// <summary>1 where a row of the mask has any element, 0 elsewhere.</summary>
    public static Tensor Any(Tensor mask) => 1 - mask.Sum(^1).IsZero();

    /// <summary>The sum; 0 of none.</summary>
    public static Tensor Sum(Tensor x, Tensor mask) => x.If(mask).Sum(^1);

    /// <summary>The mean; 0 of none.</summary>
    public static Tensor Mean(Tensor x, Tensor mask) => Sum(x, mask) / AtLeastOne(mask.Sum(^1));

    /// <summary>The mean of all chosen elements of all rows, one number; 0 of none.</summary>
    public static Tensor MeanOfAll(Tensor x, Tensor mask) => x.If(mask).Sum() / Math.Max(mask.Sum().Item(), 1);

    /// <summary>The largest; -infinity of none. The gradient goes to the first place where it stands.</summary>
    public static Tensor Largest(Tensor x, Tensor mask) => mask.Shape[^1] == 0 ? Nothing(x) : Only(x, mask).Max(^1);

    /// <summary>The smallest; infinity of none. The gradient goes to the first place where it stands.</summary>
    public static Tensor Smallest(Tensor x, Tensor mask) => -Largest(-x, mask);

    /// <summary>Where the largest stands first, as int; 0 of none.</summary>
    public static Tensor PlaceOfLargest(Tensor x, Tensor mask) => Only(x, mask).ArgMax(^1);

    /// <summary>The logarithm of the sum of e^x; -infinity of none, with gradient 0.</summary>
    public static Tensor LogSumExp(Tensor x, Tensor mask)
    {
        if (mask.Shape[^1] == 0) return Nothing(x);
        var any = Any(mask);
        return Tensor.Where(any, OnlyOrZeros(x, mask, any).LogSumExp(^1), Infinite(any.Shape, x.Type));
    }

    /// <summary>The shares of e^x; 0 of what is not chosen, and everywhere where nothing is.</summary>
    public static Tensor Softmax(Tensor x, Tensor mask) => mask.Shape[^1] == 0 ? x : OnlyOrZeros(x, mask, Any(mask)).Softmax(^1).If(mask);

    private static Tensor AtLeastOne(Tensor counts) => counts + counts.IsZero();

    /// <summary>A row of nothing but -infinity has no softmax, hence no gradient: it is computed on zeros and set aside.</summary>
    private static Tensor OnlyOrZeros(Tensor x, Tensor mask, Tensor any)
    {
        var rest = Tensor.Where(Spread.Across(any, mask.Shape[^1]), Infinite(x.Shape, x.Type), Tensor.Zeros(x.Shape, x.Type));
        return Tensor.Where(mask, x, rest);
    }

    private static Tensor Only(Tensor x, Tensor mask) => Tensor.Where(mask, x, Infinite(x.Shape, x.Type));

    private static Tensor Nothing(Tensor x) => Infinite(x.Shape.Without(x.Rank - 1), x.Type);

    private static Tensor Infinite(Shape shape, ElementType type) => Tensor.Full(shape, double.NegativeInfinity, type);
}
