using System.Runtime.CompilerServices;

namespace Minima.Trees;

/// <summary>Walks rows through one tree, eight at a time, so that the memory latency of one row overlaps the walks of the others.</summary>
internal static unsafe class TreeWalk
{
    /// <param name="rows">Values, row after row.</param>
    /// <param name="hasGaps">True if some value is missing.</param>
    /// <param name="sums">The sums to which the leaf values are added, <paramref name="step"/> apart.</param>
    public static void Add(RegressionTree tree, ReadOnlySpan<double> rows, bool hasGaps, int width, int count, Span<double> sums, int step)
    {
        var r = 0;
        if (!hasGaps && tree.Sets.Length == 0)
        {
            fixed (double* values = rows, leaves = tree.Values, sum = sums)
            {
                fixed (WalkedNode* nodes = tree.Nodes) r = Whole(nodes, leaves, tree.Depth, values, width, count, sum, step);
            }
        }

        for (; r < count; r++) sums[r * step] += tree.Values[Leaf(tree, rows.Slice(r * width, width))];
    }

    public static int Leaf(RegressionTree tree, ReadOnlySpan<double> row)
    {
        var at = 0;
        while (tree.Nodes[at] is { } node && node.Is(WalkedNode.IsSplit)) at = tree.Next(node, row[node.Column]);
        return at;
    }

    /// <summary>Walks rows without missing values, and returns the number of rows it walked.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Whole(WalkedNode* nodes, double* leaves, int depth, double* rows, nint width, int count, double* sums, nint step)
    {
        var r = 0;
        for (; r + 8 <= count; r += 8, rows += 8 * width, sums += 8 * step)
        {
            nint a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
            for (var level = 0; level < depth; level++)
            {
                a = Next(nodes + a, rows);
                b = Next(nodes + b, rows + width);
                c = Next(nodes + c, rows + 2 * width);
                d = Next(nodes + d, rows + 3 * width);
                e = Next(nodes + e, rows + 4 * width);
                f = Next(nodes + f, rows + 5 * width);
                g = Next(nodes + g, rows + 6 * width);
                h = Next(nodes + h, rows + 7 * width);
            }

            sums[0] += leaves[a];
            sums[step] += leaves[b];
            sums[2 * step] += leaves[c];
            sums[3 * step] += leaves[d];
            sums[4 * step] += leaves[e];
            sums[5 * step] += leaves[f];
            sums[6 * step] += leaves[g];
            sums[7 * step] += leaves[h];
        }

        return r;
    }

    /// <summary>The next node. A leaf leads to itself, because no value reaches its threshold, NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Next(WalkedNode* node, double* row) => node->Left + (row[node->Flags & WalkedNode.ColumnMask] >= node->Threshold ? 1 : 0);
}
