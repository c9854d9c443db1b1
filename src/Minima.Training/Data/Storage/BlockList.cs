using System.Runtime.InteropServices;

namespace Minima.Training.Data;

/// <summary>
/// A list that grows by blocks, each of which stays in memory or goes to a file. Lists of the same block length can be read side by side, block by block. Single
/// elements should be read in order, because a block in the file is loaded as a whole.
/// </summary>
internal sealed class BlockList<T>
    where T : unmanaged
{
    /// <summary>The length of blocks unless a store sets another.</summary>
    public const int UsualLength = 8192;

    private readonly SpillStore? _store;
    private readonly int _length;
    private readonly List<Block> _blocks = [];
    private T[] _tail = [];
    private int _tailCount;
    private T[] _loaded = [];
    private int _loadedBlock = -1;
    private bool _loadedIsChanged;

    /// <param name="store">The store of the blocks, or null for memory.</param>
    /// <param name="length">The number of elements in a block.</param>
    public BlockList(SpillStore? store = null, int length = UsualLength)
    {
        _store = store;
        _length = length;
    }

    /// <summary>The number of elements.</summary>
    public int Count => (_blocks.Count * _length) + _tailCount;

    /// <summary>The number of blocks; all but the last are full.</summary>
    public int Blocks => _blocks.Count + (_tailCount > 0 ? 1 : 0);

    /// <summary>An element.</summary>
    public T this[int index]
    {
        get => Read(index / _length)[index % _length];
        set => Change(index / _length)[index % _length] = value;
    }

    public void Add(T value)
    {
        if (_tailCount == _tail.Length)
        {
            if (_tailCount == _length) Close();
            else Array.Resize(ref _tail, Math.Min(_length, Math.Max(16, 2 * _tailCount)));
        }

        _tail[_tailCount++] = value;
    }

    /// <summary>The elements of a block, valid until another one is read.</summary>
    public ReadOnlySpan<T> Read(int block) => Load(block);

    /// <summary>The elements of a block for changes, to be made before another one is read.</summary>
    public Span<T> Change(int block)
    {
        var elements = Load(block);
        _loadedIsChanged |= block == _loadedBlock;
        return elements;
    }

    /// <summary>Copies a block; several threads may copy at once while none writes.</summary>
    /// <returns>The number of its elements.</returns>
    public int CopyTo(int block, Span<T> elements)
    {
        if (block == _blocks.Count || _blocks[block].Kept is not null || (block == _loadedBlock && _loadedIsChanged))
        {
            var own = block == _blocks.Count ? _tail.AsSpan(0, _tailCount) : _blocks[block].Kept ?? _loaded;
            own.CopyTo(elements);
            return own.Length;
        }

        _store!.File.Read(_blocks[block].Offset, MemoryMarshal.AsBytes(elements[.._length]));
        return _length;
    }

    /// <summary>All elements in one array.</summary>
    public T[] ToArray()
    {
        var all = new T[Count];
        for (var block = 0; block < Blocks; block++) Read(block).CopyTo(all.AsSpan(block * _length));
        return all;
    }

    /// <summary>Some elements, at ascending indices, in one array.</summary>
    public T[] ToArray(int[] places) => Array.ConvertAll(places, place => this[place]);

    private Span<T> Load(int block)
    {
        if (block == _blocks.Count) return _tail.AsSpan(0, _tailCount);
        if (_blocks[block].Kept is { } kept) return kept;
        if (block == _loadedBlock) return _loaded;
        if (_loaded.Length == 0) _loaded = new T[_length];
        if (_loadedIsChanged) _store!.File.Write(_blocks[_loadedBlock].Offset, MemoryMarshal.AsBytes(_loaded.AsSpan()));
        _loadedIsChanged = false;
        _store!.File.Read(_blocks[block].Offset, MemoryMarshal.AsBytes(_loaded.AsSpan()));
        _loadedBlock = block;
        return _loaded;
    }

    /// <summary>Closes a full last block: it stays in memory, or is written to the file and its memory is reused for the next one.</summary>
    private unsafe void Close()
    {
        if (_store is null || _store.Keeps((long)_length * sizeof(T)))
        {
            _blocks.Add(new Block(_tail, 0));
            _tail = new T[_length];
        }
        else
        {
            _blocks.Add(new Block(null, _store.File.Append(MemoryMarshal.AsBytes(_tail.AsSpan()))));
        }

        _tailCount = 0;
    }

    private readonly record struct Block(T[]? Kept, long Offset);
}
