using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>a x + b for constants.</summary>
internal readonly record struct Affine(double Factor, double Summand) : IActivation
{
    public static string Name => "scale and shift";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => (Factor * x) + Summand;
}

/// <summary>x over a constant: a true quotient, which rounds once. The product with a reciprocal rounds twice, so that 49 / 49 is not 1.</summary>
internal readonly record struct Quotient(double Divisor) : IActivation
{
    public static string Name => "divide by a number";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => x / Divisor;
}

/// <summary>x^exponent for a constant exponent.</summary>
internal readonly record struct PowFunction(double Exponent) : IActivation
{
    public static string Name => "pow";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Pow(x, Exponent);
}
