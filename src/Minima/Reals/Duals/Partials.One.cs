using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>One partial derivative.</summary>
public struct One<R>(R a) : IPartials<One<R>, R>
    where R : IReal<R>
{
    public R A = a;

    public static One<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new() { A = R.Of(0) };
    }

    [MethodImpl(AggressiveInlining)]
    public static One<R> Unit(int index) => new() { A = R.Of(index == 0 ? 1 : 0) };

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator +(One<R> left, One<R> right) => new() { A = left.A + right.A };

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator -(One<R> left, One<R> right) => new() { A = left.A - right.A };

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator -(One<R> x) => new() { A = -x.A };

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator *(R factor, One<R> x) => new() { A = factor * x.A };

    [MethodImpl(AggressiveInlining)]
    public static One<R> Combine(R a, One<R> x, R b, One<R> y) => new() { A = a * x.A + b * y.A };

    [MethodImpl(AggressiveInlining)]
    public static One<R> Chain(R slope, One<R> x) => new() { A = R.Chain(slope, x.A) };

    [MethodImpl(AggressiveInlining)]
    public static One<R> ChainInto(One<R> slopes, R derivative) => new() { A = R.Chain(slopes.A, derivative) };

    [MethodImpl(AggressiveInlining)]
    public static One<R> IfLess(R left, R right, One<R> yes, One<R> no) =>
        new() { A = R.IfLess(left, right, yes.A, no.A) };

    [MethodImpl(AggressiveInlining)]
    public static R At(One<R> x, int index) => x.A;
}
