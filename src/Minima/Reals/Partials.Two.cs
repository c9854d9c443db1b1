using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Two partial derivatives.</summary>
public readonly struct Two<R>(R a, R b) : IPartials<Two<R>, R>
    where R : IReal<R>
{
    public readonly R A = a;
    public readonly R B = b;

    public static Two<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new(R.Of(0), R.Of(0));
    }

    [MethodImpl(AggressiveInlining)]
    public static Two<R> Unit(int index) => new(R.Of(index == 0 ? 1 : 0), R.Of(index == 1 ? 1 : 0));

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator +(Two<R> left, Two<R> right) => new(left.A + right.A, left.B + right.B);

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator -(Two<R> left, Two<R> right) => new(left.A - right.A, left.B - right.B);

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator -(Two<R> x) => new(-x.A, -x.B);

    [MethodImpl(AggressiveInlining)]
    public static Two<R> operator *(R factor, Two<R> x) => new(factor * x.A, factor * x.B);

    [MethodImpl(AggressiveInlining)]
    public static Two<R> Combine(R a, Two<R> x, R b, Two<R> y) => new(a * x.A + b * y.A, a * x.B + b * y.B);

    [MethodImpl(AggressiveInlining)]
    public static Two<R> Chain(R slope, Two<R> x) => new(R.Chain(slope, x.A), R.Chain(slope, x.B));

    [MethodImpl(AggressiveInlining)]
    public static Two<R> IfLess(R left, R right, Two<R> yes, Two<R> no) =>
        new(R.IfLess(left, right, yes.A, no.A), R.IfLess(left, right, yes.B, no.B));

    [MethodImpl(AggressiveInlining)]
    public static R At(Two<R> x, int index) => index == 0 ? x.A : x.B;
}
