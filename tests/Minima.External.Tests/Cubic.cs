using System.Runtime.CompilerServices;
using Minima;
using Minima.Reals;

namespace Outside;

/// <summary>One input: a penalty.</summary>
[Loss("outside_cubic", "Cubic", "立方", LowerBound = 0)]
[English("The cube of a number above 0.")]
[Chinese("正数的立方。")]
public readonly record struct Cubic : IPointLoss1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>([NonNegative] T input)
        where T : IReal<T> => input * input * input;
}
