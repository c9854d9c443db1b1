using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>A node as prediction walks it: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct WalkedNode(double Threshold, int Left, int Flags)
{
    public const int ColumnMask = (1 << 27) - 1;

    /// <summary>Of a set: a category of neither side goes left.</summary>
    public const int UnseenLeft = 1 << 27;
    public const int MissingLeft = 1 << 28;
    public const int IsSplit = 1 << 29;
    public const int IsSet = 1 << 30;

    public int Column => Flags & ColumnMask;

    public bool Is(int flag) => (Flags & flag) != 0;
}

/// <summary>One tree: nodes by number, the root first, a node's children side by side.</summary>
internal sealed class RegressionTree
{
    /// <summary>A value that reaches the threshold goes right, nothing where that is NaN; of a set it is the number.</summary>
    public required WalkedNode[] Nodes { get; init; }

    /// <summary>Categories that go left, by number of the set, ascending.</summary>
    public required double[][] Sets { get; init; }

    /// <summary>The value of a row that ends in a node, the rate multiplied in; 0 in nodes that are split.</summary>
    public required double[] Values { get; init; }

    /// <summary>The gain of each split.</summary>
    public required double[] Gains { get; init; }

    /// <summary>The sum of curvatures in each node.</summary>
    public required double[] Covers { get; init; }

    /// <summary>Splits on the longest path.</summary>
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

    /// <summary>Where a row goes from a node that is split.</summary>
    public int Next(in WalkedNode node, double value)
    {
        if (double.IsNaN(value)) return node.Left + (node.Is(WalkedNode.MissingLeft) ? 0 : 1);
        if (!node.Is(WalkedNode.IsSet)) return node.Left + (value >= node.Threshold ? 1 : 0);

        // The next set holds the known ones on the right.
        var set = (int)node.Threshold;
        return Array.BinarySearch(Sets[set], value) >= 0 ? node.Left
            : Array.BinarySearch(Sets[set + 1], value) >= 0 ? node.Left + 1
            : node.Left + (node.Is(WalkedNode.UnseenLeft) ? 0 : 1);
    }
}
