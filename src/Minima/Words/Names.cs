namespace Minima;

/// <summary>Comparison of names, and suggestions for unknown ones.</summary>
internal static class Names
{
    /// <summary>Lower case without <c>_</c>, <c>-</c> and spaces, full-width brackets as ASCII ones: the form in which names are compared.</summary>
    public static string Normalise(string name)
    {
        Span<char> buffer = name.Length <= 256 ? stackalloc char[name.Length] : new char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            if (c is not ('_' or '-' or ' '))
            {
                buffer[length++] = c switch { '（' => '(', '）' => ')', _ => char.ToLowerInvariant(c) };
            }
        }

        return new string(buffer[..length]);
    }

    /// <summary>A user's text for a message: at most 60 characters.</summary>
    public static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";

    /// <summary>" (did you mean 'x'?)" for the nearest known names, or nothing if none is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known)
    {
        var text = Normalise(name.Length > 60 ? name[..60] : name);
        var near = known
            .Select(k => (Name: k, Distance: Distance(text, Normalise(k))))
            .Where(k => k.Distance <= Math.Max(1, Math.Min(text.Length, k.Name.Length) / 3))
            .OrderBy(k => k.Distance)
            .ThenBy(k => k.Name, StringComparer.Ordinal)
            .Take(2)
            .Select(k => $"'{k.Name}'")
            .ToArray();
        return near.Length == 0 ? "" : $" (did you mean {string.Join(" or ", near)}?)";
    }

    /// <summary>The number of insertions, deletions, replacements and swaps of neighbours between two words (Damerau 1964).</summary>
    internal static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
