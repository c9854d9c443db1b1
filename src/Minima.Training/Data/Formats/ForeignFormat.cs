namespace Minima.Training.Data;

/// <summary>Files that are no text of a table, told by their first bytes, and what to do with them.</summary>
internal static class ForeignFormat
{
    private const string Export = "Export the table as CSV, or as JSON Lines, and give that file.";

    private static readonly (byte[] Mark, string What, string Remedy)[] Known =
    [
        ([0x50, 0x4B, 0x03, 0x04], "it is a ZIP archive", "Unpack it, and give the file inside or the folder."),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "it is a workbook of an old Excel (.xls)", "In Excel, save the sheet as CSV UTF-8, and give that file."),
        ([0x50, 0x41, 0x52, 0x31], "it is a Parquet file, which is not read yet", Export),
        ([0x28, 0xB5, 0x2F, 0xFD], "it is packed by Zstandard", "Unpack it (zstd -d), or pack it by gzip."),
        ([0x42, 0x5A, 0x68], "it is packed by bzip2", "Unpack it (bzip2 -d), or pack it by gzip."),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "it is packed by xz", "Unpack it (xz -d), or pack it by gzip."),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "it is a 7z archive", "Unpack it, and give the file inside or the folder."),
        ([0x41, 0x52, 0x52, 0x4F, 0x57, 0x31], "it is an Arrow file", Export),
        ([0x4F, 0x62, 0x6A, 0x01], "it is an Avro file", Export),
        ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, 0x20, 0x66], "it is an SQLite database", Export),
        ([0x25, 0x50, 0x44, 0x46, 0x2D], "it is a PDF", Export),
    ];

    /// <summary>Refuses what is known to be something else.</summary>
    /// <param name="head">The first bytes, a few hundred of them where there are so many.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="DataException">It is something else.</exception>
    public static void Refuse(ReadOnlySpan<byte> head, string name)
    {
        foreach (var (mark, what, remedy) in Known)
        {
            // Three letters alone may begin a header; bzip2 goes on with a digit.
            if (!head.StartsWith(mark) || (mark.Length == 3 && !(head.Length > 4 && head[3] is >= (byte)'1' and <= (byte)'9' && head[4] == 0x31))) continue;
            var isWorkbook = mark[0] == 0x50 && mark[1] == 0x4B && (head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0);
            throw DataException.Create(
                name,
                isWorkbook ? "it is an Excel workbook (.xlsx)" : what,
                "a CSV file or JSON Lines are expected, as text or packed by gzip",
                isWorkbook ? "In Excel, save the sheet as CSV UTF-8, and give that file." : remedy);
        }
    }
}
