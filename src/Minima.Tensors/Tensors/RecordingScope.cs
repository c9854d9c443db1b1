namespace Minima.Tensors;

/// <summary>
/// A scope in which operations of this thread do or do not record what gradients need: see <see cref="Autograd.NoGradient"/>. As a ref struct
/// it cannot live across an <c>await</c> (CS4007), after which another thread may run.
/// </summary>
public readonly ref struct RecordingScope
{
    // The innermost open change of this thread, 0 if there is none; numbers are never reused.
    [ThreadStatic]
    private static long open;

    [ThreadStatic]
    private static long made;

    [ThreadStatic]
    private static bool isSilent;

    private readonly long _outer;
    private readonly long _own;

    private RecordingScope(long outer, long own)
    {
        _outer = outer;
        _own = own;
    }

    internal static bool IsRecording => !isSilent;

    /// <summary>Restores the earlier setting. Disposing it a second time, or after an enclosing scope, does nothing.</summary>
    public void Dispose()
    {
        if (_own == 0 || open != _own) return;
        open = _outer;
        isSilent = !isSilent;
    }

    /// <summary>Begins a scope. One that changes nothing needs no number: it ends with the enclosing one.</summary>
    internal static RecordingScope Begin(bool records)
    {
        if (isSilent == !records) return default;
        var scope = new RecordingScope(open, ++made);
        open = scope._own;
        isSilent = !records;
        return scope;
    }
}
