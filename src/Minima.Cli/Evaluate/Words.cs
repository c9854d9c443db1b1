using Minima.Cli.Compare;

namespace Minima.Cli.Evaluate;

/// <summary>Pieces of messages.</summary>
internal static class Words
{
    private const int Longest = 60;

    /// <summary>A user's text in quotes: at most 60 characters, so that an answer never grows with a hostile request.</summary>
    public static string Quote(string text) => $"'{Shorten(text)}'";

    /// <summary>" (did you mean 'x'?)", or nothing where no known name is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known)
    {
        var nearest = Suggestions.Nearest(name.Length <= Longest ? name : name[..Longest], known);
        return nearest is null ? "" : $" (did you mean '{nearest}'?)";
    }

    /// <summary>"Its inputs: a, b." or "It has no inputs."</summary>
    public static string Listing(string what, IEnumerable<string> known)
    {
        var list = string.Join(", ", known);
        return list.Length == 0 ? $"It has no {what}." : $"Its {what}: {list}.";
    }

    /// <summary>"a", "a or b", "a, b or c".</summary>
    public static string Or(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    /// <summary>A user's text, at most 60 characters.</summary>
    public static string Shorten(string text) => text.Length <= Longest ? text : text[..(Longest - 3)] + "...";

    /// <summary>A member of an enumeration as documents write it: half_logit.</summary>
    public static string Snake(Enum member) =>
        string.Concat(member.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
