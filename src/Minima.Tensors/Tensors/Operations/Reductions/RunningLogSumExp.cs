using System.Numerics;
using Minima.Reals;

namespace Minima.Tensors;

/// <summary>The logarithms of the cumulative sums of e^x along the last axis, from either end, without overflow and exact if one element dominates.</summary>
internal sealed class RunningLogSumExp(bool fromTheEnd) : Operation
{
    private static readonly RunningLogSumExp Forwards = new(false);
    private static readonly RunningLogSumExp Backwards = new(true);

    public override string Name => "cumulative log-sum-exp";

    public static Tensor Apply(Tensor x, bool fromTheEnd)
    {
        var from = x.Contiguous().RealNode("cumulative log-sum-exp");
        if (from.Shape.Rank == 0) throw new TrainingException("Cannot compute the cumulative log-sum-exp of a single number; give a tensor with at least one axis.");
        var node = Node.New(from.Shape, from.Type, fromTheEnd ? Backwards : Forwards, from);
        if (from.Type == ElementType.Single) Add(Tensor.Elements<float>(from), Tensor.Elements<float>(node), from.Shape[^1], fromTheEnd);
        else Add(Tensor.Elements<double>(from), Tensor.Elements<double>(node), from.Shape[^1], fromTheEnd);
        return node.Finish();
    }

    /// <summary>
    /// The gradient at k is the sum of g_i e^(x_k - L_i) over the positions i whose sum includes x_k. The gradient accumulated for L_k passes from position to position with
    /// the factor e^(L_k - L_next), at most 1: no exponent overflows.
    /// </summary>
    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var (x, sums) = (new Tensor(node.Input(0)), new Tensor(node));

        // e^(-infinity - -infinity) is 0 here: an empty sum passes nothing on.
        var lowest = Tensor.Full(sums.Shape, sums.Type == ElementType.Single ? float.MinValue : double.MinValue, sums.Type);
        var finite = sums.If(1 - sums.Less(lowest));
        var next = LinearRecurrence.Shifted(finite, fromTheEnd: !fromTheEnd, double.PositiveInfinity);
        var gathered = LinearRecurrence.Apply(gradient, (sums - next).Exp(), fromTheEnd: !fromTheEnd);
        pass.Add(node.Input(0), gathered * (x - finite).Exp());
    }

    private static void Add<TElement>(ReadOnlySpan<TElement> from, Span<TElement> to, int length, bool fromTheEnd)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var start = 0; start < from.Length; start += length)
        {
            // In double, like all sums.
            var sum = double.NegativeInfinity;
            for (var i = 0; i < length; i++)
            {
                var place = start + (fromTheEnd ? length - 1 - i : i);
                sum = LogAdd(sum, double.CreateTruncating(from[place]));
                to[place] = TElement.CreateTruncating(sum);
            }
        }
    }

    private static double LogAdd(double a, double b)
    {
        var larger = Math.Max(a, b);
        return double.IsInfinity(larger) ? larger : larger + LogOnePlusExp(F64.Of(-Math.Abs(a - b))).X;
    }

    private static T LogOnePlusExp<T>(T x)
        where T : IReal<T> => T.Softplus(x);
}
