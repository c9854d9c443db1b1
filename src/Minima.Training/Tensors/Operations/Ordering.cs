using System.Numerics;

namespace Minima.Training;

/// <summary>The order of the elements of rows.</summary>
internal static class Ordering
{
    /// <summary>The places along the last axis in order, equal elements in theirs, NaN last.</summary>
    public static Tensor Places(Tensor x, bool descending)
    {
        var from = x.Contiguous().RealNode("sort");
        if (from.Shape.Rank == 0) throw new TrainingException("A single number was to be sorted; a tensor with an axis is expected.");
        var node = Node.New(from.Shape, ElementType.Int32);
        var length = from.Shape[^1];
        if (from.Type == ElementType.Single) Sort(Tensor.Elements<float>(from), Tensor.Elements<int>(node), length, descending);
        else Sort(Tensor.Elements<double>(from), Tensor.Elements<int>(node), length, descending);
        return node.Finish();
    }

    private static void Sort<TElement>(ReadOnlySpan<TElement> values, Span<int> places, int length, bool descending)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var keys = new (TElement Value, int Place)[length];
        for (var start = 0; start < values.Length; start += length)
        {
            for (var i = 0; i < length; i++) keys[i] = (values[start + i], i);

            // The place decides among equal elements, so that any sort is stable.
            Array.Sort(keys, (a, b) =>
            {
                var nan = TElement.IsNaN(a.Value).CompareTo(TElement.IsNaN(b.Value));
                var order = nan != 0 ? nan : TElement.IsNaN(a.Value) ? 0 : descending ? b.Value.CompareTo(a.Value) : a.Value.CompareTo(b.Value);
                return order != 0 ? order : a.Place.CompareTo(b.Place);
            });
            for (var i = 0; i < length; i++) places[start + i] = keys[i].Place;
        }
    }
}
