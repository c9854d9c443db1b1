using System.Runtime.CompilerServices;

namespace Minima.Trees;

/// <summary>Rows through one tree, four at a time, so that one row's memory is waited for while the others walk.</summary>
internal static unsafe class TreeWalk
{
    /// <param name="rows">Values, row after row.</param>
    /// <param name="sums">Where the values of the leaves are added, <paramref name="step"/> apart.</param>
    public static void Add(RegressionTree tree, ReadOnlySpan<double> rows, int width, int count, Span<double> sums, int step)
    {
        if (tree.Sets.Length > 0)
        {
            for (var r = 0; r < count; r++) sums[r * step] += tree.Values[Leaf(tree, rows.Slice(r * width, width))];
            return;
        }

        fixed (double* values = rows, leaves = tree.Values, sum = sums)
        {
            fixed (WalkedNode* nodes = tree.Nodes) Numbers(nodes, leaves, tree.Depth, values, width, count, sum, step);
        }
    }

    public static int Leaf(RegressionTree tree, ReadOnlySpan<double> row)
    {
        var at = 0;
        while (tree.Nodes[at] is { } node && node.Is(WalkedNode.IsSplit)) at = tree.Next(node, row[node.Column]);
        return at;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Numbers(WalkedNode* nodes, double* leaves, int depth, double* rows, int width, int count, double* sums, int step)
    {
        var r = 0;
        for (; r + 4 <= count; r += 4, rows += 4 * width, sums += 4 * step)
        {
            nint a = 0, b = 0, c = 0, d = 0;
            for (var level = 0; level < depth; level++)
            {
                a = Next(nodes + a, rows);
                b = Next(nodes + b, rows + width);
                c = Next(nodes + c, rows + 2 * width);
                d = Next(nodes + d, rows + 3 * width);
            }

            sums[0] += leaves[a];
            sums[step] += leaves[b];
            sums[2 * step] += leaves[c];
            sums[3 * step] += leaves[d];
        }

        for (; r < count; r++, rows += width, sums += step)
        {
            nint a = 0;
            for (var level = 0; level < depth; level++) a = Next(nodes + a, rows);
            sums[0] += leaves[a];
        }
    }

    /// <summary>A leaf's children are itself: it has no bit that says split.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Next(WalkedNode* node, double* row)
    {
        var flags = node->Flags;
        var value = row[flags & WalkedNode.ColumnMask];
        var right = value >= node->Threshold ? 1 : 0;
        var missing = double.IsNaN(value) ? 1 : 0;
        right |= missing & (flags >> 28 & 1 ^ 1);
        return node->Left + (right & flags >> 29);
    }
}
