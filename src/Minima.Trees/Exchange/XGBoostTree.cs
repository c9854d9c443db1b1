using System.Text.Json;

namespace Minima.Trees;

/// <summary>Reads a tree of a model that XGBoost saved, and puts the children of each node side by side.</summary>
internal sealed class XGBoostTree
{
    private readonly ModelColumn[] _columns;
    private readonly double[] _lefts;
    private readonly double[] _rights;
    private readonly double[] _conditions;
    private readonly double[] _indices;
    private readonly double[] _defaults;
    private readonly double[] _types;
    private readonly double[] _gains;
    private readonly double[] _covers;
    private readonly Dictionary<int, double[]> _listed = [];
    private readonly List<double[]> _sets = [];

    public XGBoostTree(JsonElement tree, ModelColumn[] columns)
    {
        _columns = columns;
        if (tree.TryGetProperty("tree_param", out var shape) && shape.TryGetProperty("size_leaf_vector", out var size) && XGBoostReader.Whole(size) > 1)
            throw new BoostException("its leaves hold several numbers each (multi_output_tree), which are not read; train with multi_strategy one_output_per_tree.");
        double[] List(string name) => XGBoostReader.Numbers(tree.GetProperty(name));
        (_lefts, _rights, _conditions, _indices, _defaults) = (List("left_children"), List("right_children"), List("split_conditions"), List("split_indices"), List("default_left"));
        (_gains, _covers) = (List("loss_changes"), List("sum_hessian"));
        _types = tree.TryGetProperty("split_type", out _) ? List("split_type") : new double[_lefts.Length];
        double[][] parallel = [_rights, _conditions, _indices, _defaults, _types, _gains, _covers];
        XGBoostReader.Require(_lefts.Length > 0 && Array.TrueForAll(parallel, list => list.Length == _lefts.Length), "the lists of a tree differ in length");
        if (!tree.TryGetProperty("categories_nodes", out _)) return;
        var (categories, nodes, segments, sizes) = (List("categories"), List("categories_nodes"), List("categories_segments"), List("categories_sizes"));
        XGBoostReader.Require(nodes.Length == segments.Length && nodes.Length == sizes.Length, "the lists of a tree differ in length");
        for (var i = 0; i < nodes.Length; i++)
        {
            XGBoostReader.Require(segments[i] >= 0 && sizes[i] >= 0 && segments[i] + sizes[i] <= categories.Length, "a set of categories is not there");
            _listed[(int)nodes[i]] = [.. categories.AsSpan((int)segments[i], (int)sizes[i]).ToArray().Distinct().Order()];
        }
    }

    /// <param name="weight">The factor of leaf values.</param>
    public RegressionTree Read(double weight)
    {
        // Breadth first: children are side by side, and nodes that pruning left behind are skipped.
        var order = new List<int> { 0 };
        var (nodes, values) = (new List<WalkedNode>(), new List<double>());
        for (var i = 0; i < order.Count; i++)
        {
            var at = order[i];
            XGBoostReader.Require(order.Count <= _lefts.Length, "a tree's nodes are not connected");
            if (_lefts[at] == -1)
            {
                nodes.Add(new WalkedNode(double.NaN, i, 0));
                values.Add(Finite((float)_conditions[at]) * Finite((float)weight));
                continue;
            }

            XGBoostReader.Require(_lefts[at] > 0 && _lefts[at] < _lefts.Length && _rights[at] > 0 && _rights[at] < _lefts.Length, "a split leads nowhere");
            XGBoostReader.Require(_indices[at] >= 0 && _indices[at] < _columns.Length, "a split names a column that is not there");
            nodes.Add(Split(at, order.Count));
            values.Add(0);
            order.Add((int)_lefts[at]);
            order.Add((int)_rights[at]);
        }

        XGBoostReader.Require(order.Distinct().Count() == order.Count, "a tree's nodes are not connected");
        return new RegressionTree { Nodes = [.. nodes], Sets = [.. _sets], Values = [.. values], Gains = [.. order.Select(at => Finite(_gains[at]))], Covers = [.. order.Select(at => Finite(_covers[at]))] }.WithDepth();
    }

    private WalkedNode Split(int at, int left)
    {
        var flags = (int)_indices[at] | WalkedNode.IsSplit | (_defaults[at] != 0 ? WalkedNode.MissingLeft : 0);
        if (_types[at] == 0) return new WalkedNode(Threshold((float)_conditions[at]), left, flags);
        _sets.Add([]);
        _sets.Add(_listed.GetValueOrDefault(at, []));

        // Categories that are not listed go left, regardless of the side of missing ones.
        return new WalkedNode(_sets.Count - 2, left, flags | WalkedNode.IsSet | WalkedNode.UnseenLeft);
    }

    /// <summary>The smallest double whose float reaches the threshold.</summary>
    private static double Threshold(float threshold)
    {
        if (float.IsNaN(threshold) || float.IsPositiveInfinity(threshold)) return double.NaN;
        if (float.IsNegativeInfinity(threshold)) return double.MinValue;
        var middle = ((double)MathF.BitDecrement(threshold) + threshold) / 2;
        return (float)middle >= threshold ? middle : Math.BitIncrement(middle);
    }

    private static double Finite(double number)
    {
        XGBoostReader.Require(double.IsFinite(number), "a number is not finite");
        return number;
    }
}
