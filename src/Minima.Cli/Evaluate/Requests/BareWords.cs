using System.Buffers;
using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Words outside of quotes that JSON does not have: NaN and Infinity as Python and JavaScript write them, and true, false and null misspelt.</summary>
internal static class BareWords
{
    /// <summary>The bytes that may begin a text or a word. An e may belong to a number; words that begin with e are found at their second letter, or the reader refuses them.</summary>
    private static readonly SearchValues<byte> Starts = SearchValues.Create("\"abcdfghijklmnopqrstuvwxyzABCDFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> EndsOrEscapes = SearchValues.Create("\"\\"u8);

    /// <summary>Replaces every such word by a 0 and returns the fault of the first, or null if there is none.</summary>
    public static Refusal? Blank(Span<byte> line)
    {
        Refusal? fault = null;
        for (var at = Next(line, 0, Starts); at < line.Length; at = Next(line, at, Starts))
        {
            if (line[at] == '"')
            {
                at = EndOfText(line, at + 1);
                continue;
            }

            var start = StartOfWord(line, at);
            var end = at;
            while (end < line.Length && char.IsAsciiLetterOrDigit((char)line[end]))
            {
                end++;
            }

            var word = line[start..end];
            if (!word.SequenceEqual("true"u8) && !word.SequenceEqual("false"u8) && !word.SequenceEqual("null"u8))
            {
                var signed = start > 0 && line[start - 1] is (byte)'-' or (byte)'+' ? start - 1 : start;
                fault ??= FaultOf(line, signed, start, end);
                line[signed..end].Fill((byte)' ');
                line[signed] = (byte)'0';
            }

            at = end;
        }

        return fault;
    }

    private static Refusal FaultOf(ReadOnlySpan<byte> line, int signed, int start, int end)
    {
        var place = signed.ToString(CultureInfo.InvariantCulture);
        var shown = NumberText.Shorten(line[signed..end]);
        return NumberText.BareNonFinite(line, signed) > 0
            ? new Refusal(EvaluateErrors.Number, $"{shown} at byte {place} is not JSON; write the strings \"NaN\", \"Infinity\", \"-Infinity\" (in Python: json.dumps(..., allow_nan=False) finds the position).")
            : new Refusal(EvaluateErrors.Json, $"the line is not JSON at byte {start.ToString(CultureInfo.InvariantCulture)}: '{NumberText.Shorten(line[start..end])}' is not in quotes. Outside quotes JSON has only numbers, true, false and null. Write each request as one JSON object on one line.");
    }

    /// <summary>Goes back over letters and digits: a word may begin with an e, and a word that begins with a digit is a malformed number.</summary>
    private static int StartOfWord(ReadOnlySpan<byte> line, int at)
    {
        while (at > 0 && char.IsAsciiLetterOrDigit((char)line[at - 1]))
        {
            at--;
        }

        return at;
    }

    private static int EndOfText(ReadOnlySpan<byte> line, int at)
    {
        for (at = Next(line, at, EndsOrEscapes); at < line.Length && line[at] == '\\'; at = Next(line, Math.Min(at + 2, line.Length), EndsOrEscapes))
        {
            // An escaped quote does not end the text.
        }

        return Math.Min(at + 1, line.Length);
    }

    private static int Next(ReadOnlySpan<byte> line, int from, SearchValues<byte> values)
    {
        var found = line[from..].IndexOfAny(values);
        return found < 0 ? line.Length : from + found;
    }
}
