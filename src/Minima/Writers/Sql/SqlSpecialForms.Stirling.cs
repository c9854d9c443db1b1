using Minima.Reals;
using static Minima.Writers.SqlForms;

namespace Minima.Writers;

/// <summary>The remainder of Stirling's formula for log Gamma, as a function of the inverse: its series below 1/10, ten steps of the recurrence above.</summary>
internal static partial class SqlSpecialForms
{
    private const int StirlingSteps = 10;
    private const double SeriesBelow = 0.1;

    public static SqlReal StirlingRemainder(SqlReal inverse)
    {
        var (near, x) = StirlingSides(inverse);
        var sum = StirlingSeries(Of(1) / (x + Of(StirlingSteps)), 0);
        for (var k = StirlingSteps - 1; k >= 0; k--)
        {
            var at = x + Of(k);
            sum += (at + Of(0.5)) * Log1p(Of(1) / at) - Of(1);
        }

        return If(inverse, Of(SeriesBelow), StirlingSeries(near, 0), sum);
    }

    public static SqlReal StirlingRemainderSlope(SqlReal inverse)
    {
        var (near, x) = StirlingSides(inverse);
        return If(inverse, Of(SeriesBelow), StirlingSeries(near, 1), -(x * x * StirlingSlope(x)));
    }

    public static SqlReal StirlingRemainderCurvature(SqlReal inverse)
    {
        var (near, x) = StirlingSides(inverse);
        var last = Of(1) / (x + Of(StirlingSteps));
        var sum = last * last * last * (last * StirlingSeries(last, 2) + Of(2) * StirlingSeries(last, 1));
        for (var k = StirlingSteps - 1; k >= 0; k--)
        {
            var product = (x + Of(k)) * (x + Of(k + 1));
            sum += Of(0.5) / (product * product);
        }

        return If(inverse, Of(SeriesBelow), StirlingSeries(near, 2), x * x * x * (x * sum + Of(2) * StirlingSlope(x)));
    }

    /// <summary>The inverse if it is small, and the argument if it is not, each clamped to its range of use.</summary>
    private static (SqlReal Near, SqlReal X) StirlingSides(SqlReal inverse) =>
        (If(inverse, Of(SeriesBelow), inverse, Of(SeriesBelow)), Of(1) / If(inverse, Of(SeriesBelow), Of(1), inverse));

    /// <summary>The derivative with respect to the argument, not to its inverse.</summary>
    private static SqlReal StirlingSlope(SqlReal x)
    {
        var last = Of(1) / (x + Of(StirlingSteps));
        var sum = -(last * last * StirlingSeries(last, 1));
        for (var k = StirlingSteps - 1; k >= 0; k--)
        {
            var at = x + Of(k);
            sum += Log1p(Of(1) / at) - (at + Of(0.5)) / (at * (at + Of(1)));
        }

        return sum;
    }

    /// <summary>The series by the inverse, or its first or second derivative.</summary>
    private static SqlReal StirlingSeries(SqlReal inverse, int derivative)
    {
        // Each derivative makes the terms fall more slowly.
        var terms = SpecialFunctions.StirlingTerms[..(derivative == 2 ? 14 : 10)].ToArray();
        var factors = terms.Select((term, k) => derivative switch { 0 => term, 1 => term * (2 * k + 1), _ => term * (2 * k + 1) * (2 * k) }).ToArray();
        var square = inverse * inverse;
        return derivative switch
        {
            0 => inverse * Horner(factors, square),
            1 => Horner(factors, square),
            _ => inverse * Horner(factors.AsSpan(1), square),
        };
    }
}
