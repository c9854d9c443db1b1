using System.Globalization;

namespace Minima;

/// <summary>Splits a loss as text: its name, the parameters between commas, and their values.</summary>
internal static class SpecText
{
    /// <summary>The most colons in a name of a loss.</summary>
    private const int MostColonsInName = 3;

    /// <summary>The position of the colon after a name or a formula, or -1 if nothing follows it. Some names contain a colon (XGBoost's <c>rank:ndcg</c>), and so do conditions.</summary>
    public static int HeadEnd(string text)
    {
        if (Catalogue.TryFind(text.Trim()) is not null)
        {
            return -1;
        }

        var (first, seen) = (-1, 0);
        for (var colon = text.IndexOf(':', StringComparison.Ordinal); colon >= 0; colon = text.IndexOf(':', colon + 1))
        {
            // Each lookup in the catalogue reads all the text before the colon.
            if ((seen++ < MostColonsInName + 1 && Catalogue.TryFind(text[..colon].Trim()) is not null) || BeginsParameter(text, colon + 1))
            {
                return colon;
            }

            first = first < 0 ? colon : first;
        }

        // "hubber:delta" is a misspelt name, "p < t ? 1 : 2" a formula.
        return text.Contains('?', StringComparison.Ordinal) ? -1 : first;
    }

    /// <summary>Splits at the commas that are not inside brackets.</summary>
    public static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length)
            {
                depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
                if (text[i] != ',' || depth > 0)
                {
                    continue;
                }
            }

            if (text[start..i].Trim() is { Length: > 0 } piece)
            {
                pieces.Add(piece);
            }

            start = i + 1;
        }

        return pieces;
    }

    /// <summary>A list, a matrix, or the word itself.</summary>
    /// <exception cref="LossException">A number is larger than the largest double.</exception>
    public static object Value(string loss, string name, string text)
    {
        RefuseOverflow(loss, name, text);
        if (text is not ['[', .. var inside, ']'])
        {
            return text;
        }

        if (List(loss, name, inside) is { } list)
        {
            return list;
        }

        var rows = Pieces(inside).ConvertAll(row => row is ['[', .. var numbers, ']'] ? List(loss, name, numbers) : null);
        return rows.Contains(null) ? text : rows.Select(row => row!).ToArray();
    }

    /// <summary>LOW..HIGH, or null if the value is something else.</summary>
    /// <exception cref="LossException">The text looks like a range but is not one.</exception>
    public static TunedParameter? Range(string loss, string name, string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 || value is ['[', ..])
        {
            return null;
        }

        return double.TryParse(value.AsSpan(0, dots), NumberStyles.Float, CultureInfo.InvariantCulture, out var low)
            && double.TryParse(value.AsSpan(dots + 2), NumberStyles.Float, CultureInfo.InvariantCulture, out var high)
            && double.IsFinite(low) && double.IsFinite(high) && low < high
            ? new TunedParameter(name, low, high)
            : throw new LossException(
                LossError.ParameterType,
                $"{loss}: parameter {Quote(name)} is {Quote(value)}; write a tuning range as LOW..HIGH, two numbers with the lower first, as in {loss}:{name}=0.5..5.");
    }

    public static string Quote(string text) => $"'{Names.Shorten(string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)))}'";

    /// <summary>True for "name=": no formula contains a single '='.</summary>
    private static bool BeginsParameter(string text, int at)
    {
        var name = TextLexer.Next(text, at);
        if (name.Kind != TextTokenKind.Name)
        {
            return false;
        }

        var equals = TextLexer.Next(text, name.End);
        return equals.Kind == TextTokenKind.Unknown && text[equals.Position] == '=' && (equals.End == text.Length || text[equals.End] != '=');
    }

    /// <summary>Numbers between commas, or null.</summary>
    private static double[]? List(string loss, string name, string inside)
    {
        if (inside.AsSpan().Trim().IsEmpty)
        {
            return [];
        }

        var words = inside.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }

            RefuseOverflow(loss, name, words[i]);
        }

        return numbers;
    }

    /// <summary>Throws for digits that overflow to infinity, such as 1e400; the word Infinity is accepted.</summary>
    private static void RefuseOverflow(string loss, string name, string value)
    {
        if (value.Any(char.IsAsciiDigit) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsInfinity(number))
        {
            throw new LossException(LossError.ParameterDomain, $"{loss}: parameter {Quote(name)} is {Names.Shorten(value)}, beyond the largest double (1.8e308); for an infinite value write Infinity or -Infinity.");
        }
    }
}
