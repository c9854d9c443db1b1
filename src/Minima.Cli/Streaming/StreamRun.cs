namespace Minima.Cli.Streaming;

/// <summary>A source being read into a session, which another thread may end between two rows.</summary>
internal sealed class StreamRun(StreamRequest request, StreamSource source, TextWriter output)
{
    private readonly Lock _gate = new();
    private StreamSession? _session;
    private bool _hasEnded;

    /// <summary>Takes every row; returns where the source ends, or at the first row after <see cref="End"/>.</summary>
    /// <exception cref="DataException">What was read is no row.</exception>
    public void Read()
    {
        foreach (var row in source.Rows())
        {
            lock (_gate)
            {
                if (_hasEnded) return;
                _session ??= new StreamSession(request, source.Columns, output);
                _session.Take(row);
            }
        }
    }

    /// <summary>Writes the last line; false where no row has come.</summary>
    public bool End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _session?.End();
            return _session is not null;
        }
    }
}
