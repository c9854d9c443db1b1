namespace Minima.Tensors.Losses;

/// <summary>The pairs that a mask [N, M] chooses, anchor by anchor: losses with one term for each pair walk over this list instead of over all N M.</summary>
internal sealed class PairList
{
    private readonly int _anchors;
    private readonly Tensor _flat;

    private PairList(int anchors, int[] first, int[] second, int width)
    {
        _anchors = anchors;
        Anchors = Tensor.Of(first, [first.Length]);
        Partners = Tensor.Of(second, [second.Length]);
        var flat = new int[first.Length];
        for (var i = 0; i < flat.Length; i++) flat[i] = (first[i] * width) + second[i];
        _flat = Tensor.Of(flat, [flat.Length]);
    }

    /// <summary>int [P]: the row of each pair.</summary>
    public Tensor Anchors { get; }

    /// <summary>int [P]: the column of each pair.</summary>
    public Tensor Partners { get; }

    /// <summary>The number of pairs.</summary>
    public int Count => Anchors.Count;

    /// <summary>The pairs where the mask is not 0.</summary>
    public static PairList Of(Tensor mask)
    {
        var flags = mask.ToArray();
        var width = mask.Shape[1];
        var (first, second) = (new List<int>(), new List<int>());
        for (var i = 0; i < flags.Length; i++)
        {
            if (flags[i] == 0) continue;
            first.Add(i / width);
            second.Add(i % width);
        }

        return new(mask.Shape[0], [.. first], [.. second], width);
    }

    /// <summary>The element of [N, M] at each pair: [P].</summary>
    public Tensor At(Tensor matrix) => matrix.Reshape([matrix.Count, 1]).Rows(_flat).Reshape([Count]);

    /// <summary>The rows of the pairs' anchors: [N, K] to [P, K], [N] to [P].</summary>
    public Tensor OfAnchors(Tensor rows) => Taken(rows, Anchors);

    /// <summary>The rows of the pairs' partners: [M, K] to [P, K], [M] to [P].</summary>
    public Tensor OfPartners(Tensor rows) => Taken(rows, Partners);

    /// <summary>The mean over the pairs of each anchor, [P] to [N]; 0 for an anchor without.</summary>
    public Tensor MeanByAnchor(Tensor values)
    {
        var counts = SumByAnchor(Tensor.Ones(values.Shape, values.Type));
        return SumByAnchor(values) / (counts + counts.IsZero());
    }

    private static Tensor Taken(Tensor rows, Tensor places) => rows.Rank == 1
        ? rows.Reshape([rows.Count, 1]).Rows(places).Reshape([places.Count])
        : rows.Rows(places);

    private Tensor SumByAnchor(Tensor values) => SumByIndex.Apply(values.Reshape([Count, 1]), Anchors, _anchors).Reshape([_anchors]);
}
