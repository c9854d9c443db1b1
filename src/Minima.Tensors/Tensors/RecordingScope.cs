namespace Minima.Tensors;

/// <summary>
/// Whether operations of this thread remember what gradients need, until this is disposed: see <see cref="Autograd.NoGradient"/>. As a ref struct
/// it cannot live across an <c>await</c> (CS4007), behind which another thread may run.
/// </summary>
public readonly ref struct RecordingScope
{
    // The innermost change of this thread that is still open, 0 without one; numbers are never used twice.
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

    /// <summary>What was recorded before is recorded again. Disposing it a second time, or after a scope around it, does nothing.</summary>
    public void Dispose()
    {
        if (_own == 0 || open != _own) return;
        open = _outer;
        isSilent = !isSilent;
    }

    /// <summary>A scope that changes nothing needs no number: it ends with the one around it.</summary>
    internal static RecordingScope Begin(bool records)
    {
        if (isSilent == !records) return default;
        var scope = new RecordingScope(open, ++made);
        open = scope._own;
        isSilent = !records;
        return scope;
    }
}
