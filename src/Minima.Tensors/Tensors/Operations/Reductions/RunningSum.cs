using System.Numerics;

namespace Minima.Tensors;

/// <summary>Cumulative sums of the elements along the last axis, from either end. The gradient of one is the other.</summary>
internal sealed class RunningSum(bool fromTheEnd) : Operation
{
    private static readonly RunningSum Forwards = new(false);
    private static readonly RunningSum Backwards = new(true);

    public override string Name => "cumulative sum";

    public static Tensor Apply(Tensor x, bool fromTheEnd)
    {
        var from = x.Contiguous().RealNode("cumulative sum");
        if (from.Shape.Rank == 0) throw new TrainingException("Cannot compute the cumulative sum of a single number; give a tensor with at least one axis.");
        var node = Node.New(from.Shape, from.Type, fromTheEnd ? Backwards : Forwards, from);
        if (from.Type == ElementType.Single) Add(Tensor.Elements<float>(from), Tensor.Elements<float>(node), from.Shape[^1], fromTheEnd);
        else Add(Tensor.Elements<double>(from), Tensor.Elements<double>(node), from.Shape[^1], fromTheEnd);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) => pass.Add(node.Input(0), Apply(gradient, !fromTheEnd));

    private static void Add<TElement>(ReadOnlySpan<TElement> from, Span<TElement> to, int length, bool fromTheEnd)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var start = 0; start < from.Length; start += length)
        {
            // In double, like all sums.
            double sum = 0;
            for (var i = 0; i < length; i++)
            {
                var place = start + (fromTheEnd ? length - 1 - i : i);
                sum += double.CreateTruncating(from[place]);
                to[place] = TElement.CreateTruncating(sum);
            }
        }
    }
}
