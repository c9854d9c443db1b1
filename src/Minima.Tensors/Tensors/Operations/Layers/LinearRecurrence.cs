using System.Numerics;

namespace Minima.Tensors;

/// <summary>y_i = x_i + k_i y_before along the last axis, from either end: a running sum with decay factors k. Its gradient is such a recurrence from the other end.</summary>
internal sealed class LinearRecurrence(bool fromTheEnd) : Operation
{
    private static readonly LinearRecurrence Forwards = new(false);
    private static readonly LinearRecurrence Backwards = new(true);

    public override string Name => "linear recurrence";

    /// <param name="x">The summand at each position.</param>
    /// <param name="keep">The factor k of the previous position, of the same shape; the one of the first position is not used.</param>
    /// <param name="fromTheEnd">True if the previous position is the next one along the axis.</param>
    public static Tensor Apply(Tensor x, Tensor keep, bool fromTheEnd)
    {
        var (from, factors) = (x.Contiguous().RealNode("linear recurrence"), keep.Contiguous().RealNode("linear recurrence"));
        var node = Node.New(from.Shape, from.Type, fromTheEnd ? Backwards : Forwards, from, factors);
        if (from.Type == ElementType.Single) Add(Tensor.Elements<float>(from), Tensor.Elements<float>(factors), Tensor.Elements<float>(node), from.Shape[^1], fromTheEnd);
        else Add(Tensor.Elements<double>(from), Tensor.Elements<double>(factors), Tensor.Elements<double>(node), from.Shape[^1], fromTheEnd);
        return node.Finish();
    }

    /// <summary>At each position the element of the previous position, and a given number at the first.</summary>
    public static Tensor Shifted(Tensor x, bool fromTheEnd, double first)
    {
        var (axis, n) = (x.Rank - 1, x.Shape[^1]);
        if (n == 0) return x;
        var end = Tensor.Full(x.Shape.With(axis, 1), first, x.Type);
        return fromTheEnd ? Tensor.Concatenate(axis, x.Slice(axis, 1, n - 1), end) : Tensor.Concatenate(axis, end, x.Slice(axis, 0, n - 1));
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var keep = new Tensor(node.Input(1));
        var gathered = Apply(gradient, Shifted(keep, !fromTheEnd, 0), !fromTheEnd);
        pass.Add(node.Input(0), gathered);
        if (pass.Needs(node.Input(1))) pass.Add(node.Input(1), gathered * Shifted(new Tensor(node), fromTheEnd, 0));
    }

    private static void Add<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> keep, Span<TElement> to, int length, bool fromTheEnd)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var start = 0; start < x.Length; start += length)
        {
            // In double, like all sums; the factor of the first position is ignored.
            double sum = 0;
            for (var i = 0; i < length; i++)
            {
                var place = start + (fromTheEnd ? length - 1 - i : i);
                sum = double.CreateTruncating(x[place]) + (i == 0 ? 0 : double.CreateTruncating(keep[place]) * sum);
                to[place] = TElement.CreateTruncating(sum);
            }
        }
    }
}
