using System.Text;

namespace Minima.Tabular;

/// <summary>Parts of messages.</summary>
internal static class Wording
{
    private const int Longest = 60;

    /// <summary>In bytes of UTF-8; with escapes an answer stays below 4 KiB.</summary>
    private const int LongestMessage = 2048;

    /// <summary>The largest number of names to compare: lists of real names are shorter, but a request may contain a million.</summary>
    private const int MostCompared = 1000;

    /// <summary>The largest number of names that are listed.</summary>
    private const int MostListed = 40;

    /// <summary>A user's text in quotes: at most 60 characters, so that an answer never grows with a hostile request.</summary>
    public static string Quote(string text) => $"'{Shorten(text)}'";

    /// <summary>" (did you mean 'x'?)", or nothing if no known name is close.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known)
    {
        var nearest = Suggestions.Nearest(Shorten(name), known.Where(word => word.Length <= Longest).Take(MostCompared));
        return nearest is null ? "" : $" (did you mean '{nearest}'?)";
    }

    /// <summary>"Its inputs: a, b." or "It has no inputs."</summary>
    public static string Listing(string what, IEnumerable<string> known)
    {
        var shown = known.Take(MostListed + 1).ToArray();
        var list = string.Join(", ", shown.Take(MostListed)) + (shown.Length > MostListed ? ", ..." : "");
        return list.Length == 0 ? $"It has no {what}." : $"Its {what}: {list}.";
    }

    /// <summary>"a", "a or b", "a, b or c".</summary>
    public static string Or(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    /// <summary>A user's text, at most 60 characters.</summary>
    public static string Shorten(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 4]) ? Longest - 4 : Longest - 3)] + "...";

    /// <summary>A message, shortened to its start and its end if it exceeds 2048 bytes of UTF-8, for the few messages that quote much.</summary>
    public static string Bounded(string message)
    {
        if (Encoding.UTF8.GetByteCount(message) <= LongestMessage)
        {
            return message;
        }

        // At most three bytes for each character; never between the halves of a pair.
        const int each = (LongestMessage / 6) - 4;
        var (start, end) = (each, message.Length - each);
        return message[..(char.IsHighSurrogate(message[start - 1]) ? start - 1 : start)] + " ... " + message[(char.IsLowSurrogate(message[end]) ? end + 1 : end)..];
    }

    /// <summary>A member of an enumeration in documents: half_logit.</summary>
    public static string Snake(Enum member) => Separated(member.ToString(), "_");

    /// <summary>The name of an option of the command line, from that of a property: min-rows.</summary>
    public static string OptionName(string property) => Separated(property, "-");

    /// <summary>A size in the form of the command line, rounded up to whole megabytes.</summary>
    public static string Size(long bytes)
    {
        var megabytes = (bytes + (1 << 20) - 1) >> 20;
        return megabytes % 1024 == 0 ? FormattableString.Invariant($"{megabytes / 1024}GB") : FormattableString.Invariant($"{megabytes}MB");
    }

    /// <summary>A word, quoted for a shell if necessary.</summary>
    public static string Shell(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ':' or ',' or '+' or '%')
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A name of several words in lower case, with a separator between the words.</summary>
    private static string Separated(string name, string between) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? between : "") + char.ToLowerInvariant(c) : c.ToString()));
}
