using System.Globalization;

namespace Minima.Sql;

/// <summary>
/// Sums that do not depend on the order of their terms: each term is multiplied by a power of two and rounded to a 64-bit whole number, and databases add whole numbers without loss. The power follows from
/// a bound of the terms, which depends only on the data, so the result is bit-identical for any number of threads and shards.
/// </summary>
/// <remarks>The largest term keeps 61 bits; a smaller one is rounded by at most 2^-62 of the bound. After R. Ahrens, J. Demmel and H. D. Nguyen, "Algorithms for efficient reproducible floating point summation" (2020), with one bin.</remarks>
internal static class FixedSum
{
    /// <summary>The exponent of a term at its bound, which becomes 2^Bits.</summary>
    public const int Bits = 61;

    /// <summary>The exponent of the lowest power of two above a bound; 0 for a bound of 0.</summary>
    public static int Exponent(double bound) => bound == 0 ? 0 : Math.ILogB(bound) + 1;

    /// <summary>The factor of terms below 2^exponent; at most 2^1023.</summary>
    public static double Scale(int exponent) => Math.ScaleB(1, Math.Min(Bits - exponent, 1023));

    /// <summary>The sum of terms that are already scaled.</summary>
    public static string Of(string term) => $"CAST(sum(CAST({term} AS BIGINT)) AS VARCHAR)";

    /// <summary>Adds the sums of shards.</summary>
    public static Int128 Add(IEnumerable<string?> sums) => sums.Aggregate((Int128)0, (total, text) => total + (text is null ? 0 : Int128.Parse(text, CultureInfo.InvariantCulture)));

    /// <summary>The number that a sum of whole numbers represents.</summary>
    public static double Value(Int128 sum, int exponent) => Math.ScaleB((double)sum, -Math.Min(Bits - exponent, 1023));
}
