using System.Globalization;

namespace Minima.Tabular;

/// <summary><c>NAME[:option=value,...]</c> with numbers, the value of --optimizer and --schedule.</summary>
/// <param name="Name">The name as given.</param>
/// <param name="Options">Numbers by name, in the given order.</param>
internal readonly record struct NamedChoice(string Name, (string Name, double Value)[] Options)
{
    /// <exception cref="UsageException">A piece is not <c>option=number</c>.</exception>
    public static NamedChoice Parse(string option, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return new(text.Trim(), []);
        var name = text[..colon].Trim();
        return new(name, [.. text[(colon + 1)..].Split(',').Select(piece => Piece(option, name, piece))]);
    }

    /// <summary>True if the option was given.</summary>
    public bool Has(string option) => Array.Exists(Options, given => Names.Normalise(given.Name) == Names.Normalise(option));

    private static (string Name, double Value) Piece(string option, string name, string piece)
    {
        var equals = piece.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && Number(piece[(equals + 1)..]) is { } value) return (piece[..equals].Trim(), value);
        throw new UsageException($"{option} {name}: {DataException.Quote(piece.Trim())} is not understood; option=number is expected, as in {option} {name}:option=0.9.");
    }

    private static double? Number(string text) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "YES" => 1,
        "FALSE" or "NO" => 0,
        var word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };
}
