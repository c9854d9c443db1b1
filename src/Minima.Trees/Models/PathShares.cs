namespace Minima.Trees;

/// <summary>Shapley values of one tree. A leaf's contribution is an integral of a product over the columns of its path, a polynomial that Gauss-Legendre nodes integrate exactly. All factors are positive, so nothing cancels, unlike in the unwinding of paths.</summary>
internal sealed class PathShares
{
    private readonly RegressionTree _tree;
    private readonly double[] _nodes;
    private readonly double[] _weights;
    private readonly double[] _shares;
    private readonly int _most;

    public PathShares(RegressionTree tree, int columns)
    {
        _tree = tree;
        _most = Math.Min(tree.Depth, columns);
        (_nodes, _weights) = Legendre(Math.Max(1, (_most + 1) / 2));
        _shares = new double[tree.Nodes.Length];
        var reach = new double[tree.Nodes.Length];
        reach[0] = 1;
        for (var i = 0; i < reach.Length; i++)
        {
            if (!tree.Nodes[i].Is(WalkedNode.IsSplit))
            {
                Mean += reach[i] * tree.Values[i];
                continue;
            }

            var left = tree.Nodes[i].Left;
            var (one, other) = (Math.Max(0, tree.Covers[left]), Math.Max(0, tree.Covers[left + 1]));
            _shares[left] = one + other > 0 ? one / (one + other) : 0.5;
            _shares[left + 1] = 1 - _shares[left];
            (reach[left], reach[left + 1]) = (reach[i] * _shares[left], reach[i] * _shares[left + 1]);
        }
    }

    /// <summary>The value of a row with no known column: the mean of the leaf values, weighted by curvature.</summary>
    public double Mean { get; }

    /// <summary>Adds the contributions of the columns to the value of a row.</summary>
    public void Add(double[] row, Span<double> shares)
    {
        if (_most > 0) Walk(0, row, [], shares);
    }

    private void Walk(int at, double[] row, (int Column, double Here, double Share)[] path, Span<double> shares)
    {
        var node = _tree.Nodes[at];
        if (!node.Is(WalkedNode.IsSplit))
        {
            AddLeaf(_tree.Values[at], path, shares);
            return;
        }

        var next = _tree.Next(node, row[node.Column]);
        var known = Array.FindIndex(path, step => step.Column == node.Column);
        for (var child = node.Left; child <= node.Left + 1; child++)
        {
            var before = known < 0 ? (node.Column, Here: 1, Share: 1) : path[known];
            var step = (node.Column, child == next ? before.Here : 0, before.Share * _shares[child]);

            // No subset of columns leads there.
            if (step is (_, 0, 0)) continue;
            (int, double, double)[] longer = known < 0 ? [.. path, step] : [.. path];
            if (known >= 0) longer[known] = step;
            Walk(child, row, longer, shares);
        }
    }

    private void AddLeaf(double value, (int Column, double Here, double Share)[] path, Span<double> shares)
    {
        for (var q = 0; q < _nodes.Length; q++)
        {
            var (t, product) = (_nodes[q], value * _weights[q]);
            foreach (var (_, here, share) in path) product *= t * here + (1 - t) * share;
            foreach (var (column, here, share) in path) shares[column] += product / (t * here + (1 - t) * share) * (here - share);
        }
    }

    /// <summary>The Gauss-Legendre nodes and weights from 0 to 1.</summary>
    private static (double[] Nodes, double[] Weights) Legendre(int count)
    {
        var (nodes, weights) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var (x, slope) = (Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)), 1.0);
            for (var pass = 0; pass < 100; pass++)
            {
                double before = 1, value = x;
                for (var n = 2; n <= count; n++) (before, value) = (value, ((2 * n - 1) * x * value - (n - 1) * before) / n);
                slope = count * (x * value - before) / (x * x - 1);
                x -= value / slope;
                if (Math.Abs(value / slope) < 1e-16) break;
            }

            (nodes[i], weights[i]) = ((1 - x) / 2, 1 / ((1 - x * x) * slope * slope));
        }

        return (nodes, weights);
    }
}
