using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tests.RowLosses;

/// <summary>Minus cross-entropy.</summary>
[Loss("broken_row_sign", "Wrong sign", "符号错误", Link = PredictionLink.Softmax)]
[English("Minus the cross-entropy.")]
[Chinese("交叉熵的相反数。")]
public readonly record struct RowWrongSign : IRowLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.LogProbabilityOfLabel();
}

/// <summary>Cross-entropy by exponentials that overflow, with an epsilon for the logarithm of 0, and no shift.</summary>
[Loss("broken_row_epsilon", "Epsilon", "用 epsilon 代替恒等式", Link = PredictionLink.Softmax)]
[English("Softmax without a shift, its logarithm with an epsilon.")]
[Chinese("不做平移的 softmax，对数中加 epsilon。")]
public readonly record struct RowEpsilon : IRowLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        foreach (var x in row.Prediction)
        {
            sum += T.Exp(x);
        }

        return -T.Log(T.Exp(row.Pick(row.Prediction)) / sum + 1e-7);
    }
}

/// <summary>Cross-entropy with a slope that is not the value's.</summary>
[Loss("broken_row_slope", "Wrong slope", "斜率错误", Link = PredictionLink.Softmax)]
[English("Cross-entropy with twice its slope.")]
[Chinese("斜率加倍的交叉熵。")]
public readonly record struct RowWrongSlope : IRowLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var loss = -row.LogProbabilityOfLabel();
        return T.StraightThrough(loss, loss + loss);
    }
}

/// <summary>The squares of the scores, of which a NaN is swallowed and which look at how they are read.</summary>
[Loss("broken_row_reading", "Reads differently", "读法不一")]
[English("A formula that is another one in lanes, on the tape and in jets.")]
[Chinese("在通道、纸带与射流中给出不同结果的公式。")]
public readonly record struct RowReadsDifferently : IRowLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        foreach (var x in row.Prediction)
        {
            sum += T.IfLess(T.Abs(x), T.Of(1e300), x * x * x, T.Of(0));
        }

        return sum * T.Of(1 + Unsafe.SizeOf<T>() / 64.0, "");
    }
}

/// <summary>A formula with a memory: rows, threads and order matter, and calls allocate.</summary>
[Loss("broken_row_state", "Remembers", "有记忆")]
[English("A formula that counts how often it was asked.")]
[Chinese("会数自己被调用次数的公式。")]
public readonly record struct RowRemembers : IRowLoss
{
    private static int[] memory = [0];

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        memory = [(memory[0] + 1) % 1000];
        return row.Pick(row.Prediction) * T.Of(memory[0], "") + T.Of(memory[0], "");
    }
}
