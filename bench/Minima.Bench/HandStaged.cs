using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Bench;

/// <summary>
/// Binary cross-entropy and focal loss (gamma 2) with logits, value and gradient, written by hand in three loops over a block that stays in
/// the first-level cache: what a compiled kernel is measured against. No domain checks, no special values, sums in float.
/// </summary>
internal static unsafe class HandStaged
{
    private const int Block = 512;

    /// <summary>Binary cross-entropy with logits; returns the sum.</summary>
    public static double CrossEntropy(float* x, float* t, float* gradient, int count, float* buffers)
    {
        double sum = 0;
        for (var i = 0; i < count; i += Block)
        {
            Exponentials(x + i, buffers);
            Logarithms(buffers, buffers + Block);
            sum += FinishCrossEntropy(x + i, t + i, buffers, buffers + Block, gradient + i);
        }

        return sum;
    }

    /// <summary>Focal loss with logits and gamma 2; returns the sum.</summary>
    public static double Focal(float* x, float* t, float* gradient, int count, float* buffers)
    {
        double sum = 0;
        for (var i = 0; i < count; i += Block)
        {
            Exponentials(x + i, buffers);
            Logarithms(buffers, buffers + Block);
            sum += FinishFocal(x + i, t + i, buffers, buffers + Block, gradient + i);
        }

        return sum;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Exponentials(float* x, float* e)
    {
        for (var i = 0; i < Block; i += 16)
        {
            var a = Avx512F.Max(Vector512.Create(-100f), -Vector512.Abs(Vector512.Load(x + i)));
            var n = Avx512F.RoundScale(a * 1.44269504f, 8);
            var r = Fma(n, -1.42860677e-6f, Fma(n, -0.693145751953125f, a));
            var p = Vector512.Create(1.9875691500e-4f);
            p = Fma(p, r, 1.3981999507e-3f);
            p = Fma(p, r, 8.3334519073e-3f);
            p = Fma(p, r, 4.1665795894e-2f);
            p = Fma(p, r, 1.6666665459e-1f);
            p = Fma(p, r, 5.0000001201e-1f);
            Avx512F.Scale(Vector512.FusedMultiplyAdd(p, r * r, r) + Vector512<float>.One, n).Store(e + i);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Logarithms(float* e, float* log)
    {
        for (var i = 0; i < Block; i += 16)
        {
            var bits = (Vector512<float>.One + Vector512.Load(e + i)).AsInt32() - Vector512.Create(0x3f3504f3);
            var k = Vector512.ConvertToSingle(bits >> 23);
            var f = ((bits & Vector512.Create(0x7fffff)) + Vector512.Create(0x3f3504f3)).AsSingle() - Vector512<float>.One;
            var p = Vector512.Create(7.0376836292E-2f);
            p = Fma(p, f, -1.1514610310E-1f);
            p = Fma(p, f, 1.1676998740E-1f);
            p = Fma(p, f, -1.2420140846E-1f);
            p = Fma(p, f, 1.4249322787E-1f);
            p = Fma(p, f, -1.6668057665E-1f);
            p = Fma(p, f, 2.0000714765E-1f);
            p = Fma(p, f, -2.4999993993E-1f);
            p = Fma(p, f, 3.3333331174E-1f);
            var square = f * f;
            var y = Fma(square, -0.5f, Fma(k, -2.12194440e-4f, p * f * square));
            Fma(k, 0.693359375f, f + y).Store(log + i);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double FinishCrossEntropy(float* x, float* t, float* e, float* log, float* gradient)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < Block; i += 16)
        {
            var v = Vector512.Load(x + i);
            var target = Vector512.Load(t + i);
            var s = Sigmoid(v, Vector512.Load(e + i));
            sum += Avx512F.Max(v, default) - v * target + Vector512.Load(log + i);
            (s - target).Store(gradient + i);
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double FinishFocal(float* x, float* t, float* e, float* log, float* gradient)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < Block; i += 16)
        {
            var v = Vector512.Load(x + i);
            var target = Vector512.Load(t + i);
            var s = Sigmoid(v, Vector512.Load(e + i));
            var entropy = Avx512F.Max(v, default) - v * target + Vector512.Load(log + i);
            var k = Vector512<float>.One - Vector512.Create(2f) * target;
            var wrong = Vector512.FusedMultiplyAdd(s, k, target);
            sum += wrong * wrong * entropy;
            (wrong * Vector512.FusedMultiplyAdd(wrong, s - target, Vector512.Create(2f) * (s - s * s) * k * entropy)).Store(gradient + i);
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> Sigmoid(Vector512<float> x, Vector512<float> e)
    {
        var r = Vector512<float>.One / (Vector512<float>.One + e);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, default), e * r, r);
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> Fma(Vector512<float> x, Vector512<float> y, float z) => Vector512.FusedMultiplyAdd(x, y, Vector512.Create(z));

    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> Fma(Vector512<float> x, float y, Vector512<float> z) => Vector512.FusedMultiplyAdd(x, Vector512.Create(y), z);
}
