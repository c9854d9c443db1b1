using System.Text;

namespace Minima.Training.Checkpoints;

/// <summary>
/// What is known of the format: eight bytes with the length of a header, little-endian; the header, a JSON object of names, types, shapes and
/// places; the elements, little-endian and row by row, without gaps.
/// </summary>
/// <remarks>Source: Hugging Face, safetensors, format description and its Rust implementation.</remarks>
internal static class SafeTensorsFormat
{
    /// <summary>The bytes that hold the header's length.</summary>
    public const int Prefix = sizeof(ulong);

    /// <summary>The limit of the format's own implementation.</summary>
    public const int LargestHeader = 100_000_000;

    /// <summary>Far above any model; it bounds the memory that a header of short entries can ask for.</summary>
    public const int MostEntries = 65_536;

    /// <summary>In bytes of UTF-8.</summary>
    public const int LongestName = 512;

    /// <summary>The entry that is no tensor: texts by name.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>Bytes of an element, or 0 for a type that the format does not have.</summary>
    public static int SizeOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" => 1,
        _ => 0,
    };

    /// <summary>How the format calls what a tensor holds.</summary>
    public static string TypeOf(ElementType type) => type switch
    {
        ElementType.Double => "F64",
        ElementType.Single => "F32",
        _ => "I32",
    };

    /// <summary>Why a tensor cannot be called this, or null. The name is one that a message can show.</summary>
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
