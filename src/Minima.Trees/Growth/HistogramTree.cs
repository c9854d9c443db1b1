namespace Minima.Trees;

/// <summary>A tree over coded rows.</summary>
internal sealed unsafe class HistogramTree : IGrownTree
{
    private readonly GrowingNode _root;
    private readonly Scale _scale;
    private readonly CodedRows _rows;
    private readonly int[] _places;

    public HistogramTree(GrowingNode root, Scale scale, CodedRows rows)
    {
        (_root, _scale, _rows) = (root, scale, rows);
        var (leaves, open) = (new List<GrowingNode>(), new Stack<GrowingNode>([root]));
        while (open.TryPop(out var node))
        {
            if (node.IsLeaf)
            {
                leaves.Add(node);
                continue;
            }

            open.Push(node.Right!);
            open.Push(node.Left!);
        }

        Leaves = [.. leaves];
        _places = new int[2 * leaves.Count - 1];
        for (var i = 0; i < Leaves.Length; i++) _places[Leaves[i].Index] = i;
    }

    public GrowingNode[] Leaves { get; }

    public int LeafOf(int row)
    {
        var node = _root;
        var codes = _rows.Codes + (long)row * _rows.Stride;
        while (!node.IsLeaf) node = node.Best.GoesLeft(codes[node.Best.Column], _rows.Bins[node.Best.Column]) ? node.Left! : node.Right!;
        return _places[node.Index];
    }

    /// <summary>Replaces bins by thresholds, and codes by categories.</summary>
    public RegressionTree Written(double[] values)
    {
        var count = _places.Length;
        var (nodes, leafValues, gains, covers) = (new WalkedNode[count], new double[count], new double[count], new double[count]);
        var (sets, open) = (new List<double[]>(), new Stack<GrowingNode>([_root]));
        for (var i = 0; i < Leaves.Length; i++) leafValues[Leaves[i].Index] = values[i];
        while (open.TryPop(out var node))
        {
            covers[node.Index] = node.Sums.Curvature / _scale.Curvature;
            if (node.IsLeaf)
            {
                nodes[node.Index] = new WalkedNode(double.NaN, node.Index, 0);
                continue;
            }

            gains[node.Index] = node.Best.Gain + node.Best.Chance;
            nodes[node.Index] = Node(node, _rows.Bins[node.Best.Column], sets);
            open.Push(node.Right!);
            open.Push(node.Left!);
        }

        return new RegressionTree { Nodes = nodes, Sets = [.. sets], Values = leafValues, Gains = gains, Covers = covers }.WithDepth();
    }

    private static WalkedNode Node(GrowingNode node, ColumnBins bins, List<double[]> sets)
    {
        var split = node.Best;
        var flags = split.Column | WalkedNode.IsSplit | (split.MissingLeft ? WalkedNode.MissingLeft : 0);
        if (bins.IsCategory)
        {
            sets.Add([.. bins.Categories.Where((_, place) => split.Set.Has(bins.CodeOf(place)))]);
            sets.Add([.. bins.Categories.Where((_, place) => !split.Set.Has(bins.CodeOf(place)))]);

            // Categories unseen in training follow the missing values.
            return new WalkedNode(sets.Count - 2, node.Left!.Index, flags | WalkedNode.IsSet | (split.MissingLeft ? WalkedNode.UnseenLeft : 0));
        }

        // The last cut sends all present values left and missing ones right: no number reaches NaN.
        return new WalkedNode(split.Bin < bins.Edges.Length ? bins.Edges[split.Bin] : double.NaN, node.Left!.Index, flags);
    }
}
