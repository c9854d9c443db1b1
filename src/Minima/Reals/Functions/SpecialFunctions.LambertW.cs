namespace Minima.Reals;

public static partial class SpecialFunctions
{
    internal const double Euler = 2.7182818284590451;

    /// <summary>The part of e beyond the double above.</summary>
    private const double EulerRest = 1.4456468917292502e-16;

    /// <summary>The double closest to -1/e, 1.2e-17 below it; it represents the branch point.</summary>
    internal const double BranchPoint = -0.36787944117144233;

    /// <summary>(k - 1) / k! from k = 2: (v - 1) e^v + 1 = v^2 (1/2 + v/3 + v^2/8 + ...).</summary>
    internal static ReadOnlySpan<double> AboveBranchPoint =>
    [
        1.0 / 2, 1.0 / 3, 1.0 / 8, 1.0 / 30, 1.0 / 144, 1.0 / 840, 1.0 / 5760, 1.0 / 45360, 1.0 / 403200,
        1.0 / 3991680, 1.0 / 43545600, 1.0 / 518918400, 1.0 / 6706022400, 1.0 / 93405312000,
        1.0 / 1394852659200, 1.0 / 22230464256000,
    ];

    /// <summary>W(x), the principal branch of Lambert's function: the solution w >= -1 of w e^w = x.</summary>
    /// <remarks>
    /// <para>Domain: [-1/e, infinity); -1 at the double next to -1/e, 0 at 0, +Infinity at +Infinity, NaN below
    /// the branch point.</para>
    /// <para>Measured: relative error at most 3.5e-16, up to the branch point.</para>
    /// <para>Source: R. M. Corless, G. H. Gonnet, D. E. G. Hare, D. J. Jeffrey and D. E. Knuth, "On the Lambert W
    /// function", Advances in Computational Mathematics 5 (1996): the series at the branch point (4.22) and
    /// Halley's iteration. Away from the branch point, the fourth-order iteration of F. N. Fritsch,
    /// R. E. Shafer and W. P. Crowley, "Algorithm 443", Communications of the ACM 16 (1973), which works on
    /// logarithms and so never overflows, from the start of S. Winitzki, "Uniform approximations for
    /// transcendental functions" (2003).</para>
    /// </remarks>
    public static double LambertW(double x)
    {
        if (x == BranchPoint)
            return -1;
        if (x < BranchPoint)
            return double.NaN;
        if (x < -0.3)
            return LambertWNearBranch(x);
        if (x == 0 || double.IsPositiveInfinity(x))
            return x;

        var logarithm = LogOnePlus(x);
        var w = logarithm * (1 - LogOnePlus(logarithm) / (2 + logarithm));
        // The start is accurate to 4 percent; each step raises the error to its fourth power.
        for (var step = 0; step < 2; step++)
        {
            var residual = Math.Log(x / w) - w;
            var next = 1 + w;
            var q = 2 * next * (next + residual * (2.0 / 3));
            w *= 1 + residual / next * ((q - residual) / (q - 2 * residual));
        }

        return w;
    }

    /// <summary>
    /// Solves for v = 1 + w, which is small here: the residual of w e^w = x itself would be a difference of
    /// nearly equal numbers and cost half the digits at the branch point.
    /// </summary>
    private static double LambertWNearBranch(double x)
    {
        // 1 + e x with e in two pieces, exact to the last digit although almost everything cancels.
        var distance = Math.FusedMultiplyAdd(Euler, x, 1) + EulerRest * x;
        var p = Math.Sqrt(2 * distance);
        var v = p * (1 + p * (-1.0 / 3 + p * (11.0 / 72 + p * (-43.0 / 540 + p * (769.0 / 17280)))));
        // Halley's step for f(v) = (v - 1) e^v + 1 - distance, where f' = v e^v and f''/f' = 1 + 1/v.
        for (var step = 0; step < 2; step++)
        {
            var newton = (v * v * Polynomial(AboveBranchPoint, v) - distance) / (v * Math.Exp(v));
            v -= newton / (1 - 0.5 * newton * (1 + 1 / v));
        }

        return v - 1;
    }
}
