using System.Globalization;

namespace Minima;

/// <summary>A number in short decimal notation: <c>0.25</c>, <c>1e-7</c>, <c>2.5e9</c>.</summary>
internal static class Scientific
{
    private const int MostZeros = 7;

    /// <summary>The shortest digits that parse to the same number; an exponent without a plus sign or leading zeros, and only if it saves digits.</summary>
    public static string Of(double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        if (digits.Length > MostZeros && digits.EndsWith(new string('0', MostZeros), StringComparison.Ordinal) && !digits.Contains('.', StringComparison.Ordinal) && !digits.Contains('E', StringComparison.Ordinal))
        {
            digits = value.ToString("0.################E0", CultureInfo.InvariantCulture);
        }

        var at = digits.IndexOf('E', StringComparison.Ordinal);
        return at < 0 ? digits : digits[..at] + "e" + int.Parse(digits[(at + 1)..], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The digits before and after the <c>e</c>; the first are empty for a power of ten, and null if there is no exponent.</summary>
    public static (string Mantissa, string Exponent)? Parts(string digits)
    {
        var at = digits.IndexOf('e', StringComparison.Ordinal);
        return at < 0 ? null : (digits[..at] == "1" ? "" : digits[..at], digits[(at + 1)..]);
    }
}
