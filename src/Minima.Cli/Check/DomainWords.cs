using System.Globalization;

namespace Minima.Cli.Check;

/// <summary>The names of domains on a command line.</summary>
internal static class DomainWords
{
    /// <summary>The list of names for the help text.</summary>
    public const string Help = "real, positive, nonnegative, unit (0 to 1), open_unit, labels (-1 or +1), or a bound such as >=0, >-1, <=5, <1";

    /// <summary>The domain of a name, or null if there is none of that name.</summary>
    public static Domain? Read(string word) => word.Trim() switch
    {
        "real" => Domain.Real,
        "positive" => Domain.Positive,
        "nonnegative" => Domain.NonNegative,
        "unit" or "0..1" or "0,1" => Domain.Unit,
        "open_unit" => Domain.OpenUnit,
        "labels" or "-1,1" or "-1,+1" => Domain.MarginLabel,
        ['>', '=', .. var bound] => Number(bound) is { } low ? Domain.AtLeast(low) : null,
        ['<', '=', .. var bound] => Number(bound) is { } high ? Domain.AtMost(high) : null,
        ['>', .. var bound] => Number(bound) is { } low ? Domain.AboveOf(low) : null,
        ['<', .. var bound] => Number(bound) is { } high ? Domain.Below(high) : null,
        _ => null,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
