using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>A node in the form that predictions read: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct WalkedNode(double Threshold, int Left, int Flags)
{
    public const int ColumnMask = (1 << 27) - 1;

    /// <summary>In a split by sets, a category that is in neither set goes left.</summary>
    public const int UnseenLeft = 1 << 27;
    public const int MissingLeft = 1 << 28;
    public const int IsSplit = 1 << 29;
    public const int IsSet = 1 << 30;

    public int Column => Flags & ColumnMask;

    public bool Is(int flag) => (Flags & flag) != 0;
}

/// <summary>One tree. The root is the first node, and a node's children are adjacent.</summary>
internal sealed class RegressionTree
{
    /// <summary>The nodes. A value that reaches the threshold goes right; none does if it is NaN. In a split by sets, the threshold is the index of the left set.</summary>
    public required WalkedNode[] Nodes { get; init; }

    /// <summary>Sets of categories, each ascending, in pairs: one goes left, the next goes right.</summary>
    public required double[][] Sets { get; init; }

    /// <summary>The value of a row that ends in a node, multiplied by the rate; 0 in nodes that are split.</summary>
    public required double[] Values { get; init; }

    /// <summary>The gain of each split.</summary>
    public required double[] Gains { get; init; }

    /// <summary>The sum of curvatures in each node.</summary>
    public required double[] Covers { get; init; }

    /// <summary>The number of splits on the longest path.</summary>
    public int Depth { get; private set; }

    public RegressionTree WithDepth()
    {
        var depths = new int[Nodes.Length];
        for (var i = 0; i < Nodes.Length; i++)
        {
            if (!Nodes[i].Is(WalkedNode.IsSplit)) continue;
            depths[Nodes[i].Left] = depths[Nodes[i].Left + 1] = depths[i] + 1;
            Depth = Math.Max(Depth, depths[i] + 1);
        }

        return this;
    }

    public RegressionTree Scaled(double factor) => new() { Nodes = Nodes, Sets = Sets, Values = Array.ConvertAll(Values, value => value * factor), Gains = Gains, Covers = Covers, Depth = Depth };

    /// <summary>The index of the child that a row goes to from a split node.</summary>
    public int Next(in WalkedNode node, double value)
    {
        if (double.IsNaN(value)) return node.Left + (node.Is(WalkedNode.MissingLeft) ? 0 : 1);
        if (!node.Is(WalkedNode.IsSet)) return node.Left + (value >= node.Threshold ? 1 : 0);

        // The next set holds the known categories that go right.
        var set = (int)node.Threshold;
        return Array.BinarySearch(Sets[set], value) >= 0 ? node.Left
            : Array.BinarySearch(Sets[set + 1], value) >= 0 ? node.Left + 1
            : node.Left + (node.Is(WalkedNode.UnseenLeft) ? 0 : 1);
    }
}
