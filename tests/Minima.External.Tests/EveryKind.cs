using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Minima;
using Minima.Reals;

namespace Outside;

/// <summary>Which power of the residual.</summary>
public enum PowerOfResidual
{
    First,

    [Word("squared")]
    Second,
}

/// <summary>A parameter of every kind, and an input that may be left out.</summary>
[Loss("outside_every_kind", "Every kind", "各种参数")]
[English("Adds up all its parameters, so that a test sees each of them.")]
[Chinese("把所有参数加起来，便于测试逐一检查。")]
public readonly record struct EveryKind(
    double Number,
    [Below(10)] double? Ceiling,
    [AtLeast(1)] int Count,
    bool Doubled,
    PowerOfResidual Power,
    [Unit] ImmutableArray<double> Levels,
    [Word("M"), NonNegative] ImmutableArray<ImmutableArray<double>> Table)
    : IPointLoss3
{
    public EveryKind()
        : this(Math.PI, Ceiling: null, Count: 2, Doubled: false, Power: PowerOfResidual.Second, Levels: [0.25, 1 / 2.0], Table: [[0, 1.5], [2, 3]])
    {
    }

    public static InputSet Differentiated => InputSet.First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T prediction, T target, [BoundTo(3), NonNegative] T classWeight)
        where T : IReal<T>
    {
        var residual = prediction - target;
        var power = Power == PowerOfResidual.Second ? residual * residual : residual;
        var ceiling = Ceiling ?? 0;
        var levels = 0.0;
        foreach (var level in Levels)
        {
            levels += level;
        }

        var sum = classWeight * power + T.Of(Number) + T.Of(Count) + ceiling + levels;
        return Doubled ? 2 * sum : sum;
    }
}
