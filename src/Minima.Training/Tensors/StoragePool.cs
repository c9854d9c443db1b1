using System.Numerics;

namespace Minima.Training;

/// <summary>Memory that was given back, by size: a training loop asks for the same sizes at every step, so from the second step on nothing is allocated.</summary>
internal sealed class StoragePool
{
    // Four classes for each power of two: at most a quarter of a block is wasted.
    private readonly Stack<Storage>[] _free = new Stack<Storage>[4 * 32];

    /// <summary>What memory for so many bytes really has.</summary>
    public static int Capacity(int bytes) => Rounded(bytes, out _);

    public Storage Take(int bytes)
    {
        var capacity = Rounded(bytes, out var kind);
        return _free[kind] is { Count: > 0 } stack ? stack.Pop() : new Storage(capacity);
    }

    public void Give(Storage storage)
    {
        Rounded(storage.Capacity, out var kind);
        (_free[kind] ??= new Stack<Storage>()).Push(storage);
    }

    /// <summary>The capacity of memory for so many bytes, and its class.</summary>
    private static int Rounded(int bytes, out int kind)
    {
        var lines = (int)(((uint)Math.Max(bytes, 1) + Storage.Line - 1) / Storage.Line);
        var power = BitOperations.Log2((uint)lines);
        var quarter = power < 2 ? 1 : 1 << (power - 2);
        var steps = (lines - (1 << power) + quarter - 1) / quarter;
        kind = (power * 4) + steps;
        return (int)Math.Min((long)((1 << power) + (steps * quarter)) * Storage.Line, int.MaxValue - (4L * Storage.Line));
    }
}
