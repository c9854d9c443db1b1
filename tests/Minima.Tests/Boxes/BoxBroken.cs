using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tests.Boxes;

/// <summary>IoU itself: minus a loss.</summary>
[Loss("broken_box_sign", "Wrong sign", "符号错误")]
[English("IoU minus one.")]
[Chinese("交并比减一。")]
public readonly record struct BoxWrongSign : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T> => prediction.IntersectionOverUnion(target) - 1.0;
}

/// <summary>IoU loss with a slope that is not the value's.</summary>
[Loss("broken_box_slope", "Wrong slope", "斜率错误")]
[English("The IoU loss with twice its slope.")]
[Chinese("斜率加倍的 IoU 损失。")]
public readonly record struct BoxWrongSlope : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var loss = 1.0 - prediction.IntersectionOverUnion(target);
        return T.StraightThrough(loss, loss + loss);
    }
}

/// <summary>A NaN is swallowed, places and sizes matter, flat boxes divide by 0, and the formula looks at how it is read.</summary>
[Loss("broken_box_reading", "Reads differently", "读法不一")]
[English("A formula that is another one in lanes, in duals and in jets.")]
[Chinese("在通道、对偶数与射流中给出不同结果的公式。")]
public readonly record struct BoxReadsDifferently : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var x = T.IfLess(T.Abs(prediction.X1), T.Of(1e300), prediction.X1 * prediction.X1 * prediction.X1, T.Of(0));
        return (x + 1.0 / prediction.Area + target.X1) * T.Of(1 + Unsafe.SizeOf<T>() / 64.0, "");
    }
}

/// <summary>A formula with a memory: boxes, threads and order matter, and calls allocate.</summary>
[Loss("broken_box_state", "Remembers", "有记忆")]
[English("A formula that counts how often it was asked.")]
[Chinese("会数自己被调用次数的公式。")]
public readonly record struct BoxRemembers : IBoxLoss
{
    private static int[] memory = [0];

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        memory = [(memory[0] + 1) % 1000];
        return prediction.Width * T.Of(memory[0], "") + T.Of(memory[0], "");
    }
}

/// <summary>IoU by a difference of large numbers.</summary>
[Loss("broken_box_rounding", "Cancels", "相消")]
[English("The IoU loss with a large number added and taken away.")]
[Chinese("先加后减一个大数的 IoU 损失。")]
public readonly record struct BoxCancels : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T> => 1.0 - (prediction.IntersectionOverUnion(target) + 1e4 - 1e4);
}
