using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Four partial derivatives.</summary>
public struct Four<R>(R a, R b, R c, R d) : IPartials<Four<R>, R>
    where R : IReal<R>
{
    public R A = a;
    public R B = b;
    public R C = c;
    public R D = d;

    public static Four<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new() { A = R.Of(0), B = R.Of(0), C = R.Of(0), D = R.Of(0) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Four<R> Unit(int index) => new() { A = R.Of(index == 0 ? 1 : 0), B = R.Of(index == 1 ? 1 : 0), C = R.Of(index == 2 ? 1 : 0), D = R.Of(index == 3 ? 1 : 0) };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator +(Four<R> left, Four<R> right) => new() { A = left.A + right.A, B = left.B + right.B, C = left.C + right.C, D = left.D + right.D };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator -(Four<R> left, Four<R> right) => new() { A = left.A - right.A, B = left.B - right.B, C = left.C - right.C, D = left.D - right.D };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator -(Four<R> x) => new() { A = -x.A, B = -x.B, C = -x.C, D = -x.D };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> operator *(R factor, Four<R> x) => new() { A = factor * x.A, B = factor * x.B, C = factor * x.C, D = factor * x.D };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> Combine(R a, Four<R> x, R b, Four<R> y) => new() { A = a * x.A + b * y.A, B = a * x.B + b * y.B, C = a * x.C + b * y.C, D = a * x.D + b * y.D };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> Chain(R slope, Four<R> x) => new() { A = R.Chain(slope, x.A), B = R.Chain(slope, x.B), C = R.Chain(slope, x.C), D = R.Chain(slope, x.D) };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> ChainInto(Four<R> slopes, R derivative) => new() { A = R.Chain(slopes.A, derivative), B = R.Chain(slopes.B, derivative), C = R.Chain(slopes.C, derivative), D = R.Chain(slopes.D, derivative) };

    [MethodImpl(AggressiveInlining)]
    public static Four<R> IfLess(R left, R right, Four<R> yes, Four<R> no) =>
        new() { A = R.IfLess(left, right, yes.A, no.A), B = R.IfLess(left, right, yes.B, no.B), C = R.IfLess(left, right, yes.C, no.C), D = R.IfLess(left, right, yes.D, no.D) };

    [MethodImpl(AggressiveInlining)]
    public static R At(Four<R> x, int index) => index == 0 ? x.A : index == 1 ? x.B : index == 2 ? x.C : x.D;
}
