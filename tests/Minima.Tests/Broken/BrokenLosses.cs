using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tests.Broken;

/// <summary>The square with the wrong sign.</summary>
[Loss("broken_sign", "Wrong sign", "符号错误")]
[English("Minus the square of the residual.")]
[Chinese("残差平方的相反数。")]
public readonly record struct WrongSign : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => -((prediction - target) * (prediction - target));
}

/// <summary>Huber without one half on the parabola: it jumps at delta.</summary>
[Loss("broken_half", "Missing half", "缺少二分之一")]
[English("Huber without the half.")]
[Chinese("缺少二分之一的 Huber。")]
public readonly record struct MissingHalf([Positive] double Delta) : IPointLoss
{
    public MissingHalf()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = T.Abs(prediction - target);
        return T.IfLess(residual, T.Of(Delta), residual * residual, T.Of(Delta) * (residual - 0.5 * T.Of(Delta)));
    }
}

/// <summary>An epsilon where an identity belongs.</summary>
[Loss("broken_epsilon", "Epsilon", "用 epsilon 代替恒等式")]
[English("Minus the logarithm of a sigmoid with an epsilon.")]
[Chinese("带 epsilon 的 sigmoid 的负对数。")]
public readonly record struct EpsilonForIdentity : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => -T.Log(T.Sigmoid(prediction * target) + 1e-7);
}

/// <summary>Hinge spelled with a branch: the slope at the kink comes from the wrong side.</summary>
[Loss("broken_kink", "Wrong side of the kink", "拐点取错一侧")]
[English("Hinge with the slope of the other side at its kink.")]
[Chinese("拐点处取另一侧斜率的合页损失。")]
public readonly record struct WrongKinkSide : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var slack = 1.0 - prediction * target;
        return T.IfLess(slack, T.Of(0), T.Of(0), slack);
    }
}

/// <summary>A constant tail in the branch that NaN takes.</summary>
[Loss("broken_nan", "NaN swallowed", "吞掉 NaN")]
[English("A truncated square that swallows NaN.")]
[Chinese("会吞掉 NaN 的截断平方。")]
public readonly record struct NaNSwallowed : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = T.Abs(prediction - target);
        return T.IfLess(residual, T.Of(1), residual * residual, T.Of(1));
    }
}

/// <summary>Squares on both sides of a division: infinity over infinity.</summary>
[Loss("broken_overflow", "Overflow", "溢出")]
[English("Geman-McClure with squares that overflow.")]
[Chinese("平方会溢出的 Geman-McClure。")]
public readonly record struct Overflow : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var square = (prediction - target) * (prediction - target);
        return square / (1.0 + square);
    }
}

/// <summary>Says that a prediction may be any number and takes its logarithm.</summary>
[Loss("broken_domain", "Wrong domain", "定义域错误", LowerBound = double.NegativeInfinity)]
[English("A logarithm of any number.")]
[Chinese("任意数的对数。")]
public readonly record struct WrongDomain : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.Log(prediction) - target;
}

/// <summary>Declares a bound that it falls below.</summary>
[Loss("broken_bound", "Wrong bound", "下界错误", LowerBound = 0)]
[English("A square less one.")]
[Chinese("平方减一。")]
public readonly record struct WrongBound : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => (prediction - target) * (prediction - target) - 1.0;
}

/// <summary>Has a call left in its kernel. Only the law about kernels may meet it: its machine code must be fresh then.</summary>
[Loss("broken_call", "Not inlined", "未内联")]
[English("A square behind a call.")]
[Chinese("隔着一次调用的平方。")]
public readonly record struct NotInlined : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => Square(prediction - target);

    [MethodImpl(NoInlining)]
    private static T Square<T>(T x)
        where T : IReal<T> => x * x;
}

/// <summary>Depends on how many lanes there are.</summary>
[Loss("broken_lanes", "Lane dependent", "依赖通道数")]
[English("A square times the size of its number.")]
[Chinese("平方乘以数的大小。")]
public readonly record struct LaneDependent : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => Unsafe.SizeOf<T>() * ((prediction - target) * (prediction - target));
}

/// <summary>Remembers: every evaluation gives a little more.</summary>
[Loss("broken_state", "Stateful", "有状态")]
[English("A square plus a counter.")]
[Chinese("平方加计数。")]
public readonly record struct Stateful : IPointLoss
{
    private static int count;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => (1.0 + 0.001 * Interlocked.Increment(ref count)) * ((prediction - target) * (prediction - target));
}

/// <summary>Stops a gradient that should flow.</summary>
[Loss("broken_stop", "Stopped gradient", "梯度被截断")]
[English("A square with half of its gradient.")]
[Chinese("只有一半梯度的平方。")]
public readonly record struct StoppedGradient : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => (prediction - target) * T.StopGradient(prediction - target);
}

/// <summary>Built on a primitive whose slope is wrong.</summary>
[Loss("broken_slope", "Wrong slope", "斜率错误")]
[English("A square by a primitive with the slope of half a square.")]
[Chinese("用斜率错误的基元写成的平方。")]
public readonly record struct WrongSlope : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.Apply(default(SquareWithWrongSlope), prediction - target);
}

/// <summary>Built on a primitive whose slope is right in lanes and wrong as a formula, so that only second derivatives are wrong.</summary>
[Loss("broken_curvature", "Wrong curvature", "曲率错误")]
[English("A square whose curvature is that of half a square.")]
[Chinese("曲率错误的平方。")]
public readonly record struct WrongCurvature : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.Apply(default(SquareWithWrongCurvature), prediction - target);
}

/// <summary>x^2 with the slope x.</summary>
public readonly record struct SquareWithWrongSlope : IPrimitive<SquareWithWrongSlope>
{
    public static string Name => "square_with_wrong_slope";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(SquareWithWrongSlope self, L x)
        where L : struct, ILanes<L> => x * x;

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(SquareWithWrongSlope self, T x, T value)
        where T : IReal<T> => x;
}

/// <summary>x^2 with the slope 2 x in lanes, x elsewhere.</summary>
public readonly record struct SquareWithWrongCurvature : IPrimitive<SquareWithWrongCurvature>
{
    public static string Name => "square_with_wrong_curvature";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(SquareWithWrongCurvature self, L x)
        where L : struct, ILanes<L> => x * x;

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(SquareWithWrongCurvature self, T x, T value)
        where T : IReal<T> => x;

    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlope<L>(SquareWithWrongCurvature self, L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        value = x * x;
        slope = 2.0 * x;
    }
}

/// <summary>sqrt(1 + r^2) as a sum of squares: right, but its curvature cancels far out.</summary>
[Loss("broken_cancelling", "Cancelling curvature", "曲率相消")]
[English("Its curvature is lost in rounding for large residuals.")]
[Chinese("残差很大时曲率被舍入误差淹没。")]
public readonly record struct CancellingCurvature : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.Sqrt(1.0 + (prediction - target) * (prediction - target));
}

/// <summary>A product of a constant and a power that overflows: its gradient is 0 times infinity.</summary>
[Loss("broken_product", "Overflowing product", "溢出的乘积")]
[English("Its gradient is NaN where its value is infinite.")]
[Chinese("函数值为无穷时梯度为 NaN。")]
public readonly record struct OverflowingProduct : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => (target * target + 1.0) * T.Exp(prediction);
}

/// <summary>Right in itself: a subject for broken engines, with a domain, a parameter and an input that may be left out.</summary>
[Loss("broken_engine_subject", "Subject", "引擎测试对象")]
[English("A weighted square of a residual over a scale.")]
[Chinese("带尺度与权重的残差平方。")]
public readonly record struct EngineSubject([Positive] double Scale) : IPointLoss3
{
    public EngineSubject()
        : this(1)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target, [NonNegative, BoundTo(1)] T weight)
        where T : IReal<T> => weight * ((prediction - target) * (prediction - target)) / T.Of(Scale);
}

/// <summary>Allocates in every evaluation.</summary>
[Loss("broken_allocation", "Allocates", "分配内存")]
[English("A square that asks for memory.")]
[Chinese("会申请内存的平方。")]
public readonly record struct Allocating : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => Fresh(prediction - target)[0];

    [MethodImpl(NoInlining)]
    private static T[] Fresh<T>(T x)
        where T : IReal<T> => [x * x];
}

/// <summary>Hides its parameter in a number, so that no symbol can name it and every value is another kernel.</summary>
[Loss("broken_sweep", "Hidden parameter", "隐藏的参数")]
[English("A square times a parameter that is written as a number.")]
[Chinese("平方乘以写成数字的参数。")]
public readonly record struct HiddenParameter(double Factor) : IPointLoss
{
    public HiddenParameter()
        : this(3)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => Factor * ((prediction - target) * (prediction - target));
}
