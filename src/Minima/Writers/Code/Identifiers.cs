using System.Text;

namespace Minima.Writers;

/// <summary>Names that every programming language accepts.</summary>
internal static class Identifiers
{
    /// <summary>Names of letters, digits and underscores, without reserved words and duplicates.</summary>
    public static string[] Of(IReadOnlyList<string> names, IReadOnlySet<string> reserved)
    {
        var taken = new HashSet<string>(reserved, StringComparer.OrdinalIgnoreCase);
        var result = new string[names.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var name = Clean(names[i]);
            while (!taken.Add(name))
            {
                name += "_";
            }

            result[i] = name;
        }

        return result;
    }

    /// <summary><c>sigmoid_focal</c> as <c>SigmoidFocal</c>.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder();
        foreach (var word in Clean(name).Split('_', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
        }

        return text.Length == 0 || char.IsDigit(text[0]) ? "Formula" + text : text.ToString();
    }

    private static string Clean(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }
}
