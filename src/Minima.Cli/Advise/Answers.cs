using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary>Parses answers from options and from the terminal.</summary>
internal static class Answers
{
    /// <summary>Parses the value of --cost: <c>over=1,under=4</c>.</summary>
    /// <exception cref="UsageException">Not two positive numbers.</exception>
    public static LinearCost Cost(string text) => LinearCost.Parse(text)
        ?? throw new UsageException($"advise: --cost {Wording.Quote(text)} is not understood; give the costs of one unit too high and one unit too low, both above 0, as in --cost over=1,under=4.");

    /// <summary>Parses the value of --error.</summary>
    /// <exception cref="UsageException">Neither absolute nor relative.</exception>
    public static bool AreRelative(string text) => Choice("--error", text, "absolute", "relative");

    /// <summary>Parses the value of --labels.</summary>
    /// <exception cref="UsageException">Neither sure nor noisy.</exception>
    public static bool AreNoisy(string text) => Choice("--labels", text, "sure", "noisy");

    /// <summary>Reads <c>name=value</c> words.</summary>
    /// <exception cref="UsageException">An unknown name, or no number.</exception>
    public static IReadOnlyDictionary<string, double> Thresholds(IEnumerable<string> words)
    {
        var thresholds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals].Trim();
            if (!AdviceOptions.DefaultThresholds.TryGetValue(name, out var standard))
            {
                var names = AdviceOptions.DefaultThresholds.Keys;
                throw new UsageException($"advise: --threshold {Wording.Quote(word)}: there is no such threshold{Wording.DidYouMean(name, names)}; there are {string.Join(", ", names)}, as in --threshold tails=0.2.");
            }

            if (equals < 0 || Number(word[(equals + 1)..]) is not { } value || value < 0)
            {
                throw new UsageException($"advise: --threshold {Wording.Quote(word)}: the value must be a number of at least 0, as in --threshold {name}={NumberFormat.Short(standard)}.");
            }

            thresholds[name] = value;
        }

        return thresholds;
    }

    private static bool Choice(string option, string text, string no, string yes) => text.Trim() switch
    {
        var word when word == no => false,
        var word when word == yes => true,
        _ => throw new UsageException($"advise: {option} {Wording.Quote(text)} is not understood; it must be {no} or {yes}."),
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
