using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>A probability as users write it: 90% or 0.9.</summary>
internal static class Percent
{
    /// <summary>Reads a probability above 0 and below 1.</summary>
    /// <param name="command">The command, for the message.</param>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">The given text.</param>
    /// <exception cref="UsageException">The text is not such a probability.</exception>
    public static double Read(string command, string option, string text)
    {
        var word = text.Trim();
        var isPercent = word.EndsWith('%');
        if (double.TryParse(isPercent ? word[..^1] : word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && (isPercent ? value / 100 : value) is > 0 and < 1 and var share) return share;
        throw new UsageException($"{command}: {option} is {DataException.Quote(text)}; it must be a probability between 0 and 1, for example 90% or 0.9.");
    }

    /// <summary>A probability for a report: 95 %.</summary>
    public static string Write(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * (decimal)share:0.##} %");
}
