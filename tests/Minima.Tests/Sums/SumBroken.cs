using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tests.Sums;

/// <summary>Minus the mean squared error.</summary>
[Loss("broken_sum_sign", "Wrong sign", "符号错误")]
[English("Minus the root of the mean square.")]
[Chinese("均方根的相反数。")]
public readonly record struct SumWrongSign : ISumLoss
{
    static int ISumLoss.Count => 1;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new((prediction - target) * (prediction - target));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => -T.Sqrt(sums[0] / T.Of(sums.Count, ""));
}

/// <summary>A final formula whose slope is not its value's.</summary>
[Loss("broken_sum_slope", "Wrong slope", "斜率错误")]
[English("The root of the mean square with twice its slope.")]
[Chinese("斜率加倍的均方根。")]
public readonly record struct SumWrongSlope : ISumLoss
{
    static int ISumLoss.Count => 1;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new((prediction - target) * (prediction - target));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var root = T.Sqrt(sums[0] / T.Of(sums.Count, ""));
        return T.StraightThrough(root, root + root);
    }
}

/// <summary>A variance about a pivot that the formula does not take out again, of which a NaN is swallowed, divided by 0 where predictions fit, read differently by every number.</summary>
[Loss("broken_sum_reading", "Reads differently", "读法不一")]
[English("A formula that is another one in lanes and in duals, and depends on the order.")]
[Chinese("在通道与对偶数中不同、且依赖顺序的公式。")]
public readonly record struct SumReadsDifferently : ISumLoss
{
    static int ISumLoss.Count => 2;

    static SumPivot ISumLoss.Pivot => SumPivot.Own;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(
            T.IfLess(T.Abs(prediction), T.Of(1e300), prediction * prediction * T.Of(1 + Unsafe.SizeOf<T>() / 64.0, ""), T.Of(0)),
            T.IfLess(T.Abs(target), T.Of(1e300), (prediction - target) * (prediction - target), T.Of(0)));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => T.IfLess(T.Abs(sums[0]), T.Of(1e300), sums[0] + 0.0 / sums[1], T.Of(0)) * T.Of(1 + Unsafe.SizeOf<T>() / 64.0, "");
}

/// <summary>A formula with a memory: groups, threads and order matter, and calls allocate.</summary>
[Loss("broken_sum_state", "Remembers", "有记忆")]
[English("A formula that counts how often it was asked.")]
[Chinese("会数自己被调用次数的公式。")]
public readonly record struct SumRemembers : ISumLoss
{
    private static int[] memory = [0];

    static int ISumLoss.Count => 1;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        memory = [(memory[0] + 1) % 1000];
        return new(prediction * T.Of(memory[0], ""));
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => sums[0] * T.Of(memory[0], "");
}
