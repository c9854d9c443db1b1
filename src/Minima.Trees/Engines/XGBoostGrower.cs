using System.Globalization;

namespace Minima.Trees;

/// <summary>Lets XGBoost grow the trees: it gets gradients and curvatures, and returns splits.</summary>
/// <remarks>
/// It gets bins in place of values; their cuts are the same for any number of parts. Its gradients and curvatures have 24 bits in one unit, so their sums have no
/// rounding. Its trees are therefore bit-identical for any number of threads and ranks.
/// </remarks>
internal sealed unsafe class XGBoostGrower : ITreeGrower
{
    /// <summary>The bytes of a cell: its float here, its entry and its bin in XGBoost.</summary>
    public const int BytesOfCell = 16;

    /// <summary>XGBoost makes no split with a gain below 1e-6. A factor on gradients and curvatures brings the gain of a row to about 1; this is its largest power of two.</summary>
    private const int LargestPower = 60;

    /// <summary>The significant bits of a float.</summary>
    private const int FloatBits = 24;

    /// <summary>A threshold that every value in the range of floats reaches, finite in files and as a float.</summary>
    private const double BelowAll = -float.MaxValue;

    private readonly CodedRows _rows;
    private readonly TreeData _data;
    private readonly BoostOptions _options;
    private readonly Constraints _constraints;
    private readonly Team _team;
    private readonly Collective _ranks;
    private readonly int[] _places;
    private readonly float[] _slopes;
    private readonly float[] _curvatures;
    private readonly int[] _leafOf;
    private readonly nint _matrix;
    private readonly nint[] _boosters;
    private readonly int[] _grown;
    private readonly double[] _units;

    /// <param name="rows">Scores, gradients and the order of the rows.</param>
    /// <param name="data">The table.</param>
    /// <param name="options">The options of growth.</param>
    /// <param name="training">The rows that are not held out: XGBoost sees no others.</param>
    /// <param name="team">The threads.</param>
    /// <param name="ranks">The processes that boost together.</param>
    public XGBoostGrower(CodedRows rows, TreeData data, BoostOptions options, int[] training, Team team, Collective ranks)
    {
        (_rows, _data, _options, _team, _ranks) = (rows, data, options, team, ranks);
        _constraints = new Constraints(rows.Bins, options);
        (_slopes, _curvatures, _leafOf) = (new float[training.Length], new float[training.Length], new int[rows.Rows]);
        _places = new int[rows.Rows];
        Array.Fill(_places, -1);
        for (var i = 0; i < training.Length; i++) _places[training[i]] = i;
        var (cells, hasGaps) = Cells(training);
        _matrix = XGBoostLibrary.CreateMatrix(cells, training.Length, [.. data.Columns.Select(column => column.IsCategory), .. hasGaps ? [false] : Array.Empty<bool>()]);
        _boosters = new nint[rows.Packed.Length];
        (_grown, _units) = (new int[_boosters.Length], new double[_boosters.Length]);
        for (var o = 0; o < _boosters.Length; o++)
        {
            _boosters[o] = XGBoostLibrary.CreateBooster(_matrix);
            foreach (var (name, value) in Settings(o)) XGBoostLibrary.Set(_boosters[o], name, value);
        }
    }

    public bool CountsRows => false;

    public IGrownTree Grow(int[] inTree, int[] columns, int output, Scale scale, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Take(inTree, output, scale);
        try
        {
            XGBoostLibrary.Boost(_boosters[output], _matrix, _slopes, _curvatures);
        }
        catch (BoostException problem)
        {
            throw _ranks.Explain(problem);
        }

        var tree = OfValues(XGBoostModel.Parse(XGBoostLibrary.Tree(_boosters[output], _grown[output]++)).Trees.Trees[0][0]);
        _team.Each(_rows.Chunks, (_, chunk) =>
        {
            for (var row = chunk * CodedRows.ChunkRows; row < (chunk * CodedRows.ChunkRows) + _rows.RowsOf(chunk); row++)
            {
                var at = 0;
                while (tree.Nodes[at] is { } node && node.Is(WalkedNode.IsSplit)) at = tree.Next(node, _data.Columns[node.Column].Values[row]);
                _leafOf[row] = at;
            }
        });
        return new ForeignTree(tree, Leaves(tree, inTree, output, scale), _leafOf, _units[output]);
    }

    public void Dispose()
    {
        foreach (var booster in _boosters) XGBoostLibrary.FreeBooster(booster);
        XGBoostLibrary.FreeMatrix(_matrix);
    }

    private IEnumerable<(string Name, string Value)> Settings(int output)
    {
        yield return ("verbosity", "0");
        yield return ("tree_method", "hist");
        yield return ("objective", XGBoostObjectives.Identity);
        yield return ("base_score", "0");
        yield return ("eta", "1");
        yield return ("max_depth", Word(_options.Depth));
        yield return ("grow_policy", _options.Growth == Growth.LeafWise ? "lossguide" : "depthwise");
        yield return ("max_leaves", Word(_options.Growth == Growth.LeafWise ? _options.Leaves : 0));
        yield return ("max_bin", Word(_options.Bins - 1));
        yield return ("max_cat_to_onehot", Word(_options.OneHot + 1));
        yield return ("colsample_bytree", Word(_options.ColumnShare));
        yield return ("seed", Word((int)((_options.Seed + (ulong)output) & int.MaxValue)));
        yield return ("nthread", Word(_team.Hands));
        if (_options.Monotone.Count > 0) yield return ("monotone_constraints", $"({string.Join(',', _constraints.Directions.Select(Word))})");
        if (_constraints.Interactions.Count > 0) yield return ("interaction_constraints", $"[{string.Join(',', _constraints.Interactions.Select(set => $"[{string.Join(',', set.Order().Select(Word))}]"))}]");
    }

    /// <summary>
    /// The bins of all cells, row after row; categories as they are. A column that no interaction allows is missing everywhere, so that nothing is split by it.
    /// If a rank has a missing cell, every rank gets an empty last column: XGBoost adds up the root in another way if no cell is missing, and all ranks must do alike.
    /// </summary>
    private (float[] Cells, bool HasGaps) Cells(int[] training)
    {
        var (columns, isUsed) = (_data.Columns, Array.ConvertAll([.. Enumerable.Range(0, _data.Columns.Count)], c => _constraints.Interactions.Count == 0 || _constraints.Interactions.Any(set => set.Contains(c))));
        float Cell(int row, int c)
        {
            if (!isUsed[c]) return float.NaN;
            if (columns[c].IsCategory) return Math.Abs(columns[c].Values[row]) <= float.MaxValue ? (float)columns[c].Values[row] : float.NaN;
            var code = _rows.Codes[((long)row * _rows.Stride) + c];
            return code == _rows.Bins[c].Missing ? float.NaN : code;
        }

        var gap = Array.Exists(training, row => Enumerable.Range(0, columns.Count).Any(c => float.IsNaN(Cell(row, c))));
        var hasGaps = _ranks.Max(gap ? 1 : 0) > 0;
        var width = columns.Count + (hasGaps ? 1 : 0);
        if ((long)training.Length * width > Array.MaxLength) throw new BoostException($"XGBoost takes at most {Array.MaxLength} cells at once, and the table has {(long)training.Length * width}; boost without --engine xgboost.");
        var cells = new float[training.Length * width];
        _team.Each((training.Length + CodedRows.ChunkRows - 1) / CodedRows.ChunkRows, (_, chunk) =>
        {
            for (var i = chunk * CodedRows.ChunkRows; i < Math.Min(training.Length, (chunk + 1) * CodedRows.ChunkRows); i++)
            {
                for (var c = 0; c < columns.Count; c++) cells[(i * width) + c] = Cell(training[i], c);
                if (hasGaps) cells[(i * width) + columns.Count] = float.NaN;
            }
        });
        return (cells, hasGaps);
    }

    /// <summary>The tree with thresholds of values instead of XGBoost's thresholds of bins.</summary>
    private RegressionTree OfValues(RegressionTree tree)
    {
        double Threshold(in WalkedNode node)
        {
            var (edges, bin) = (_rows.Bins[node.Column].Edges, Math.Ceiling(node.Threshold));

            // All present values are on one side, and missing ones on the other.
            return bin <= 0 ? BelowAll : bin > edges.Length ? double.NaN : edges[(int)bin - 1];
        }

        var nodes = Array.ConvertAll(tree.Nodes, node => node.Is(WalkedNode.IsSplit) && !node.Is(WalkedNode.IsSet) ? node with { Threshold = Threshold(node) } : node);
        return new RegressionTree { Nodes = nodes, Sets = tree.Sets, Values = tree.Values, Gains = tree.Gains, Covers = tree.Covers };
    }

    /// <summary>Takes the gradients and curvatures of the rows that the round draws, and 0 for the others. A factor common to them and the penalties leaves the leaf values as they are.</summary>
    private void Take(int[] inTree, int output, Scale scale)
    {
        var packed = (ulong*)_rows.Packed[output];
        double[] largest = [1, 1];
        var (slopeUnit, curvatureUnit) = (1.0, 1.0);
        Array.Clear(_slopes);
        Array.Clear(_curvatures);
        for (var pass = 0; pass < 2; pass++)
        {
            if (pass == 1)
            {
                _ranks.Max(largest);
                Scaled(output, Math.Clamp(Math.ILogB(largest[1] / scale.Curvature) - (2 * Math.ILogB(largest[0] / scale.Slope)), -LargestPower, LargestPower));
                (slopeUnit, curvatureUnit) = (UnitOf(largest[0]), UnitOf(largest[1]));
            }

            for (var chunk = 0; chunk < _rows.Chunks; chunk++)
            {
                var first = chunk * CodedRows.ChunkRows;
                for (var i = 0; i < inTree[chunk]; i++)
                {
                    var row = first + _rows.Order[first + i];
                    double g = (int)packed[row], h = packed[row] >> 32;
                    if (pass == 0) (largest[0], largest[1]) = (Math.Max(largest[0], Math.Abs(g)), Math.Max(largest[1], h));
                    else (_slopes[_places[row]], _curvatures[_places[row]]) = ((float)(Math.Round(g / slopeUnit) * slopeUnit * _units[output] / scale.Slope), (float)(Math.Round(h / curvatureUnit) * curvatureUnit * _units[output] / scale.Curvature));
                }
            }
        }
    }

    /// <summary>The power of two whose multiples up to the largest number are floats.</summary>
    private static double UnitOf(double largest) => Math.ScaleB(1, Math.Max(0, Math.ILogB(largest) + 1 - FloatBits));

    private void Scaled(int output, int power)
    {
        var unit = Math.ScaleB(1, power);
        if (unit == _units[output]) return;
        _units[output] = unit;
        XGBoostLibrary.Set(_boosters[output], "lambda", Word(_options.L2 * unit));
        XGBoostLibrary.Set(_boosters[output], "min_child_weight", Word(_options.MinCurvature * unit));
        XGBoostLibrary.Set(_boosters[output], "gamma", Word(_options.MinGain * unit));
    }

    /// <summary>The leaves with their rows. Sorts the rows of each chunk by leaf.</summary>
    private GrowingNode[] Leaves(RegressionTree tree, int[] inTree, int output, Scale scale)
    {
        int[] nodes = [.. Enumerable.Range(0, tree.Nodes.Length).Where(at => !tree.Nodes[at].Is(WalkedNode.IsSplit))];
        var numbers = new int[tree.Nodes.Length];
        for (var i = 0; i < nodes.Length; i++) numbers[nodes[i]] = i;
        for (var row = 0; row < _leafOf.Length; row++) _leafOf[row] = numbers[_leafOf[row]];
        var (begins, counts) = (new int[_rows.Chunks][], new int[_rows.Chunks][]);
        _team.Each(_rows.Chunks, (_, chunk) =>
        {
            var first = chunk * CodedRows.ChunkRows;
            var order = new Span<ushort>(_rows.Order + first, inTree[chunk]);
            var (begin, count) = (new int[nodes.Length], new int[nodes.Length]);
            foreach (var row in order) count[_leafOf[first + row]]++;
            for (var i = 1; i < begin.Length; i++) begin[i] = begin[i - 1] + count[i - 1];
            var (next, sorted) = ((int[])begin.Clone(), new ushort[order.Length]);
            foreach (var row in order) sorted[next[_leafOf[first + row]]++] = row;
            sorted.CopyTo(order);
            (begins[chunk], counts[chunk]) = (begin, count);
        });
        var bounds = Bounds(tree, nodes, begins, counts, (ulong*)_rows.Packed[output], scale);
        return [.. nodes.Select((at, i) =>
        {
            var leaf = new GrowingNode(i, 0, _rows.Chunks) { Columns = [], Value = Math.Clamp(tree.Values[at], bounds[at].Low, bounds[at].High), Low = bounds[at].Low, High = bounds[at].High };
            for (var chunk = 0; chunk < _rows.Chunks; chunk++) (leaf.Begin[chunk], leaf.Count[chunk]) = (begins[chunk][i], counts[chunk][i]);
            return leaf;
        })];
    }

    /// <summary>The bounds of values below monotone splits: half-way between the values of the two sides.</summary>
    private (double Low, double High)[] Bounds(RegressionTree tree, int[] nodes, int[][] begins, int[][] counts, ulong* packed, Scale scale)
    {
        var bounds = new (double Low, double High)[tree.Nodes.Length];
        Array.Fill(bounds, (double.NegativeInfinity, double.PositiveInfinity));
        if (_options.Monotone.Count == 0) return bounds;
        var sums = new Sums[tree.Nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            for (var chunk = 0; chunk < _rows.Chunks; chunk++)
            {
                var first = chunk * CodedRows.ChunkRows;
                for (var at = begins[chunk][i]; at < begins[chunk][i] + counts[chunk][i]; at++)
                {
                    var row = packed[first + _rows.Order[first + at]];
                    sums[nodes[i]] += new Sums((int)row, (long)(row >> 32), 0);
                }
            }
        }

        long[] all = [.. sums.SelectMany(sum => (long[])[sum.Slope, sum.Curvature])];
        _ranks.Sum(all);
        for (var at = 0; at < sums.Length; at++) sums[at] = new Sums(all[2 * at], all[(2 * at) + 1], 0);
        for (var at = sums.Length - 1; at >= 0; at--)
        {
            if (tree.Nodes[at].Is(WalkedNode.IsSplit)) sums[at] = sums[tree.Nodes[at].Left] + sums[tree.Nodes[at].Left + 1];
        }

        for (var at = 0; at < bounds.Length; at++)
        {
            if (!tree.Nodes[at].Is(WalkedNode.IsSplit)) continue;
            var (left, (low, high)) = (tree.Nodes[at].Left, bounds[at]);
            double Value(int child) => Math.Clamp(SplitFinder.ValueOf(sums[child], scale, _options.L2), low, high);
            var middle = (Value(left) / 2) + (Value(left + 1) / 2);
            var direction = _constraints.Directions[tree.Nodes[at].Column];
            bounds[left] = (direction < 0 ? middle : low, direction > 0 ? middle : high);
            bounds[left + 1] = (direction > 0 ? middle : low, direction < 0 ? middle : high);
        }

        return bounds;
    }

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A tree of XGBoost, with the rows in its leaves.</summary>
    private sealed class ForeignTree(RegressionTree tree, GrowingNode[] leaves, int[] leafOf, double unit) : IGrownTree
    {
        public GrowingNode[] Leaves => leaves;

        public int LeafOf(int row) => leafOf[row];

        public RegressionTree Written(double[] values)
        {
            var (all, leaf) = (new double[tree.Nodes.Length], 0);
            for (var at = 0; at < all.Length; at++)
            {
                if (!tree.Nodes[at].Is(WalkedNode.IsSplit)) all[at] = values[leaf++];
            }

            return new RegressionTree { Nodes = tree.Nodes, Sets = tree.Sets, Values = all, Gains = Array.ConvertAll(tree.Gains, gain => gain / unit), Covers = Array.ConvertAll(tree.Covers, cover => cover / unit) }.WithDepth();
        }
    }
}
