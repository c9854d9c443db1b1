namespace Minima.Training.Events;

/// <summary>The incomplete end of a file of lines whose writer was killed.</summary>
internal static class TornLine
{
    private const int Piece = 4096;

    /// <summary>Truncates the file to its last complete line and seeks to its end.</summary>
    /// <returns>The number of bytes dropped.</returns>
    public static long Repair(Stream stream)
    {
        Span<byte> piece = stackalloc byte[Piece];
        var length = stream.Length;
        var end = length;
        while (end > 0)
        {
            var start = Math.Max(0, end - Piece);
            var part = piece[..(int)(end - start)];
            stream.Position = start;
            stream.ReadExactly(part);
            var newline = part.LastIndexOf((byte)'\n');
            end = newline >= 0 ? start + newline + 1 : start;
            if (newline >= 0) break;
        }

        if (end < length) stream.SetLength(end);
        stream.Position = end;
        return length - end;
    }
}
