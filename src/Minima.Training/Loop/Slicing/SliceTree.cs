namespace Minima.Training;

/// <summary>Adds the vectors of all slices by one binary tree, over any number of ranks: the additions, and so the bits, are always the same.</summary>
/// <param name="slices">A power of two.</param>
/// <param name="group">The ranks, or null for this process alone.</param>
internal sealed class SliceTree(int slices, ProcessGroup? group)
{
    /// <summary>Vectors of at least this many bytes are cut into parts. For shorter ones latency dominates.</summary>
    private const int LargeVector = 1 << 16;

    private readonly SlicePlan _small = new(slices, group?.Rank ?? 0, group?.Ranks ?? 1, cuts: false);
    private readonly SlicePlan _large = new(slices, group?.Rank ?? 0, group?.Ranks ?? 1, cuts: true);
    private readonly Dictionary<SliceLayout, Stack<SliceVector>> _spare = [];

    /// <summary>The sum over all slices, on every rank; release it with <see cref="Return"/>.</summary>
    /// <param name="layout">The layout of the vectors.</param>
    /// <param name="compute">Fills the vector of one of this rank's slices, which is initially empty.</param>
    public SliceVector Sum(SliceLayout layout, Action<int, SliceVector> compute)
    {
        var plan = layout.Bytes >= LargeVector ? _large : _small;
        var sum = Node(plan, layout, compute, 0, slices, 0)!;
        foreach (var round in plan.Spreading) Move(plan, layout, round, sum, sum, -1);
        return sum;
    }

    public void Return(SliceVector vector) => Spare(vector.Layout).Push(vector);

    /// <summary>The parts of a node of the tree that belong to this rank.</summary>
    private SliceVector? Node(SlicePlan plan, SliceLayout layout, Action<int, SliceVector> compute, int low, int high, int depth)
    {
        if (high <= plan.First || low >= plan.End) return null;
        if (high - low == 1)
        {
            var leaf = Rent(layout);
            leaf.Clear();
            compute(low, leaf);
            leaf.Complete();
            return leaf;
        }

        var middle = low + ((high - low) / 2);
        var left = Node(plan, layout, compute, low, middle, depth + 1);
        var right = Node(plan, layout, compute, middle, high, depth + 1);
        left ??= Rent(layout);
        right ??= Rent(layout);
        if (plan.RankOf(low) == plan.RankOf(high - 1))
        {
            left.Add(right, 0, layout.Bytes);
        }
        else
        {
            Move(plan, layout, plan.Messages(low, high, depth), left, right, depth);
            for (var part = 0; part < plan.Parts; part++)
            {
                if (plan.Owner(low, high, depth, part) == plan.Rank) left.Add(right, layout.Boundary(part, plan.Parts), layout.Boundary(part + 1, plan.Parts));
            }
        }

        Return(right);
        return left;
    }

    private void Move(SlicePlan plan, SliceLayout layout, IReadOnlyList<PartMessage> messages, SliceVector left, SliceVector right, int depth)
    {
        if (messages.Count == 0) return;
        var transfers = new GroupTransfer[messages.Count];
        for (var i = 0; i < transfers.Length; i++)
        {
            var (begin, end) = (layout.Boundary(messages[i].Begin, plan.Parts), layout.Boundary(messages[i].End, plan.Parts));
            transfers[i] = new(messages[i].Rank, depth + 1, (messages[i].OfLeft ? left : right).Bytes[begin..end], messages[i].Sends);
        }

        group!.Exchange(transfers);
    }

    private SliceVector Rent(SliceLayout layout) => Spare(layout) is { Count: > 0 } spare ? spare.Pop() : new SliceVector(layout);

    private Stack<SliceVector> Spare(SliceLayout layout)
    {
        if (!_spare.TryGetValue(layout, out var spare)) _spare[layout] = spare = new Stack<SliceVector>();
        return spare;
    }
}
