namespace Minima.Tabular;

/// <summary>Sums with compensation for rounding (A. Neumaier, 1974): differences between nearly equal objectives stay meaningful.</summary>
internal static class Summation
{
    /// <summary>The sum of values times weights.</summary>
    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> shares)
    {
        var sum = 0.0;
        var lost = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var term = values[i] * shares[i];
            var next = sum + term;
            if (double.IsFinite(next)) lost += Math.Abs(sum) >= Math.Abs(term) ? (sum - next) + term : (term - next) + sum;
            sum = next;
        }

        return sum + lost;
    }
}
