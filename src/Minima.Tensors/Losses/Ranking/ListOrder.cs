namespace Minima.Tensors.Losses;

/// <summary>The order of the items of lists: constants, which no gradient reaches. Equal items keep their order, and absent ones come last.</summary>
internal static class ListOrder
{
    /// <summary>int [lists, n]: the places of the items by falling keys.</summary>
    public static Tensor Places(ScoreLists lists, Tensor keys)
    {
        var falling = keys.ArgSort(descending: true);
        if (lists.IsWhole) return falling;
        var there = lists.Present.TakeAlong(falling).ArgSort(descending: true);

        // Sorted by the keys, then by presence: both sorts are stable.
        var first = falling.Read<int>();
        var second = there.Read<int>();
        var places = new int[first.Length];
        var n = keys.Shape[^1];
        for (var i = 0; i < places.Length; i++) places[i] = first[i - (i % n) + second[i]];
        return Tensor.Of(places, keys.Shape);
    }

    /// <summary>[lists, n]: the rank of each item by falling keys, from 1.</summary>
    public static Tensor Ranks(ScoreLists lists, Tensor keys)
    {
        var order = Places(lists, keys);
        var places = order.Read<int>();
        var ranks = new double[places.Length];
        var n = keys.Shape[^1];
        for (var i = 0; i < places.Length; i++) ranks[i - (i % n) + places[i]] = (i % n) + 1;
        return Tensor.Of(ranks, keys.Shape).To(keys.Type);
    }
}
