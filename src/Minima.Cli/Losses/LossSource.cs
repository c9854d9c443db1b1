using System.Globalization;
using Minima.Cli.Evaluate;

namespace Minima.Cli.Losses;

/// <summary>A loss as a person gives it on a command line: a name of the catalogue, or a formula as text, with parameters.</summary>
internal static class LossSource
{
    /// <summary>The loss of a name or a formula.</summary>
    /// <param name="text">A key or alias, with parameters behind it or not (<c>huber:delta=2</c>), or a formula over p and t.</param>
    /// <param name="parameters">Each <c>name=value</c>; a list as <c>[1,2]</c>, a matrix as <c>[[1,2],[3,4]]</c>.</param>
    /// <param name="toShow">A parameter that must be given and is not takes its example: the loss is shown, and not worked with.</param>
    /// <exception cref="LossException">An unknown name, a formula that cannot be read, a parameter that is refused.</exception>
    public static Loss Read(string text, IReadOnlyList<string> parameters, bool toShow = false)
    {
        if (NamedBefore(text) is { } named)
        {
            return Create(named, Parameters(named.Key, [.. Pieces(text[(LossNameEnd.In(text) + 1)..]), .. parameters]), toShow);
        }

        var given = Parameters(text, parameters);
        return Catalogue.TryFind(text) is { } entry ? Create(entry, given, toShow)
            : IsFormula(text) ? Loss.Parse(text, Numbers(given))
            : Loss.Create(Catalogue.Find(text), given);
    }

    private static Loss Create(LossEntry entry, Dictionary<string, object?> given, bool toShow)
    {
        foreach (var parameter in entry.Parameters.Where(p => toShow && p.IsRequired)) given.TryAdd(parameter.Name, parameter.Example);
        return Loss.Create(entry, given);
    }

    /// <summary>The loss of <c>NAME</c> or <c>NAME:parameter=value</c>, or null where the word is something else.</summary>
    public static LossEntry? Named(string text) => NamedBefore(text) ?? Catalogue.TryFind(text);

    private static LossEntry? NamedBefore(string text) => LossNameEnd.In(text) is > 0 and var colon ? Catalogue.TryFind(text[..colon].Trim()) : null;

    /// <summary>What commas hold apart, but for those inside the brackets of a list.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    /// <summary>What cannot be a name is meant as a formula; so are the two letters that formulas are written with.</summary>
    private static bool IsFormula(string text) =>
        text.Trim() is "p" or "t" or "prediction" || text.Any(c => c is '(' or ')' or '+' or '*' or '/' or '^' or '?' or '<' or '>' or ':') || (text.Contains('-', StringComparison.Ordinal) && text.Contains(' ', StringComparison.Ordinal)) || text.Trim() is "p-t" or "t-p";

    private static Dictionary<string, object?> Parameters(string loss, IReadOnlyList<string> pieces)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var piece in pieces)
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new LossException(LossError.ParameterType, $"{Words.Shorten(loss)}: {Words.Quote(piece)} is not a parameter; name=value is expected, as in --param delta=2.");
            }

            var (name, value) = (piece[..equals].Trim(), piece[(equals + 1)..].Trim());
            if (!given.TryAdd(name, List(value) ?? Matrix(value) ?? (object)value))
            {
                throw new LossException(LossError.ParameterType, $"{Words.Shorten(loss)}: parameter {Words.Quote(name)} is given twice; give it once.");
            }
        }

        return given;
    }

    /// <summary>The parameters of a formula are numbers.</summary>
    private static Dictionary<string, object?> Numbers(Dictionary<string, object?> given) => given.ToDictionary(
        pair => pair.Key,
        pair => pair.Value is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : pair.Value,
        StringComparer.Ordinal);

    private static double[][]? Matrix(string value)
    {
        if (value is not ['[', .. var inside, ']'])
        {
            return null;
        }

        var rows = Pieces(inside).Select(row => List(row.Trim())).OfType<double[]>().ToArray();
        return rows.Length == Pieces(inside).Count() ? rows : null;
    }

    private static double[]? List(string value)
    {
        if (value is not ['[', .. var inside, ']'])
        {
            return null;
        }

        var words = inside.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }
}
