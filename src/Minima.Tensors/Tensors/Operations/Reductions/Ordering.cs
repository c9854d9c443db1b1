namespace Minima.Tensors;

/// <summary>The order of the elements of rows.</summary>
internal static class Ordering
{
    /// <summary>The indices along the last axis in sorted order; equal elements keep their order, NaN is last.</summary>
    public static Tensor Places(Tensor x, bool descending)
    {
        var from = x.Contiguous().RealNode("sort");
        if (from.Shape.Rank == 0) throw new TrainingException("Cannot sort a single number; give a tensor with at least one axis.");
        var node = Node.New(from.Shape, ElementType.Int32);
        var length = from.Shape[^1];
        if (from.Type == ElementType.Single) Sort(Tensor.Elements<float>(from), Tensor.Elements<int>(node), length, descending);
        else Sort(Tensor.Elements<double>(from), Tensor.Elements<int>(node), length, descending);
        return node.Finish();
    }

    /// <summary>
    /// Sorts by unsigned keys in the order of the elements, which is faster than sorting by a comparison function. A float shares one key with its index, so
    /// that equal ones keep their order. A double has its index beside the key, and indices of equal numbers are sorted afterwards.
    /// </summary>
    private static void Sort(ReadOnlySpan<float> values, Span<int> places, int length, bool descending)
    {
        var keys = new ulong[length];
        for (var start = 0; start < values.Length; start += length)
        {
            for (var i = 0; i < length; i++) keys[i] = ((ulong)Key(values[start + i], descending) << 32) | (uint)i;
            Array.Sort(keys);
            for (var i = 0; i < length; i++) places[start + i] = (int)(uint)keys[i];
        }
    }

    private static void Sort(ReadOnlySpan<double> values, Span<int> places, int length, bool descending)
    {
        var keys = new ulong[length];
        for (var start = 0; start < values.Length; start += length)
        {
            var row = places.Slice(start, length);
            for (var i = 0; i < length; i++) (keys[i], row[i]) = (Key(values[start + i], descending), i);
            keys.AsSpan().Sort(row);
            for (int first = 0, next; first < length; first = next)
            {
                for (next = first + 1; next < length && keys[next] == keys[first];) next++;
                if (next - first > 1) row[first..next].Sort();
            }
        }
    }

    private static uint Key(float value, bool descending)
    {
        // Adding 0 turns -0 into 0. Below 0, larger bits are smaller numbers.
        var bits = BitConverter.SingleToUInt32Bits(value + 0f);
        var key = (bits & (1u << 31)) != 0 ? ~bits : bits | (1u << 31);
        return float.IsNaN(value) ? uint.MaxValue : descending ? ~key : key;
    }

    private static ulong Key(double value, bool descending)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        var key = (bits & (1UL << 63)) != 0 ? ~bits : bits | (1UL << 63);
        return double.IsNaN(value) ? ulong.MaxValue : descending ? ~key : key;
    }
}
