using System.Text;

namespace Minima.Training.Checkpoints;

/// <summary>
/// The safetensors format: eight bytes with the length of a header, little-endian; the header, a JSON object of names, types, shapes and positions; the
/// elements, little-endian and row by row, without gaps.
/// </summary>
/// <remarks>Source: Hugging Face, safetensors, format description and its Rust implementation.</remarks>
internal static class SafeTensorsFormat
{
    /// <summary>The number of bytes of the header's length.</summary>
    public const int Prefix = sizeof(ulong);

    /// <summary>The limit of the format's own implementation.</summary>
    public const int LargestHeader = 100_000_000;

    /// <summary>A limit far above any model; it bounds the memory that a header of short entries can request.</summary>
    public const int MostEntries = 65_536;

    /// <summary>The maximum length of a name in bytes of UTF-8.</summary>
    public const int LongestName = 512;

    /// <summary>The entry that is not a tensor: strings by name.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>The number of bytes of an element, or 0 for a type that the format does not have.</summary>
    public static int SizeOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" => 1,
        _ => 0,
    };

    /// <summary>The format's name of an element type.</summary>
    public static string TypeOf(ElementType type) => type switch
    {
        ElementType.Double => "F64",
        ElementType.Single => "F32",
        _ => "I32",
    };

    /// <summary>The reason why a name is invalid, or null. A valid name can be shown in messages.</summary>
    public static string? NameFault(string name)
    {
        if (name.Length == 0) return "a tensor has an empty name";
        foreach (var c in name)
        {
            if (char.IsControl(c)) return $"the name of a tensor holds the control character U+{(int)c:X4}";
        }

        return Encoding.UTF8.GetByteCount(name) > LongestName ? $"the name '{Names.Shorten(name)}' is longer than {LongestName} bytes" : null;
    }
}
