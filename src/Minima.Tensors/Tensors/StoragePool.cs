using System.Numerics;

namespace Minima.Tensors;

/// <summary>Returned memory, by size: a training loop requests the same sizes at every step, so that it allocates nothing from the second step on.</summary>
internal sealed class StoragePool
{
    // Four classes for each power of two: at most a quarter of a block is wasted.
    private const int Kinds = 4 * 32;

    private readonly Stack<Storage>[] _free = new Stack<Storage>[Kinds];

    /// <summary>The number of bytes that is always kept.</summary>
    public const long Floor = 64L << 20;

    /// <summary>The number of steps in a window. Memory that no step used in the current and the previous window is released.</summary>
    public const int Window = 16;

    // Blocks of each class in use at once: now, at most in this window, and at most in the previous one.
    private readonly int[] _used = new int[Kinds];
    private int[] _most = new int[Kinds];
    private int[] _mostBefore = new int[Kinds];
    private int _steps;

    /// <summary>The bytes available for reuse.</summary>
    public long Held { get; private set; }

    /// <summary>The capacity of memory for a number of bytes.</summary>
    public static int Capacity(int bytes) => Rounded(bytes, out _);

    public Storage Take(int bytes)
    {
        var capacity = Rounded(bytes, out var kind);
        if (++_used[kind] > _most[kind]) _most[kind] = _used[kind];
        if (_free[kind] is not { Count: > 0 } stack) return new Storage(capacity);
        Held -= capacity;
        return stack.Pop();
    }

    public void Give(Storage storage)
    {
        Rounded(storage.Capacity, out var kind);
        (_free[kind] ??= new Stack<Storage>()).Push(storage);
        _used[kind]--;
        Held += storage.Capacity;
    }

    /// <summary>Ends an outermost step. At the end of a window, releases memory above the floor that no step of it or of the previous one needed, the largest blocks first.</summary>
    public void EndStep()
    {
        // Memory kept beyond the step no longer belongs to the pool.
        Array.Clear(_used);
        if (++_steps % Window != 0) return;
        LetGo(Floor, keepsUsed: true);
        (_mostBefore, _most) = (_most, _mostBefore);
        Array.Clear(_most);
    }

    /// <summary>Releases memory to the garbage collector, the largest blocks first, until at most the given number of bytes is held.</summary>
    public void Trim(long most) => LetGo(most, keepsUsed: false);

    /// <summary>Releases the largest blocks first, until at most the given number of bytes is held; if requested, keeps as many of each size as recent steps used.</summary>
    private void LetGo(long most, bool keepsUsed)
    {
        for (var kind = Kinds - 1; kind >= 0 && Held > most; kind--)
        {
            if (_free[kind] is not { } stack) continue;
            var kept = keepsUsed ? Math.Max(_most[kind], _mostBefore[kind]) : 0;
            while (Held > most && stack.Count > kept) Held -= stack.Pop().Capacity;
            if (stack.Count == 0) stack.TrimExcess();
        }
    }

    /// <summary>The capacity of memory for a number of bytes, and its class.</summary>
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
