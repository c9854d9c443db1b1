using System.Globalization;

namespace Minima.Lab;

/// <summary>Numbers as tables show them.</summary>
internal static class Figure
{
    /// <summary>The given number of digits after the decimal point.</summary>
    public static Words Fixed(double value, int digits = 3) => Text(value, "F" + digits.ToString(CultureInfo.InvariantCulture));

    /// <summary>0.123 as 12.3 %.</summary>
    public static Words Percent(double share, int digits = 1) => double.IsFinite(share) ? Text(100 * share, "F" + digits.ToString(CultureInfo.InvariantCulture)).English + " %" : Text(share, "R");

    /// <summary>The given number of significant digits.</summary>
    public static Words Digits(double value, int digits = 3) => Text(value, "G" + digits.ToString(CultureInfo.InvariantCulture));

    /// <summary>Mean, and half the 95 % interval over seeds.</summary>
    public static Words Mean(Sample sample, int digits = 3) => $"{Fixed(sample.Mean, digits).English} ± {Fixed(sample.Half, digits).English}";

    /// <summary>Mean and half the interval of proportions.</summary>
    public static Words PercentMean(Sample sample, int digits = 1) => $"{Fixed(100 * sample.Mean, digits).English} ± {Fixed(100 * sample.Half, digits).English} %";

    /// <summary>A difference with its sign.</summary>
    public static Words Change(Sample sample, int digits = 3) => Signed(sample.Mean, Mean(sample, digits));

    /// <summary>A difference of proportions in percentage points, with its sign.</summary>
    public static Words PercentChange(Sample sample, int digits = 1) => Signed(sample.Mean, $"{Fixed(100 * sample.Mean, digits).English} ± {Fixed(100 * sample.Half, digits).English}");

    private static Words Signed(double value, Words text) => value > 0 ? "+" + text.English : text;

    private static Words Text(double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);

        // A rounded -0 is 0.
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyExcept("0.".AsSpan()) < 0 ? text[1..] : text;
    }
}
