using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Four partial derivatives.</summary>
public readonly struct Four<R>(R a, R b, R c, R d) : IPartials<Four<R>, R>
    where R : IReal<R>
{
    public readonly R A = a;
    public readonly R B = b;
    public readonly R C = c;
    public readonly R D = d;

    public static Four<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new(R.Of(0), R.Of(0), R.Of(0), R.Of(0));
    }

    [MethodImpl(AggressiveInlining)]
    public static Four<R> Unit(int index) => new(R.Of(index == 0 ? 1 : 0), R.Of(index == 1 ? 1 : 0), R.Of(index == 2 ? 1 : 0), R.Of(index == 3 ? 1 : 0));

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator +(Four<R> left, Four<R> right) => new(left.A + right.A, left.B + right.B, left.C + right.C, left.D + right.D);

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator -(Four<R> left, Four<R> right) => new(left.A - right.A, left.B - right.B, left.C - right.C, left.D - right.D);

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator -(Four<R> x) => new(-x.A, -x.B, -x.C, -x.D);

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator *(R factor, Four<R> x) => new(factor * x.A, factor * x.B, factor * x.C, factor * x.D);

    [MethodImpl(AggressiveInlining)]
    public static Four<R> Combine(R a, Four<R> x, R b, Four<R> y) => new(a * x.A + b * y.A, a * x.B + b * y.B, a * x.C + b * y.C, a * x.D + b * y.D);

    [MethodImpl(AggressiveInlining)]
    public static Four<R> Chain(R slope, Four<R> x) => new(R.Chain(slope, x.A), R.Chain(slope, x.B), R.Chain(slope, x.C), R.Chain(slope, x.D));

    [MethodImpl(AggressiveInlining)]
    public static Four<R> IfLess(R left, R right, Four<R> yes, Four<R> no) =>
        new(R.IfLess(left, right, yes.A, no.A), R.IfLess(left, right, yes.B, no.B), R.IfLess(left, right, yes.C, no.C), R.IfLess(left, right, yes.D, no.D));

    [MethodImpl(AggressiveInlining)]
    public static R At(Four<R> x, int index) => index == 0 ? x.A : index == 1 ? x.B : index == 2 ? x.C : x.D;
}
