namespace Minima.Trees;

/// <summary>A node while its tree grows: a leaf until it is split.</summary>
/// <param name="index">Its index in the tree.</param>
/// <param name="depth">The number of splits above it.</param>
/// <param name="chunks">The number of chunks of rows.</param>
internal sealed class GrowingNode(int index, int depth, int chunks)
{
    public int Index { get; } = index;

    public int Depth { get; } = depth;

    /// <summary>The start and number of its rows in each chunk.</summary>
    public int[] Begin { get; } = new int[chunks];

    public int[] Count { get; } = new int[chunks];

    public Sums Sums { get; init; }

    /// <summary>Bounds of its values, inherited from monotone splits.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>The value from gradients and curvatures.</summary>
    public double Value { get; init; }

    /// <summary>The columns that may split it, ascending.</summary>
    public required int[] Columns { get; init; }

    /// <summary>The columns of the splits above it.</summary>
    public int[] Path { get; init; } = [];

    /// <summary>The slot of its histogram, or -1.</summary>
    public int Slot { get; set; } = -1;

    public Split Best { get; set; } = Split.None;

    public GrowingNode? Left { get; set; }

    public GrowingNode? Right { get; set; }

    public bool IsLeaf => Left is null;

    /// <summary>The child with fewer rows, or with less curvature if rows are not counted.</summary>
    public GrowingNode Lighter => IsLeftLighter ? Left! : Right!;

    /// <summary>The other child.</summary>
    public GrowingNode Heavier => IsLeftLighter ? Right! : Left!;

    private bool IsLeftLighter => (Best.Left.Rows, Best.Left.Curvature).CompareTo((Best.Right.Rows, Best.Right.Curvature)) <= 0;
}
