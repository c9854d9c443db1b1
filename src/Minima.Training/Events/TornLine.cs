namespace Minima.Training.Events;

/// <summary>The end of a file of lines whose writer was killed: what follows the last end of a line is no line.</summary>
internal static class TornLine
{
    private const int Piece = 4096;

    /// <summary>Shortens the file to its last whole line and stands at its end.</summary>
    /// <returns>How many bytes were dropped.</returns>
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
