using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Two partial derivatives.</summary>
public struct Two<R>(R a, R b) : IPartials<Two<R>, R>
    where R : IReal<R>
{
    public R A = a;
    public R B = b;

    public static Two<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new() { A = R.Of(0), B = R.Of(0) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Two<R> Unit(int index) => new() { A = R.Of(index == 0 ? 1 : 0), B = R.Of(index == 1 ? 1 : 0) };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator +(Two<R> left, Two<R> right) => new() { A = left.A + right.A, B = left.B + right.B };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator -(Two<R> left, Two<R> right) => new() { A = left.A - right.A, B = left.B - right.B };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator -(Two<R> x) => new() { A = -x.A, B = -x.B };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator *(R factor, Two<R> x) => new() { A = factor * x.A, B = factor * x.B };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> Combine(R a, Two<R> x, R b, Two<R> y) => new() { A = a * x.A + b * y.A, B = a * x.B + b * y.B };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> Chain(R slope, Two<R> x) => new() { A = R.Chain(slope, x.A), B = R.Chain(slope, x.B) };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> ChainInto(Two<R> slopes, R derivative) => new() { A = R.Chain(slopes.A, derivative), B = R.Chain(slopes.B, derivative) };

    [MethodImpl(AggressiveInlining)]
    public static Two<R> IfLess(R left, R right, Two<R> yes, Two<R> no) =>
        new() { A = R.IfLess(left, right, yes.A, no.A), B = R.IfLess(left, right, yes.B, no.B) };

    [MethodImpl(AggressiveInlining)]
    public static R At(Two<R> x, int index) => index == 0 ? x.A : x.B;
}
