using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Three partial derivatives.</summary>
public struct Three<R>(R a, R b, R c) : IPartials<Three<R>, R>
    where R : IReal<R>
{
    public R A = a;
    public R B = b;
    public R C = c;

    public static Three<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new() { A = R.Of(0), B = R.Of(0), C = R.Of(0) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Three<R> Unit(int index) => new() { A = R.Of(index == 0 ? 1 : 0), B = R.Of(index == 1 ? 1 : 0), C = R.Of(index == 2 ? 1 : 0) };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator +(Three<R> left, Three<R> right) => new() { A = left.A + right.A, B = left.B + right.B, C = left.C + right.C };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator -(Three<R> left, Three<R> right) => new() { A = left.A - right.A, B = left.B - right.B, C = left.C - right.C };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator -(Three<R> x) => new() { A = -x.A, B = -x.B, C = -x.C };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> operator *(R factor, Three<R> x) => new() { A = factor * x.A, B = factor * x.B, C = factor * x.C };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> Combine(R a, Three<R> x, R b, Three<R> y) => new() { A = a * x.A + b * y.A, B = a * x.B + b * y.B, C = a * x.C + b * y.C };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> Chain(R slope, Three<R> x) => new() { A = R.Chain(slope, x.A), B = R.Chain(slope, x.B), C = R.Chain(slope, x.C) };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> ChainInto(Three<R> slopes, R derivative) => new() { A = R.Chain(slopes.A, derivative), B = R.Chain(slopes.B, derivative), C = R.Chain(slopes.C, derivative) };

    [MethodImpl(AggressiveInlining)]
    public static Three<R> IfLess(R left, R right, Three<R> yes, Three<R> no) =>
        new() { A = R.IfLess(left, right, yes.A, no.A), B = R.IfLess(left, right, yes.B, no.B), C = R.IfLess(left, right, yes.C, no.C) };

    [MethodImpl(AggressiveInlining)]
    public static R At(Three<R> x, int index) => index == 0 ? x.A : index == 1 ? x.B : x.C;
}
