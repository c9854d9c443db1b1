using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Three partial derivatives.</summary>
public readonly struct Three<R>(R a, R b, R c) : IPartials<Three<R>, R>
    where R : IReal<R>
{
    public readonly R A = a;
    public readonly R B = b;
    public readonly R C = c;

    public static Three<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new(R.Of(0), R.Of(0), R.Of(0));
    }

    [MethodImpl(AggressiveInlining)]
    public static Three<R> Unit(int index) => new(R.Of(index == 0 ? 1 : 0), R.Of(index == 1 ? 1 : 0), R.Of(index == 2 ? 1 : 0));

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator +(Three<R> left, Three<R> right) => new(left.A + right.A, left.B + right.B, left.C + right.C);

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator -(Three<R> left, Three<R> right) => new(left.A - right.A, left.B - right.B, left.C - right.C);

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator -(Three<R> x) => new(-x.A, -x.B, -x.C);

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator *(R factor, Three<R> x) => new(factor * x.A, factor * x.B, factor * x.C);

    [MethodImpl(AggressiveInlining)]
    public static Three<R> Combine(R a, Three<R> x, R b, Three<R> y) => new(a * x.A + b * y.A, a * x.B + b * y.B, a * x.C + b * y.C);

    [MethodImpl(AggressiveInlining)]
    public static Three<R> Chain(R slope, Three<R> x) => new(R.Chain(slope, x.A), R.Chain(slope, x.B), R.Chain(slope, x.C));

    [MethodImpl(AggressiveInlining)]
    public static Three<R> IfLess(R left, R right, Three<R> yes, Three<R> no) =>
        new(R.IfLess(left, right, yes.A, no.A), R.IfLess(left, right, yes.B, no.B), R.IfLess(left, right, yes.C, no.C));

    [MethodImpl(AggressiveInlining)]
    public static R At(Three<R> x, int index) => index == 0 ? x.A : index == 1 ? x.B : x.C;
}
