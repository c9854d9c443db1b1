using System.Text;

namespace Minima.Training.Data;

/// <summary>How the bytes of a table become text: as UTF-8 and nothing else, unless a program brings more encodings.</summary>
internal class TableText
{
    private const int BufferSize = 1 << 16;

    private static readonly TableText Strict = new();
    private static readonly AsyncLocal<TableText?> Chosen = new();

    /// <summary>That of the running program; it holds for the work begun from here.</summary>
    public static TableText Current
    {
        get => Chosen.Value ?? Strict;
        set => Chosen.Value = value;
    }

    /// <summary>Opens the text of a table; bytes that are none are a <see cref="DecoderFallbackException"/> later on.</summary>
    /// <param name="stream">The bytes; the stream stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="encoding">What the bytes are read as, for messages.</param>
    public virtual TextReader Open(Stream stream, string name, out string encoding)
    {
        encoding = "UTF-8";
        return Reader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true));
    }

    /// <summary>What helps where bytes are not of the encoding.</summary>
    public virtual string Remedy => "Save the table again as CSV (UTF-8).";

    /// <summary>The text of a stream in an encoding, whose own byte order mark is skipped.</summary>
    protected static TextReader Reader(Stream stream, Encoding encoding) => new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);
}
