using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>One partial derivative.</summary>
public readonly struct One<R>(R a) : IPartials<One<R>, R>
    where R : IReal<R>
{
    public readonly R A = a;

    public static One<R> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new(R.Of(0));
    }

    [MethodImpl(AggressiveInlining)]
    public static One<R> Unit(int index) => new(R.Of(index == 0 ? 1 : 0));

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator +(One<R> left, One<R> right) => new(left.A + right.A);

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator -(One<R> left, One<R> right) => new(left.A - right.A);

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator -(One<R> x) => new(-x.A);

    [MethodImpl(AggressiveInlining)]
    public static One<R> operator *(R factor, One<R> x) => new(factor * x.A);

    [MethodImpl(AggressiveInlining)]
    public static One<R> Combine(R a, One<R> x, R b, One<R> y) => new(a * x.A + b * y.A);

    [MethodImpl(AggressiveInlining)]
    public static One<R> Chain(R slope, One<R> x) => new(R.Chain(slope, x.A));

    [MethodImpl(AggressiveInlining)]
    public static One<R> IfLess(R left, R right, One<R> yes, One<R> no) =>
        new(R.IfLess(left, right, yes.A, no.A));

    [MethodImpl(AggressiveInlining)]
    public static R At(One<R> x, int index) => x.A;
}
