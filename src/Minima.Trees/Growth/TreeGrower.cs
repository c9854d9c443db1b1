using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Minima.Trees;

/// <summary>Grows one tree at a time over coded rows. Only integers are added across threads, so that trees are bit-identical at any number of threads.</summary>
internal sealed unsafe class TreeGrower : ITreeGrower
{
    private readonly CodedRows _rows;
    private readonly BoostOptions _options;
    private readonly Team _team;
    private readonly int[] _directions;
    private readonly IReadOnlyList<IReadOnlySet<int>> _interactions;
    private readonly Histograms _histograms;
    private readonly bool _keepsParents;
    private readonly Stack<int> _free = new();

    public TreeGrower(CodedRows rows, BoostOptions options, Team team)
    {
        (_rows, _options, _team) = (rows, options, team);
        var constraints = new Constraints(rows.Bins, options);
        (_directions, _interactions) = (constraints.Directions, constraints.Interactions);
        var slots = SlotsOf(options, rows.Rows);
        _keepsParents = Histograms.Bytes(team.Hands, slots, rows.Columns) <= Histograms.Budget;
        var columns = _keepsParents ? rows.Columns : (int)Math.Clamp(Histograms.Budget / Histograms.Bytes(team.Hands, 1, 1), 1, rows.Columns);
        _histograms = new Histograms(team.Hands, _keepsParents ? (int)slots : 1, columns);
    }

    /// <summary>The maximum number of histograms that are in use at a time.</summary>
    public static long SlotsOf(BoostOptions options, int rows)
    {
        var leaves = options.Growth == Growth.LeafWise ? options.Leaves : 1L << Math.Min(options.Depth - 1, 40);
        return Math.Max(1, Math.Min(leaves, rows / options.LeastRows));
    }

    public bool CountsRows => _options.MinRows > 1;

    public IGrownTree Grow(int[] inTree, int[] columns, int output, Scale scale, CancellationToken cancellation)
    {
        _rows.Regroup(inTree, output);
        return new HistogramTree(Root(inTree, columns, output, scale, cancellation), scale, _rows);
    }

    public void Dispose() => _histograms.Dispose();

    /// <summary>Grows the tree and returns its root.</summary>
    private GrowingNode Root(int[] inTree, int[] columns, int output, Scale scale, CancellationToken cancellation)
    {
        var tree = new Tree((ulong*)_rows.Packed[output], scale);
        var allowed = _interactions.Count == 0 ? columns : [.. columns.Where(c => _interactions.Any(set => set.Contains(c)))];
        var sums = Total(tree, inTree);
        var root = new GrowingNode(0, 0, _rows.Chunks) { Columns = allowed, Sums = sums, Value = SplitFinder.ValueOf(sums, scale, _options.L2) };
        inTree.CopyTo(root.Count, 0);
        _free.Clear();
        for (var slot = _histograms.Slots - 1; slot >= 0; slot--) _free.Push(slot);
        if (_keepsParents)
        {
            Reserve([root]);
            _rows.Each((hand, chunk) => Add(tree, root, hand, chunk));
        }

        Count(tree, [root]);
        var open = new List<GrowingNode> { root };
        var (nodes, leaves) = (1, 1);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            open.RemoveAll(node => node.Best.Column < 0 && Release(node));
            if (open.Count == 0 || (_options.Growth == Growth.LeafWise && leaves >= _options.Leaves)) return root;
            GrowingNode[] batch = _options.Growth == Growth.DepthWise ? [.. open] : [open.MaxBy(node => (node.Best.Gain, -node.Index))!];
            foreach (var node in batch)
            {
                open.Remove(node);
                Branch(node, nodes);
                (nodes, leaves) = (nodes + 2, leaves + 1);
            }

            var deepens = batch[0].Depth + 1 < _options.Depth;
            if (deepens && _keepsParents) Reserve(Array.ConvertAll(batch, node => node.Lighter), batch);
            Divide(tree, batch, adds: deepens && _keepsParents);
            GrowingNode[] children = [.. batch.SelectMany(node => new[] { node.Left!, node.Right! })];
            if (deepens) Count(tree, children, batch);
            else foreach (var node in batch) Release(node);
            open.AddRange(children.Where(child => child.Best.Column >= 0));
        }
    }

    private bool Release(GrowingNode node)
    {
        if (node.Slot >= 0) _free.Push(node.Slot);
        node.Slot = -1;
        return true;
    }

    private Sums Total(Tree tree, int[] inTree)
    {
        var (sums, squares) = (new Sums[_rows.Chunks], new double[_rows.Chunks]);
        _rows.Each((_, chunk) =>
        {
            var order = _rows.Order + (long)chunk * CodedRows.ChunkRows;
            var packed = tree.Packed + (long)chunk * CodedRows.ChunkRows;
            var (slope, curvature, square) = (0L, 0L, 0.0);
            for (var i = 0; i < inTree[chunk]; i++)
            {
                var own = (int)packed[order[i]];
                slope += own;
                square += (double)own * own;
                curvature += (long)(packed[order[i]] >> 32);
            }

            sums[chunk] = new Sums(slope, curvature, tree.Scale.Counts ? inTree[chunk] : 0);
            squares[chunk] = square;
        });
        var all = sums.Aggregate((a, b) => a + b);
        if (all.Curvature > 0) tree.Dispersion = new(squares.Sum() / tree.Scale.Slope / tree.Scale.Slope / (all.Curvature / tree.Scale.Curvature), inTree.Sum(count => (long)count) / (double)all.Curvature);
        return all;
    }

    private void Branch(GrowingNode node, int next)
    {
        var split = node.Best;
        int[] path = node.Path.Contains(split.Column) ? node.Path : [.. node.Path, split.Column];
        var columns = _interactions.Count == 0 ? node.Columns : [.. node.Columns.Where(c => _interactions.Any(set => set.Contains(c) && set.IsSupersetOf(path)))];
        var (leftHigh, rightLow, leftLow, rightHigh) = (node.High, node.Low, node.Low, node.High);
        var middle = split.LeftValue / 2 + split.RightValue / 2;
        if (_directions[split.Column] > 0) (leftHigh, rightLow) = (middle, middle);
        if (_directions[split.Column] < 0) (leftLow, rightHigh) = (middle, middle);
        node.Left = new GrowingNode(next, node.Depth + 1, _rows.Chunks) { Columns = columns, Path = path, Sums = split.Left, Value = split.LeftValue, Low = leftLow, High = leftHigh };
        node.Right = new GrowingNode(next + 1, node.Depth + 1, _rows.Chunks) { Columns = columns, Path = path, Sums = split.Right, Value = split.RightValue, Low = rightLow, High = rightHigh };
    }

    /// <summary>Finds the histograms and best splits of new nodes. If the histograms of their parents are kept, only the lighter child is counted and the other one is the difference.</summary>
    private void Count(Tree tree, GrowingNode[] nodes, GrowingNode[]? parents = null)
    {
        var found = new Split[_team.Hands][];
        for (var hand = 0; hand < found.Length; hand++)
        {
            found[hand] = new Split[nodes.Length];
            Array.Fill(found[hand], Split.None);
        }

        if (_keepsParents) CountWhole(tree, nodes, parents, found);
        else
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                for (var from = 0; from < _rows.Columns; from += _histograms.Columns) CountTile(tree, nodes[i], i, from, Math.Min(_histograms.Columns, _rows.Columns - from), found);
            }
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            for (var hand = 0; hand < found.Length; hand++)
            {
                if (found[hand][i].Beats(nodes[i].Best) && found[hand][i].Column >= 0) nodes[i].Best = found[hand][i];
            }
        }
    }

    /// <summary>Reserves empty histograms for the nodes that will be counted; their siblings take over their parents' histograms.</summary>
    private void Reserve(GrowingNode[] small, GrowingNode[]? parents = null)
    {
        foreach (var node in small) node.Slot = _free.Pop();
        foreach (var parent in parents ?? []) (parent.Heavier.Slot, parent.Slot) = (parent.Slot, -1);
        _team.Each(_team.Hands * small.Length, (_, item) => _histograms.Clear(item / small.Length, small[item % small.Length].Slot, _rows.Columns));
    }

    private void Add(Tree tree, GrowingNode node, int hand, int chunk)
    {
        var first = (long)chunk * CodedRows.ChunkRows;
        Histograms.Add(_rows.Order + first + node.Begin[chunk], node.Count[chunk], _rows.Codes + first * _rows.Stride, _rows.Stride, tree.Packed + first, _histograms.At(hand, node.Slot), _rows.Columns, tree.Counted);
    }

    private void CountWhole(Tree tree, GrowingNode[] nodes, GrowingNode[]? parents, Split[][] found)
    {
        var small = parents is null ? nodes : Array.ConvertAll(parents, parent => parent.Lighter);
        var columns = nodes.SelectMany(node => node.Columns).Distinct().Order().ToArray();
        _team.Each(small.Length * columns.Length, (hand, item) =>
        {
            var (i, column) = (item / columns.Length, columns[item % columns.Length]);
            var codes = _rows.Bins[column].Count + 1;
            _histograms.Gather(small[i].Slot, column, codes);
            if (parents is null)
            {
                Judge(tree, nodes[i], i, column, _histograms.At(0, nodes[i].Slot, column), found[hand]);
                return;
            }

            _histograms.Subtract(parents[i].Heavier.Slot, small[i].Slot, column, codes);
            Judge(tree, parents[i].Left!, 2 * i, column, _histograms.At(0, parents[i].Left!.Slot, column), found[hand]);
            Judge(tree, parents[i].Right!, 2 * i + 1, column, _histograms.At(0, parents[i].Right!.Slot, column), found[hand]);
        });
    }

    private void CountTile(Tree tree, GrowingNode node, int index, int from, int columns, Split[][] found)
    {
        _team.Each(_team.Hands, (_, hand) => _histograms.Clear(hand, 0, columns));
        var counted = tree.Counted;
        _rows.Each((hand, chunk) =>
        {
            var first = (long)chunk * CodedRows.ChunkRows;
            Histograms.Add(_rows.Order + first + node.Begin[chunk], node.Count[chunk], _rows.Codes + first * _rows.Stride + from, _rows.Stride, tree.Packed + first, _histograms.At(hand, 0), columns, counted);
        });
        _team.Each(columns, (hand, column) =>
        {
            _histograms.Gather(0, column, _rows.Bins[from + column].Count + 1);
            Judge(tree, node, index, from + column, _histograms.At(0, 0, column), found[hand]);
        });
    }

    private void Judge(Tree tree, GrowingNode node, int index, int column, long* histogram, Split[] found)
    {
        if (Array.BinarySearch(node.Columns, column) < 0) return;
        var split = new SplitFinder(_options, tree.Scale, tree.Dispersion, node, _rows.Bins[column], column, _directions[column]).Best(histogram);
        if (split.Column >= 0 && split.Beats(found[index])) found[index] = split;
    }

    /// <summary>Moves each node's rows to its children, in their order, and counts the lighter child while its rows are in the cache.</summary>
    private void Divide(Tree tree, GrowingNode[] nodes, bool adds)
    {
        var sides = Array.ConvertAll(nodes, node => SidesOf(node.Best, _rows.Bins[node.Best.Column]));
        _rows.Each((hand, chunk) =>
        {
            var first = (long)chunk * CodedRows.ChunkRows;
            fixed (ushort* lefts = ChunkBuffers.OfThread(1).Spare)
            {
                var rights = lefts + CodedRows.ChunkRows + 512;
                for (var n = 0; n < nodes.Length; n++)
                {
                    var node = nodes[n];
                    var (begin, count) = (node.Begin[chunk], node.Count[chunk]);
                    var order = _rows.Order + first + begin;
                    int left;
                    fixed (byte* side = sides[n]) left = Part(_rows.Codes + first * _rows.Stride + node.Best.Column, _rows.Stride, side, order, count, lefts, rights);
                    new ReadOnlySpan<ushort>(lefts, left).CopyTo(new Span<ushort>(order, left));
                    new ReadOnlySpan<ushort>(rights, count - left).CopyTo(new Span<ushort>(order + left, count - left));
                    (node.Left!.Begin[chunk], node.Left.Count[chunk]) = (begin, left);
                    (node.Right!.Begin[chunk], node.Right.Count[chunk]) = (begin + left, count - left);
                    if (adds) Add(tree, node.Lighter, hand, chunk);
                }
            }
        });
    }

    /// <summary>By code, 1 if it goes left.</summary>
    private static byte[] SidesOf(Split split, ColumnBins bins)
    {
        var sides = new byte[ColumnBins.Codes];
        for (var code = 0; code <= bins.Missing; code++) sides[code] = split.GoesLeft(code, bins) ? (byte)1 : (byte)0;
        return sides;
    }

    /// <summary>Partitions rows without branches. Not inlined, because its counters would then be in memory instead of registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Part(byte* codes, nint stride, byte* side, ushort* order, nint count, ushort* lefts, ushort* rights)
    {
        nint left = 0;
        for (nint j = 0; j < count; j++)
        {
            if (Sse.IsSupported) Sse.Prefetch0(codes + order[j + CodedRows.Ahead] * stride);
            nint row = order[j];
            lefts[left] = (ushort)row;
            rights[j - left] = (ushort)row;
            left += side[codes[row * stride]];
        }

        return (int)left;
    }

    private sealed class Tree(ulong* packed, Scale scale)
    {
        public ulong* Packed { get; } = packed;

        public Scale Scale { get; } = scale;

        public Dispersion Dispersion { get; set; }

        public Vector128<long> Counted { get; } = scale.Counts ? Vector128.Create(0, 1L << scale.CountShift) : Vector128<long>.Zero;
    }
}
