using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Minima.Training.Data;

/// <summary>Records of one size, which several threads may read in any order: in memory up to a budget, beyond it in a file.</summary>
internal sealed class RecordStore : IDisposable
{
    private const int CacheLine = 64;
    private const int MostPrefetched = 8 * CacheLine;

    private readonly SpillStore _store;
    private readonly int _size;
    private readonly int _perBlock;
    private readonly List<Block> _blocks = [];
    private byte[] _tail;
    private int _tailCount;

    public RecordStore(SpillStore store, int size)
    {
        _store = store;
        _size = size;
        _perBlock = Math.Max(1, store.PieceBytes / size);
        _tail = new byte[size];
    }

    /// <summary>The number of records.</summary>
    public int Count => (_blocks.Count * _perBlock) + _tailCount;

    /// <summary>True if no record is in a file.</summary>
    public bool IsInMemory => _store.IsInMemory;

    /// <summary>Memory for one more record, to be filled before the next call.</summary>
    public Span<byte> Add()
    {
        if (_tailCount == _perBlock) Close();
        var start = _tailCount++ * _size;
        if (start + _size > _tail.Length) Array.Resize(ref _tail, Math.Min(_perBlock * _size, 2 * _tail.Length));
        return _tail.AsSpan(start, _size);
    }

    /// <summary>A record, in the scratch memory if it is in the file.</summary>
    public ReadOnlySpan<byte> Read(int index, Span<byte> scratch)
    {
        var block = index / _perBlock;
        var start = index % _perBlock * _size;
        if (block == _blocks.Count) return _tail.AsSpan(start, _size);
        var (kept, offset) = _blocks[block];
        if (kept is not null) return kept.AsSpan(start, _size);
        _store.File.Read(offset + start, scratch[.._size]);
        return scratch[.._size];
    }

    /// <summary>Prefetches a record from memory while others are read; does nothing for a record in the file.</summary>
    public unsafe void Prefetch(int index)
    {
        if (!Sse.IsSupported) return;
        var block = index / _perBlock;
        var memory = block == _blocks.Count ? _tail : _blocks[block].Kept;
        if (memory is null) return;

        // Only a hint: it does not matter if the array moves.
        ref var record = ref memory[index % _perBlock * _size];
        for (var at = 0; at < Math.Min(_size, MostPrefetched); at += CacheLine) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref record, at)));
    }

    public void Dispose() => _store.Dispose();

    private void Close()
    {
        if (_store.Keeps(_tail.Length))
        {
            _blocks.Add(new Block(_tail, 0));
            _tail = new byte[_perBlock * _size];
        }
        else
        {
            _blocks.Add(new Block(null, _store.File.Append(_tail)));
        }

        _tailCount = 0;
    }

    private readonly record struct Block(byte[]? Kept, long Offset);
}
