namespace Minima.Tensors;

/// <summary>The tensors of one step and the memory they return to. Each thread has a chain of them: a step, and the steps within it.</summary>
internal sealed class StepMemory
{
    /// <summary>The most nested steps. No program nests this many on purpose; one that never disposes them would use unlimited memory.</summary>
    public const int MostNested = 256;

    // This many nodes are always kept.
    private const int FewNodes = 4096;

    // About the size of a node: it stores inputs, shape and strides.
    private const int BytesOfNode = 400;

    [ThreadStatic]
    private static StepMemory? current;

    [ThreadStatic]
    private static StepMemory? spare;

    private readonly StoragePool _pool;
    private readonly StepMemory? _outer;
    private readonly int _depth;
    private readonly List<Node> _nodes = [];
    private StepMemory? _inner;
    private bool _isOpen;
    private int _used;

    // Steps so far, and the most nodes that one of them used in this window of the pool and in the previous one.
    private int _steps;
    private int _most;
    private int _mostBefore;

    private StepMemory(StoragePool pool, StepMemory? outer)
    {
        _pool = pool;
        _outer = outer;
        _depth = outer is null ? 1 : outer._depth + 1;
    }

    /// <summary>The step that new tensors of this thread belong to, or null outside steps.</summary>
    public static StepMemory? Current => current;

    /// <summary>The number of steps that used this memory, so that disposing an earlier scope does nothing.</summary>
    public long Life { get; private set; }

    public static StepMemory Begin()
    {
        if (current is { _depth: MostNested })
        {
            spare!.End(spare.Life);
            throw new TrainingException($"{MostNested} steps were open on this thread, so some were never disposed. Minima has ended all of them. Write 'using var step = StepScope.Begin();'.");
        }

        var memory = current is { } outer ? outer._inner ??= new StepMemory(outer._pool, outer) : spare ??= new StepMemory(new StoragePool(), outer: null);
        memory.Life++;
        memory._isOpen = true;
        return current = memory;
    }

    public void End(long life)
    {
        if (!_isOpen || life != Life) return;
        while (!ReferenceEquals(current, this)) current!.Close();
        Close();
    }

    /// <summary>A node without contents that lives until the step ends.</summary>
    public Node NewNode()
    {
        if (_used == _nodes.Count) _nodes.Add(new Node());
        var node = _nodes[_used++];
        node.Scope = this;
        return node;
    }

    /// <summary>The bytes that this thread's steps keep for reuse.</summary>
    public static long Held
    {
        get
        {
            var held = spare?._pool.Held ?? 0;
            for (var memory = spare; memory is not null; memory = memory._inner) held += (long)memory._nodes.Count * BytesOfNode;
            return held;
        }
    }

    /// <summary>Releases the memory that this thread's steps keep above a number of bytes, and all but a few nodes: for use after a single large piece of work.</summary>
    public static void Trim(long most)
    {
        spare?._pool.Trim(most);
        for (var memory = spare; memory is not null; memory = memory._inner) memory.KeepNodes((int)Math.Min(FewNodes, most / BytesOfNode));
    }

    public Storage Take(int bytes) => _pool.Take(bytes);

    public void Give(Storage storage) => _pool.Give(storage);

    private void Close()
    {
        for (var i = 0; i < _used; i++) _nodes[i].Recycle();
        _most = Math.Max(_most, _used);
        _used = 0;
        _isOpen = false;
        current = _outer;
        if (++_steps % StoragePool.Window == 0)
        {
            KeepNodes(Math.Max(FewNodes, Math.Max(_most, _mostBefore)));
            (_mostBefore, _most) = (_most, 0);
        }

        if (_outer is null) _pool.EndStep();
    }

    /// <summary>Leaves nodes that no recent step needed to the garbage collector, which has to scan every node kept.</summary>
    private void KeepNodes(int most)
    {
        most = Math.Max(most, _used);
        if (_nodes.Count <= most) return;
        _nodes.RemoveRange(most, _nodes.Count - most);
        _nodes.TrimExcess();
    }
}
