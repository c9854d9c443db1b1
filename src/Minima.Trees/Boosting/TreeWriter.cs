namespace Minima.Trees;

/// <summary>A grown tree as prediction needs it: thresholds in place of bins, categories in place of codes.</summary>
internal static class TreeWriter
{
    public static RegressionTree Of(GrowingNode root, GrowingNode[] leaves, double[] leafValues, Scale scale, ColumnBins[] bins)
    {
        var count = 2 * leaves.Length - 1;
        var (nodes, values, gains, covers) = (new WalkedNode[count], new double[count], new double[count], new double[count]);
        var (sets, open) = (new List<double[]>(), new Stack<GrowingNode>([root]));
        for (var i = 0; i < leaves.Length; i++) values[leaves[i].Index] = leafValues[i];
        while (open.TryPop(out var node))
        {
            covers[node.Index] = node.Sums.Curvature / scale.Curvature;
            if (node.IsLeaf)
            {
                nodes[node.Index] = new WalkedNode(double.NaN, node.Index, 0);
                continue;
            }

            gains[node.Index] = node.Best.Gain;
            nodes[node.Index] = Node(node, bins[node.Best.Column], sets);
            open.Push(node.Right!);
            open.Push(node.Left!);
        }

        return new RegressionTree { Nodes = nodes, Sets = [.. sets], Values = values, Gains = gains, Covers = covers }.WithDepth();
    }

    private static WalkedNode Node(GrowingNode node, ColumnBins bins, List<double[]> sets)
    {
        var split = node.Best;
        var flags = split.Column | WalkedNode.IsSplit | (split.MissingLeft ? WalkedNode.MissingLeft : 0);
        if (bins.IsCategory)
        {
            sets.Add([.. bins.Categories.Where((_, code) => split.Set.Has(code))]);
            sets.Add([.. bins.Categories.Where((_, code) => !split.Set.Has(code))]);

            // A category that training has not seen goes where missing ones go.
            return new WalkedNode(sets.Count - 2, node.Left!.Index, flags | WalkedNode.IsSet | (split.MissingLeft ? WalkedNode.UnseenLeft : 0));
        }

        // All values that are there on the left, what is missing on the right: no number reaches NaN.
        return new WalkedNode(split.Bin < bins.Edges.Length ? bins.Edges[split.Bin] : double.NaN, node.Left!.Index, flags);
    }
}
