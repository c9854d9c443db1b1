using System.Globalization;

namespace Minima.Tabular;

/// <summary>The thresholds of the checks: all of them shown, any of them overridden.</summary>
internal sealed class Thresholds
{
    public const string Order = "order";
    public const string Zeros = "zeros";
    public const string Dispersion = "dispersion";
    public const string Tails = "tails";
    public const string Outliers = "outliers";
    public const string Spread = "spread";
    public const string Skew = "skew";
    public const string PileUp = "pile-up";
    public const string Imbalance = "imbalance";
    public const string Conflicts = "conflicts";
    public const string Labels = "labels";
    public const string Missing = "missing";
    public const string Leakage = "leakage";
    public const string Size = "size";

    private static readonly Dictionary<string, double> Defaults = new(StringComparer.Ordinal)
    {
        [Order] = 0.02,
        [Zeros] = 0.02,
        [Dispersion] = 1.25,
        [Tails] = 0.15,
        [Outliers] = 0.004,
        [Spread] = 0.12,
        [Skew] = 0.1,
        [PileUp] = 0.02,
        [Imbalance] = 0.1,
        [Conflicts] = 0.005,
        [Labels] = 0.02,
        [Missing] = 0.005,
        [Leakage] = 0.98,
        [Size] = 10,
    };

    private readonly Dictionary<string, double> _values = new(Defaults, StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IEnumerable<string> Names => Defaults.Keys.Order(StringComparer.Ordinal);

    public double this[string name] => _values[name];

    /// <summary>Reads <c>name=value</c> words.</summary>
    /// <exception cref="UsageException">An unknown name, or no number.</exception>
    public static Thresholds Read(IEnumerable<string> words)
    {
        var thresholds = new Thresholds();
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals].Trim();
            if (!Defaults.TryGetValue(name, out var standard))
            {
                throw new UsageException($"advise: --threshold {Wording.Quote(word)}: there is no such threshold{Wording.DidYouMean(name, Names)}; there are {string.Join(", ", Names)}, as in --threshold tails=0.2.");
            }

            if (equals < 0 || !double.TryParse(word.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value) || value < 0)
            {
                throw new UsageException($"advise: --threshold {Wording.Quote(word)}: a number of at least 0 is expected, as in --threshold {name}={NumberFormat.Short(standard)}.");
            }

            thresholds._values[name] = value;
        }

        return thresholds;
    }
}
