using Minima.Cli.Compare;

namespace Minima.Cli.Evaluate;

/// <summary>Pieces of messages.</summary>
internal static class Words
{
    private const int Longest = 60;

    /// <summary>No list of names that a person chooses from is longer; a request may hold a million.</summary>
    private const int MostCompared = 1000;

    /// <summary>So many names of a list are shown.</summary>
    private const int MostListed = 40;

    /// <summary>A user's text in quotes: at most 60 characters, so that an answer never grows with a hostile request.</summary>
    public static string Quote(string text) => $"'{Shorten(text)}'";

    /// <summary>" (did you mean 'x'?)", or nothing where no known name is near.</summary>
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

    /// <summary>A member of an enumeration as documents write it: half_logit.</summary>
    public static string Snake(Enum member) =>
        string.Concat(member.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
