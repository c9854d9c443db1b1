using System.Runtime.CompilerServices;
using Minima;
using Minima.Reals;

namespace Outside;

/// <summary>Four inputs, all of them differentiated.</summary>
[Loss("outside_four_way", "Four ways", "四元", LowerBound = double.NegativeInfinity)]
[English("A polynomial in four inputs.")]
[Chinese("四个输入的多项式。")]
public readonly record struct FourWay : IPointLoss4
{
    public static InputSet Differentiated => InputSet.First | InputSet.Second | InputSet.Third | InputSet.Fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T> => first * second + third * third * fourth;
}
