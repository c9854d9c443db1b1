namespace Minima.Training.Data;

/// <summary>Files that are not text tables, recognised by their first bytes, with advice on each.</summary>
internal static class ForeignFormat
{
    /// <summary>Refuses files of other known formats.</summary>
    /// <param name="head">The first bytes, a few hundred if available.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="DataException">The file is of another known format.</exception>
    public static void Refuse(ReadOnlySpan<byte> head, string name)
    {
        if (What(head) is not { } what) return;
        throw DataException.Create(name, what, "a CSV file or JSON Lines are expected, as text or compressed with gzip", Remedy(head));
    }

    private static string? What(ReadOnlySpan<byte> head) => head switch
    {
        [0x50, 0x4B, 0x03, 0x04, ..] => IsOpenDocument(head) ? "it is an OpenDocument spreadsheet (.ods)" : IsWorkbook(head) ? "it is an Excel workbook (.xlsx)" : "it is a ZIP archive",
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => "it is a workbook of an old version of Excel (.xls)",
        [0x50, 0x41, 0x52, 0x31, < 0x20, ..] => "it is a Parquet file",
        [0x41, 0x52, 0x52, 0x4F, 0x57, 0x31, 0, ..] => "it is an Arrow file",
        [0x4F, 0x62, 0x6A, 0x01, ..] => "it is an Avro file",
        [0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, 0x20, 0x66, ..] => "it is an SQLite database",
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "it is a PDF",
        [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, ..] => "it is a 7z archive",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "it is compressed with Zstandard",
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, ..] => "it is compressed with xz",
        [0x42, 0x5A, 0x68, >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, ..] => "it is compressed with bzip2",
        _ => null,
    };

    private static string Remedy(ReadOnlySpan<byte> head) => head[0] switch
    {
        0x50 when head[1] == 0x4B && IsOpenDocument(head) => "In LibreOffice, save the sheet as CSV in UTF-8, and give that file.",
        0x50 when head[1] == 0x4B && !IsWorkbook(head) => "Unpack it, and give the file inside or the folder.",
        0x50 when head[1] == 0x4B => "In Excel, save the sheet as CSV UTF-8, and give that file.",
        0xD0 => "In Excel, save the sheet as CSV UTF-8, and give that file.",
        0x28 or 0x37 or 0x42 or 0xFD => "Unpack it, or compress it with gzip.",
        0x50 when head[1] == 0x41 => "Give it as a source, --from duckdb:FILE, or export the table as CSV.",
        _ => "Export the table as CSV, or as JSON Lines, and give that file.",
    };

    private static bool IsOpenDocument(ReadOnlySpan<byte> head) => head.IndexOf("vnd.oasis.opendocument.spreadsheet"u8) >= 0;

    private static bool IsWorkbook(ReadOnlySpan<byte> head) => head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0;
}
