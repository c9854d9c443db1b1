using System.Numerics;

namespace Minima.Tensors;

/// <summary>Memory that was given back, by size: a training loop asks for the same sizes at every step, so from the second step on nothing is allocated.</summary>
internal sealed class StoragePool
{
    // Four classes for each power of two: at most a quarter of a block is wasted.
    private const int Kinds = 4 * 32;

    private readonly Stack<Storage>[] _free = new Stack<Storage>[Kinds];

    /// <summary>So much is kept whatever it is used for.</summary>
    public const long Floor = 64L << 20;

    /// <summary>So many steps are looked back at, and again so many at most, before memory that none of them used is let go.</summary>
    public const int Window = 16;

    // Pieces of each class in use at once: now, at most in this window, and in the one before.
    private readonly int[] _used = new int[Kinds];
    private int[] _most = new int[Kinds];
    private int[] _mostBefore = new int[Kinds];
    private int _steps;

    /// <summary>Bytes that wait here to be used again.</summary>
    public long Held { get; private set; }

    /// <summary>What memory for so many bytes really has.</summary>
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

    /// <summary>An outermost step has ended: above the floor, what none of the last <see cref="Window"/> steps needed, nor those before, is let go, the largest pieces first.</summary>
    public void EndStep()
    {
        // What was kept beyond the step is no longer the pool's.
        Array.Clear(_used);
        if (++_steps % Window != 0) return;
        LetGo(Floor, keepsUsed: true);
        (_mostBefore, _most) = (_most, _mostBefore);
        Array.Clear(_most);
    }

    /// <summary>Lets go of memory, the largest pieces first, until no more than so many bytes are held; the collector takes it.</summary>
    public void Trim(long most) => LetGo(most, keepsUsed: false);

    /// <summary>Lets go of the largest pieces first, until no more than so many bytes are held; if asked, of each size as many are kept as late steps used.</summary>
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
