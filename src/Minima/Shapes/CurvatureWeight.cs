namespace Minima;

/// <summary>Derivative over residual, in place of a second derivative.</summary>
internal static class CurvatureWeight
{
    /// <param name="size">The absolute residual.</param>
    /// <param name="slope">The absolute derivative.</param>
    /// <param name="exact">The positive part of the second derivative.</param>
    /// <param name="usual">The absolute value of a usual residual; a smaller residual is not divided by.</param>
    public static double Of(double size, double slope, double exact, double usual) => size >= usual && size > 0 ? slope / size : usual > 0 ? Math.Max(exact, slope / usual) : exact;
}
