namespace Minima;

/// <summary>Slope over residual in the place of a second derivative.</summary>
internal static class CurvatureWeight
{
    /// <param name="size">The size of the residual.</param>
    /// <param name="slope">That of the slope.</param>
    /// <param name="exact">The positive part of the second derivative.</param>
    /// <param name="usual">The size of usual residuals: a smaller one does not divide.</param>
    public static double Of(double size, double slope, double exact, double usual) => size >= usual && size > 0 ? slope / size : usual > 0 ? Math.Max(exact, slope / usual) : exact;
}
