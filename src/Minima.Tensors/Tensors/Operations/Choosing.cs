using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>y if the condition x is not 0, else 0.</summary>
internal readonly struct Chosen2 : IBinaryFunction
{
    public static string Name => "choose";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        return T.IfLess(zero, T.Abs(x), y, zero);
    }

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        if (pass.Needs(y.Node)) pass.Add(y.Node, gradient.If(x));
    }
}

/// <summary>1 if x is less than y, else 0.</summary>
internal readonly struct Less2 : IBinaryFunction
{
    public static string Name => "less";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => T.IfLess(x, y, T.Of(1), T.Of(0));

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        // It is constant wherever it is differentiable.
    }
}

/// <summary>1 if x is 0, else 0.</summary>
internal readonly record struct IsZeroFunction : IActivation
{
    public static string Name => "is zero";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        return T.IfLess(zero, x, zero, T.IfLess(x, zero, zero, T.Of(1)));
    }
}
