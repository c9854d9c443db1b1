using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Minima;

/// <summary>Tensors as the spans that the engine needs, after comparison of their shapes.</summary>
internal static class TensorShape
{
    /// <summary>Throws if two tensors have different shapes; the message states if they could broadcast.</summary>
    public static void RequireEqual<TLoss, TElement>(string name, in ReadOnlyTensorSpan<TElement> tensor, in ReadOnlyTensorSpan<TElement> prediction)
        where TLoss : struct
    {
        if (!tensor.Lengths.SequenceEqual(prediction.Lengths))
        {
            throw Throw.Shape(KeyOf<TLoss>(), name, Text(tensor.Lengths), "prediction", Text(prediction.Lengths), WouldBroadcast(tensor.Lengths, prediction.Lengths));
        }
    }

    /// <summary>The class axis, counted from 0; a negative one counts from the end.</summary>
    public static int ClassAxis<TLoss, TElement>(in ReadOnlyTensorSpan<TElement> prediction, int classAxis)
        where TLoss : struct
    {
        if (classAxis < -prediction.Rank || classAxis >= prediction.Rank)
        {
            throw Throw.ClassAxis(KeyOf<TLoss>(), classAxis, prediction.Rank);
        }

        return classAxis < 0 ? classAxis + prediction.Rank : classAxis;
    }

    /// <summary>The product of the lengths after the class axis.</summary>
    public static int Inner<TElement>(in ReadOnlyTensorSpan<TElement> prediction, int axis)
    {
        nint inner = 1;
        foreach (var length in prediction.Lengths[(axis + 1)..])
        {
            inner *= length;
        }

        return checked((int)inner);
    }

    /// <summary>Throws unless labels have the shape of the prediction without its class axis.</summary>
    public static void RequireRows<TLoss, TElement>(in ReadOnlyTensorSpan<int> labels, in ReadOnlyTensorSpan<TElement> prediction, int axis)
        where TLoss : struct
    {
        nint[] rows = [.. prediction.Lengths[..axis], .. prediction.Lengths[(axis + 1)..]];
        if (!labels.Lengths.SequenceEqual(rows))
        {
            throw Throw.LabelShape(KeyOf<TLoss>(), Text(labels.Lengths), Text(prediction.Lengths), Text(rows));
        }
    }

    /// <summary>The elements in row-major order: the tensor's own memory if it is contiguous, otherwise a copy.</summary>
    public static ReadOnlySpan<TElement> Flat<TElement>(in ReadOnlyTensorSpan<TElement> tensor)
    {
        if (tensor.IsDense)
        {
            return MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));
        }

        var copy = new TElement[tensor.FlattenedLength];
        tensor.FlattenTo(copy);
        return copy;
    }

    /// <summary>The tensor's own memory, for writing; throws on a strided view.</summary>
    public static Span<TElement> Writable<TLoss, TElement>(string name, in TensorSpan<TElement> tensor)
        where TLoss : struct
    {
        if (!tensor.IsDense)
        {
            throw Throw.NotContiguous(KeyOf<TLoss>(), name);
        }

        return MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));
    }

    private static string KeyOf<TLoss>() => Catalogue.OfType(typeof(TLoss))?.Key ?? typeof(TLoss).Name;

    private static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";

    /// <summary>By NumPy's rule: aligned at the last axis, each pair of lengths equal or one of them 1.</summary>
    private static bool WouldBroadcast(ReadOnlySpan<nint> left, ReadOnlySpan<nint> right)
    {
        for (var i = 1; i <= Math.Min(left.Length, right.Length); i++)
        {
            if (left[^i] != right[^i] && left[^i] != 1 && right[^i] != 1)
            {
                return false;
            }
        }

        return true;
    }
}
