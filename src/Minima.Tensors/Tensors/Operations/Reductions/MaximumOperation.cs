using System.Numerics;

namespace Minima.Tensors;

/// <summary>The largest elements along an axis, and their first indices. NaN counts as larger than all.</summary>
internal static unsafe class MaximumOperation
{
    /// <summary>The largest elements; the gradient goes to the first occurrence of each.</summary>
    public static Tensor Along(Tensor x, int axis, bool keep)
    {
        var dense = x.Contiguous();
        return ElementsByIndex.Apply(dense, Index(dense, axis), dense.Shape[axis], Inner(dense.Shape, axis), keep ? dense.Shape.With(axis, 1) : dense.Shape.Without(axis));
    }

    /// <summary>Their first indices, as int.</summary>
    public static Tensor Index(Tensor x, int axis)
    {
        var from = x.Contiguous().RealNode("maximum");
        var length = from.Shape[axis];
        if (length == 0) throw new TrainingException($"There is no largest element along axis {axis} of the shape {from.Shape}: the axis is empty.");
        var node = Node.New(from.Shape.Without(axis), ElementType.Int32);
        var inner = Inner(from.Shape, axis);
        if (from.Type == ElementType.Single) Find((float*)from.Pointer, (int*)node.Pointer, node.Count, length, inner);
        else Find((double*)from.Pointer, (int*)node.Pointer, node.Count, length, inner);
        GC.KeepAlive(from);
        return node.Finish();
    }

    private static int Inner(in Shape shape, int axis)
    {
        var inner = 1;
        for (var i = axis + 1; i < shape.Rank; i++) inner *= shape[i];
        return inner;
    }

    private static void Find<TElement>(TElement* x, int* to, int count, int length, int inner)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < count; i++)
        {
            var from = x + ((long)(i / inner) * length * inner) + (i % inner);
            var best = *from;
            var place = 0;
            for (var k = 1; k < length && !TElement.IsNaN(best); k++)
            {
                var candidate = from[(long)k * inner];
                if (candidate <= best) continue;
                best = candidate;
                place = k;
            }

            to[i] = place;
        }
    }
}
