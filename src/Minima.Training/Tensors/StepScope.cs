namespace Minima.Training;

/// <summary>
/// A training step: what tensors are made between <see cref="Begin"/> and <see cref="Dispose"/> gives its memory back at the end, so that a loop
/// allocates nothing from its second step on. A tensor used after its step throws and says so; <see cref="Tensor.Keep"/> takes a copy out.
/// Gradients of leaves made outside stay.
/// </summary>
/// <example><code>
/// using (StepScope.Begin())
/// {
///     loss.Apply(model.Forward(x), y).Backward();
///     optimizer.Step();
/// }
/// </code></example>
public sealed class StepScope : IDisposable
{
    [ThreadStatic]
    private static StepScope? current;

    [ThreadStatic]
    private static StepScope? spare;

    private readonly StoragePool _pool;
    private readonly List<Node> _nodes = [];
    private StepScope? _outer;
    private StepScope? _inner;
    private int _used;

    private StepScope(StoragePool pool) => _pool = pool;

    /// <summary>The scope that new tensors of this thread belong to, or null.</summary>
    internal static StepScope? Current => current;

    /// <summary>Starts a step on this thread. Steps may be nested: an inner one recycles what was made in it.</summary>
    public static StepScope Begin()
    {
        StepScope scope;
        if (current is { } outer)
        {
            scope = outer._inner ??= new StepScope(outer._pool);
        }
        else
        {
            scope = spare ??= new StepScope(new StoragePool());
        }

        scope._outer = current;
        current = scope;
        return scope;
    }

    /// <summary>Ends the step, and those begun within it.</summary>
    public void Dispose()
    {
        for (var scope = current; scope is not null; scope = scope._outer)
        {
            if (!ReferenceEquals(scope, this)) continue;
            while (!ReferenceEquals(current, this)) current!.End();
            End();
            return;
        }
    }

    /// <summary>A node without contents that lives until the step ends.</summary>
    internal Node NewNode()
    {
        if (_used == _nodes.Count) _nodes.Add(new Node());
        var node = _nodes[_used++];
        node.Scope = this;
        return node;
    }

    internal Storage Take(int bytes) => _pool.Take(bytes);

    internal void Give(Storage storage) => _pool.Give(storage);

    private void End()
    {
        for (var i = 0; i < _used; i++) _nodes[i].Recycle();
        _used = 0;
        current = _outer;
        _outer = null;
    }
}
