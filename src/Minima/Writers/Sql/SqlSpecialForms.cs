using Minima.Reals;
using static Minima.Writers.SqlForms;

namespace Minima.Writers;

/// <summary>The special functions that SQL lacks, in the expansions of <see cref="SpecialFunctions"/>, accurate to about 1e-14.</summary>
internal static partial class SqlSpecialForms
{
    public static SqlReal BesselI0e(SqlReal x)
    {
        var (near, far, size) = Sides(x);
        return If(
            size,
            Of(8),
            Chebyshev(SpecialFunctions.BesselI0Near, Of(0.25) * near - Of(1)),
            Chebyshev(SpecialFunctions.BesselI0Far, Of(16) / far - Of(1)) / Sqrt(far));
    }

    public static SqlReal BesselI1e(SqlReal x)
    {
        var (near, far, size) = Sides(x);
        return If(
            size,
            Of(8),
            x * Chebyshev(SpecialFunctions.BesselI1Near, Of(0.25) * near - Of(1)),
            Sign(x) * (Chebyshev(SpecialFunctions.BesselI1Far, Of(16) / far - Of(1)) / Sqrt(far)));
    }

    public static SqlReal LogNdtr(SqlReal x)
    {
        var size = Abs(x);
        var excess = Excess(size);
        return If(x, Of(0), -(Of(0.5) * x * x + (Of(SpecialFunctions.HalfLogTwoPi) + Log(excess + size))), Log1p(-UpperTail(size, excess)));
    }

    public static SqlReal InverseMills(SqlReal x)
    {
        var size = Abs(x);
        var excess = Excess(size);
        return If(x, Of(0), excess + size, Density(size) / (Of(1) - UpperTail(size, excess)));
    }

    public static SqlReal InverseMillsSlope(SqlReal x)
    {
        var size = Abs(x);
        var excess = Excess(size);
        var right = Density(size) / (Of(1) - UpperTail(size, excess));
        return If(x, Of(-1e9), Of(-1), If(Of(100), x, Of(0), If(x, Of(0), -(excess * (excess + size)), -(right * (right + x)))));
    }

    public static SqlReal Digamma(SqlReal x)
    {
        var positive = If(x, Of(0), Of(1) - x, x);
        var sum = Of(0);
        for (var k = 0; k < 10; k++)
        {
            sum += Of(1) / (positive + Of(k));
        }

        var inverse = Of(1) / (positive + Of(10));
        var square = inverse * inverse;
        var right = Log(positive + Of(10)) - (Of(0.5) * inverse + square * Horner(SpecialFunctions.DigammaStirling, square)) - sum;
        return If(x, Of(0), right - Of(Math.PI) * (CosPi(x) / SinPi(x)), right);
    }

    public static SqlReal Trigamma(SqlReal x)
    {
        var positive = If(x, Of(0), Of(1) - x, x);
        var inverse = Of(1) / (positive + Of(15));
        var square = inverse * inverse;
        var right = inverse + (Of(0.5) * square + square * inverse * Horner(SpecialFunctions.TrigammaStirling, square));
        for (var k = 14; k >= 0; k--)
        {
            right += Of(1) / ((positive + Of(k)) * (positive + Of(k)));
        }

        var ratio = Of(Math.PI) / SinPi(x);
        return If(x, Of(0), ratio * ratio - right, right);
    }

    public static SqlReal Tetragamma(SqlReal x)
    {
        var positive = If(x, Of(0), Of(1) - x, x);
        var inverse = Of(1) / (positive + Of(15));
        var square = inverse * inverse;
        var sum = square + (square * inverse + square * square * Horner(SpecialFunctions.TetragammaStirling, square));
        for (var k = 14; k >= 0; k--)
        {
            sum += Of(2) / ((positive + Of(k)) * (positive + Of(k)) * (positive + Of(k)));
        }

        var ratio = Of(Math.PI) / SinPi(x);
        return If(x, Of(0), -sum - Of(2) * ratio * ratio * ratio * CosPi(x), -sum);
    }

    /// <summary>The principal branch by Fritsch, Shafer and Crowley's iteration, and by Halley's near the branch point.</summary>
    public static SqlReal LambertW(SqlReal x)
    {
        // Each branch gets only arguments in its range.
        var far = If(x, Of(-0.3), Of(1), If(Abs(x), Of(1e-300), Of(1), If(x, Of(double.PositiveInfinity), x, Of(1))));
        var logarithm = Log1p(far);
        var w = logarithm * (Of(1) - Log1p(logarithm) / (Of(2) + logarithm));
        for (var step = 0; step < 2; step++)
        {
            var residual = Log(far / w) - w;
            var next = Of(1) + w;
            var q = Of(2) * next * (next + residual * Of(2.0 / 3));
            w *= Of(1) + residual / next * ((q - residual) / (q - Of(2) * residual));
        }

        var distance = If(x, Of(-0.3), Of(SpecialFunctions.Euler) * (x - Of(SpecialFunctions.BranchPoint)), Of(0.1));
        var p = Sqrt(Of(2) * distance);
        var v = p * Horner([1, -1.0 / 3, 11.0 / 72, -43.0 / 540, 769.0 / 17280], p);
        for (var step = 0; step < 2; step++)
        {
            var safe = If(Abs(v), Of(1e-12), Of(1e-12), v);
            var newton = (safe * safe * Horner(SpecialFunctions.AboveBranchPoint, safe) - distance) / (safe * Exp(safe));
            v = If(Abs(v), Of(1e-12), v, v - newton / (Of(1) - Of(0.5) * newton * (Of(1) + Of(1) / safe)));
        }

        var value = If(Abs(x), Of(1e-300), x, If(x, Of(double.PositiveInfinity), w, x));
        return If(x, Of(-0.3), v - Of(1), value);
    }

    /// <summary>The argument of the expansions below and above 8, each clamped to its range of use.</summary>
    private static (SqlReal Near, SqlReal Far, SqlReal Size) Sides(SqlReal x)
    {
        var size = Abs(x);
        return (If(size, Of(8), size, Of(0)), If(size, Of(8), Of(8), size), size);
    }

    /// <summary>phi(u)/Q(u) - u for u &gt;= 0.</summary>
    private static SqlReal Excess(SqlReal u)
    {
        var held = If(u, Of(1e9), u, Of(1e9));
        return If(Of(1e9), u, Of(1) / If(Of(1), u, u, Of(1)), Chebyshev(SpecialFunctions.HazardExcess, (held - Of(4)) / (held + Of(4))) / (Of(1) + u));
    }

    private static SqlReal Density(SqlReal x) => Of(SpecialFunctions.OneOverSqrtTwoPi) * Exp(Of(-0.5) * x * x);

    private static SqlReal UpperTail(SqlReal x, SqlReal excess) => Density(x) / (excess + x);

    private static SqlReal Horner(ReadOnlySpan<double> coefficients, SqlReal x)
    {
        var sum = Of(coefficients[^1]);
        for (var k = coefficients.Length - 2; k >= 0; k--)
        {
            sum = Of(coefficients[k]) + x * sum;
        }

        return sum;
    }

    /// <summary>c[0]/2 + sum of c[k] T_k(t), as a polynomial of t: the coefficients of these expansions fall so fast that this loses no accuracy.</summary>
    private static SqlReal Chebyshev(ReadOnlySpan<double> coefficients, SqlReal t)
    {
        var count = coefficients.Length;
        var powers = new double[count];
        var (before, last) = (new double[count], new double[count]);
        before[0] = 1;
        last[1] = 1;
        powers[0] = 0.5 * coefficients[0];
        powers[1] = coefficients[1];
        for (var k = 2; k < count; k++)
        {
            var next = new double[count];
            for (var i = 0; i < count; i++)
            {
                next[i] = (i > 0 ? 2 * last[i - 1] : 0) - before[i];
                powers[i] += coefficients[k] * next[i];
            }

            (before, last) = (last, next);
        }

        return Horner(powers, t);
    }

    private static SqlReal Sqrt(SqlReal x) => SqlReal.Apply(default(Sqrt), x);

    private static SqlReal SinPi(SqlReal x) => SqlReal.Apply(default(SinPi), x);

    private static SqlReal CosPi(SqlReal x) => SqlReal.Apply(default(CosPi), x);
}
