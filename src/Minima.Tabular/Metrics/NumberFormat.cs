using System.Globalization;

namespace Minima.Tabular;

/// <summary>
/// The number of decimals of a metric: the same in every row, so that columns can be read down, with about four significant digits of a
/// typical value.
/// </summary>
internal sealed class NumberFormat
{
    private const int Digits = 4;

    /// <summary>Below it, fixed decimals would be mostly zeros.</summary>
    private const double SmallestFixed = 1e-8;

    private readonly int _targetDecimals;
    private readonly bool _tiny;

    /// <param name="level">A typical size in the target's units.</param>
    public NumberFormat(double level)
    {
        _targetDecimals = Decimals(level);
        _tiny = Math.Abs(level) is > 0 and < SmallestFixed;
    }

    public string Show(TableMetric metric, double value) =>
        metric.Unit != MetricUnit.Target ? Fixed(value, Digits)
        : _tiny ? value.ToString("0.000e+0", CultureInfo.InvariantCulture)
        : Fixed(value, _targetDecimals);

    /// <summary>Four significant digits, without an exponent if that is readable.</summary>
    public static string Short(double value) => Math.Abs(value) is (> 0 and < 1e-4) or >= 1e7
        ? value.ToString("0.###e+0", CultureInfo.InvariantCulture)
        : (Math.Round(value, Math.Min(15, Decimals(value))) + 0.0).ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>Two significant digits, enough for an error of an error.</summary>
    public static string Rough(double value) => Math.Abs(value) is (> 0 and < 1e-4) or >= 1e6
        ? value.ToString("0.#e+0", CultureInfo.InvariantCulture)
        : (Math.Round(value, Math.Min(15, Math.Max(0, Decimals(value) - 2))) + 0.0).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits with a sign.</summary>
    public static string Signed(double value) => value == 0 ? "0" : Math.Abs(value) is < 1e-4 or >= 1e6
        ? value.ToString("+0.##e+0;-0.##e+0", CultureInfo.InvariantCulture)
        : Math.Round(value, Math.Clamp(Decimals(value) - 1, 0, 15)).ToString("+0.########;-0.########;0", CultureInfo.InvariantCulture);

    private static int Decimals(double level) => level == 0 || !double.IsFinite(level)
        ? Digits
        : Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(level))), 0, 12);

    private static string Fixed(double value, int decimals)
    {
        // Diverged or tiny numbers would be very many digits, or all zeros.
        if (Math.Abs(value) >= 1e9) return value.ToString("0.000e+0", CultureInfo.InvariantCulture);
        var text = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.All(c => c is '-' or '0' or '.') ? text[1..] : text;
    }
}
