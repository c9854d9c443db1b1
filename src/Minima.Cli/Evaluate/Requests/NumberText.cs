using System.Text;
using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>The notation of numbers that JSON does not have, and the messages for other notations.</summary>
internal static class NumberText
{
    private const int LongestShown = 30;

    /// <summary>-Infinity with every letter as an escape of six.</summary>
    private const int LongestEscaped = 9 * 6;

    /// <summary>The strings "NaN", "Infinity" and "-Infinity" are numbers.</summary>
    public static bool TryNonFinite(string? text, out double value)
    {
        value = text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }

    /// <summary>Like the other overload, for a token that may be no valid text: half a surrogate pair is no number.</summary>
    public static bool TryNonFinite(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.ValueSpan.Length <= LongestEscaped && !HalfSurrogates.Holds(ref reader) && TryNonFinite(reader.GetString(), out value);
    }

    /// <summary>The end of a message about a number such as 1e400, after its place.</summary>
    public static string BeyondDouble(ReadOnlySpan<byte> digits) =>
        $"is {Shorten(digits)}, beyond the largest double (1.8e308); write the string \"Infinity\" or \"-Infinity\" if that is meant.";

    /// <summary>The length of the word NaN, Infinity or inf (with sign, in any case) at <paramref name="at"/>, or 0.</summary>
    public static int BareNonFinite(ReadOnlySpan<byte> line, int at)
    {
        var end = at;
        while (end < line.Length && end - at <= "-Infinity".Length && line[end] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)' ' or (byte)'\t' or (byte)'\r'))
        {
            end++;
        }

        var word = line[at..end];
        var letters = word.Length > 0 && word[0] is (byte)'-' or (byte)'+' ? word[1..] : word;
        return Ascii.EqualsIgnoreCase(letters, "nan"u8) || Ascii.EqualsIgnoreCase(letters, "inf"u8) || Ascii.EqualsIgnoreCase(letters, "infinity"u8) ? word.Length : 0;
    }

    public static string Shorten(ReadOnlySpan<byte> text) =>
        text.Length <= LongestShown ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..(LongestShown - 3)]) + "...";
}
