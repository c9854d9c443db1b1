namespace Minima.Cli.Evaluate;

/// <summary>
/// Cuts a stream of bytes into lines. Memory stays bounded: a line beyond the limit is skipped to its end and reported as too long.
/// A last line without a line feed counts; a byte order mark at the start does not.
/// </summary>
internal sealed class LineReader(Stream input, int limit = LineReader.LongestLine)
{
    /// <summary>256 MB.</summary>
    public const int LongestLine = 256 << 20;

    private const int FirstSize = 1 << 16;
    private const int LargestKept = 1 << 22;

    private byte[] buffer = new byte[FirstSize];

    // Bytes that were read and not yet returned are at [start, end); there is no line feed before scanned.
    private int start;
    private int end;
    private int scanned;
    private int lineStart;
    private int lineLength;
    private bool ended;
    private bool begun;

    /// <summary>The line without its line feed; empty if it was too long. Valid until the next <see cref="Read"/>; the caller may overwrite it.</summary>
    public Span<byte> Line => buffer.AsSpan(lineStart, lineLength);

    /// <summary>True if the line had more bytes than the limit and was skipped.</summary>
    public bool TooLong { get; private set; }

    /// <summary>Reads the next line; false at the end of the stream.</summary>
    public bool Read()
    {
        TooLong = false;
        while (true)
        {
            var found = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Take(scanned + found, scanned + found + 1);
                return true;
            }

            scanned = end;
            if (ended)
            {
                var any = start < end || TooLong;
                Take(end, end);
                return any;
            }

            if (TooLong || end - start > limit)
            {
                // Discard the part that was read, and look for the end of the line.
                TooLong = true;
                start = end = scanned = 0;
            }

            Fill();
        }
    }

    /// <summary>Releases the memory of a long line after use; bytes read after it are kept.</summary>
    public void Forget()
    {
        var kept = buffer.AsSpan(start, end - start);
        var smaller = new byte[Math.Max(FirstSize, kept.Length)];
        kept.CopyTo(smaller);
        buffer = smaller;
        (scanned, start, end) = (scanned - start, 0, kept.Length);
        (lineStart, lineLength) = (0, 0);
    }

    private void Take(int lineEnd, int next)
    {
        TooLong |= lineEnd - start > limit;
        lineStart = start;
        lineLength = TooLong ? 0 : lineEnd - start;
        start = scanned = next;
    }

    private void Fill()
    {
        MakeRoom();
        var count = input.Read(buffer, end, buffer.Length - end);
        end += count;
        ended = count == 0;
        if (!begun && (end - start >= 3 || ended))
        {
            begun = true;
            if (buffer.AsSpan(start, end - start).StartsWith("\uFEFF"u8))
            {
                start += 3;
                scanned = start;
            }
        }
    }

    private void MakeRoom()
    {
        var kept = end - start;
        if (kept == 0 && buffer.Length > LargestKept)
        {
            buffer = new byte[FirstSize];
        }
        else if (kept == buffer.Length)
        {
            // One byte more than the limit is enough to know that a line is too long.
            var larger = new byte[(int)Math.Min(2L * buffer.Length, limit + (long)FirstSize)];
            buffer.AsSpan(start, kept).CopyTo(larger);
            buffer = larger;
        }
        else if (start > 0)
        {
            buffer.AsSpan(start, kept).CopyTo(buffer);
        }

        scanned -= start;
        start = 0;
        end = kept;
    }
}
