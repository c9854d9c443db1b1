using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Tensors.Randomness;

/// <summary>The inverse of the standard normal distribution function: one uniform number becomes one normal number, without hidden state between two of them.</summary>
/// <remarks>
/// Double: Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37, PPND16, relative error
/// about 1e-16. Float: Giles 2012, "Approximating the erfinv function", GPU Computing Gems. The logarithm is Minima's own: that of the
/// operating system differs between systems in the last bit, so that a seed would give different weights elsewhere.
/// </remarks>
internal static class NormalQuantile
{
    /// <summary>The z with P(Z &lt; z) = p, for 0 &lt; p &lt; 1.</summary>
    public static double Of(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var x = 0.180625 - q * q;
            return q * Ratio(
                x,
                2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
                1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0,
                5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
                5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1);
        }

        var tail = q < 0 ? p : 1 - p;
        var r = Math.Sqrt(-Elementary.Log(new F64(tail)).X);
        var z = r <= 5
            ? Ratio(
                r - 1.6,
                7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
                3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0,
                1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
                6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0)
            : Ratio(
                r - 5,
                2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
                2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0,
                2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
                1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1);
        return q < 0 ? -z : z;
    }

    /// <summary>Converts uniform numbers between -1 and 1 (neither included) to normal ones in place: mean + deviation sqrt(2) erfinv(x).</summary>
    public static unsafe void InPlace(Span<float> values, float mean, float deviation)
    {
        fixed (float* first = values)
        {
            var all = new Mapping(first, values.Length, mean, deviation);
            WidestLanes.OfSingle(ref all);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Map<L>(float* values, int count, float mean, float deviation)
        where L : struct, ILanes<L, float>
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count) L.Store(Normal(L.Load(values + i), mean, deviation), values + i);
        if (i == count) return;

        // The rest goes through the same lanes, so that a number does not depend on the length of the memory.
        var rest = stackalloc float[16];
        for (var k = 0; k < L.Count; k++) rest[k] = i + k < count ? values[i + k] : 0;
        L.Store(Normal(L.Load(rest), mean, deviation), rest);
        for (var k = 0; i + k < count; k++) values[i + k] = rest[k];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Normal<L>(L x, float mean, float deviation)
        where L : struct, ILanes<L>
    {
        var w = -Elementary.Log((1.0 - x) * (1.0 + x));
        var near = w - 2.5;
        var far = L.SquareRoot(w) - 3.0;
        var nearRatio = L.Polynomial(
            L.Polynomial(near, 2.81022636e-08, 3.43273939e-07, -3.5233877e-06), near, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941);
        var farRatio = L.Polynomial(
            L.Polynomial(far, -0.000200214257, 0.000100950558, 0.00134934322), far, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406, 2.83297682);
        var ratio = L.IfLess(w, 5, nearRatio, farRatio);
        return L.MultiplyAdd(ratio * x, deviation * 1.4142135623730951, L.Of(mean));
    }

    private static double Ratio(
        double x, double n7, double n6, double n5, double n4, double n3, double n2, double n1, double n0, double d7, double d6, double d5, double d4, double d3, double d2, double d1) =>
        (((((((n7 * x + n6) * x + n5) * x + n4) * x + n3) * x + n2) * x + n1) * x + n0)
        / (((((((d7 * x + d6) * x + d5) * x + d4) * x + d3) * x + d2) * x + d1) * x + 1);

    private readonly unsafe struct Mapping(float* values, int count, float mean, float deviation) : ILaneWork<float>
    {
        public void Run<L, S>()
            where L : unmanaged, ILanes<L, float>
            where S : unmanaged, ILanes<S, float> => Map<L>(values, count, mean, deviation);
    }
}
