using System.Numerics;

namespace Minima.Training;

/// <summary>
/// The assignment of slices to ranks, and of the nodes of the binary tree that adds the slices. The tree depends on the number of slices alone; the ranks only
/// divide its nodes. Small vectors: a node belongs to the rank of its left child. Large ones are cut into parts: at each node one half of the parts belongs to
/// the left side and the other to the right, so that no rank adds everything.
/// </summary>
internal sealed class SlicePlan
{
    private readonly int _slices;
    private readonly int _ranks;
    private readonly int _levels;

    public SlicePlan(int slices, int rank, int ranks, bool cuts)
    {
        _slices = slices;
        _ranks = ranks;
        Rank = rank;
        _levels = cuts && ranks > 1 ? BitOperations.Log2((uint)ranks - 1) + 1 : 0;
        Parts = 1 << _levels;
        (First, End) = (Beginning(rank), Beginning(rank + 1));
        if (ranks > 1) Spreading = Spread();
    }

    public int Rank { get; }

    /// <summary>The first slice of this rank.</summary>
    public int First { get; }

    /// <summary>The slice after the last of this rank.</summary>
    public int End { get; }

    /// <summary>The number of parts of a vector.</summary>
    public int Parts { get; }

    /// <summary>The messages of this rank that broadcast the sum, round by round.</summary>
    public IReadOnlyList<IReadOnlyList<PartMessage>> Spreading { get; } = [];

    public int RankOf(int slice) => (int)((long)slice * _ranks / _slices);

    /// <summary>The rank that adds a part at a node.</summary>
    public int Owner(int low, int high, int depth, int part)
    {
        while (RankOf(low) != RankOf(high - 1))
        {
            var middle = low + ((high - low) / 2);
            var isRight = depth < _levels && ((part >> (_levels - 1 - depth)) & 1) == 1;
            (low, high) = isRight ? (middle, high) : (low, middle);
            depth++;
        }

        return RankOf(low);
    }

    /// <summary>The messages that this rank exchanges with others before a node can be added by its owner.</summary>
    public List<PartMessage> Messages(int low, int high, int depth)
    {
        var messages = new List<PartMessage>();
        var middle = low + ((high - low) / 2);
        for (var part = 0; part < Parts; part++)
        {
            var (left, right, owner) = (Owner(low, middle, depth + 1, part), Owner(middle, high, depth + 1, part), Owner(low, high, depth, part));
            if (left == right) continue;
            var other = owner == left ? right : left;
            if (Rank == owner) Add(messages, new(other, part, part + 1, Sends: false, OfLeft: owner == right));
            else if (Rank == other) Add(messages, new(owner, part, part + 1, Sends: true, OfLeft: other == left));
        }

        return messages;
    }

    private int Beginning(int rank) => (int)((((long)rank * _slices) + _ranks - 1) / _ranks);

    private List<List<PartMessage>> Spread()
    {
        var has = new bool[_ranks, Parts];
        for (var part = 0; part < Parts; part++) has[Owner(0, _slices, 0, part), part] = true;
        var rounds = new List<List<PartMessage>>();
        for (var (depth, nodes) = (0, 1); nodes < _slices; depth++, nodes *= 2)
        {
            var round = new List<PartMessage>();
            var size = _slices / nodes;
            for (var low = 0; low < _slices; low += size)
            {
                if (RankOf(low) == RankOf(low + size - 1)) continue;
                for (var part = 0; part < Parts; part++)
                {
                    var (left, right) = (Owner(low, low + (size / 2), depth + 1, part), Owner(low + (size / 2), low + size, depth + 1, part));
                    var owner = Owner(low, low + size, depth, part);
                    var other = owner == left ? right : left;
                    if (has[other, part]) continue;
                    has[other, part] = true;
                    if (Rank == owner) Add(round, new(other, part, part + 1, Sends: true, OfLeft: true));
                    else if (Rank == other) Add(round, new(owner, part, part + 1, Sends: false, OfLeft: true));
                }
            }

            rounds.Add(round);
        }

        return rounds;
    }

    /// <summary>Adds a message; neighbouring parts are merged into one.</summary>
    private static void Add(List<PartMessage> messages, PartMessage next)
    {
        if (messages.Count > 0 && messages[^1] is var last && last.End == next.Begin && last with { Begin = next.Begin, End = next.End } == next) messages[^1] = last with { End = next.End };
        else messages.Add(next);
    }
}

/// <summary>A message with some parts of a vector.</summary>
/// <param name="Rank">The other rank.</param>
/// <param name="Begin">The first part.</param>
/// <param name="End">The part after the last.</param>
/// <param name="Sends">True if they are sent, false if received.</param>
/// <param name="OfLeft">True if they are of the left child of a node.</param>
internal readonly record struct PartMessage(int Rank, int Begin, int End, bool Sends, bool OfLeft);
