namespace Minima;

/// <summary>Names in the quotation marks of an English message, with the quotation marks of a Chinese one.</summary>
internal static class ChineseQuotes
{
    private const string Between = "', '";
    private const string More = "' and ";

    /// <summary>'a' becomes “a”, and a list of names a list with Chinese commas; any other text is unchanged.</summary>
    public static string Of(string text)
    {
        if (text.Length < 2 || text[0] != '\'') return text;
        var end = text.LastIndexOf('\'');
        var rest = text[(end + 1)..];
        if (rest.Length > 0 && !(text.AsSpan(end).StartsWith(More, StringComparison.Ordinal) && rest.EndsWith(" more", StringComparison.Ordinal))) return text;
        if (end == 0) return text;
        var names = text[1..end].Split(Between);
        var shown = string.Join('、', names.Select(name => $"“{name}”"));
        return rest.Length == 0 ? shown : $"{shown}，另有 {rest[5..^5]} 个";
    }
}
