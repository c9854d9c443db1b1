using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>A derivative times the incoming gradient; 0 if either is 0, even if the other is infinite. So a branch not taken, or a constant at the edge of a domain, makes no derivative NaN.</summary>
internal readonly struct ChainedProduct2 : IBinaryFunction
{
    public static string Name => "chain rule";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T slope, T gradient)
        where T : IReal<T>
    {
        var product = T.Chain(slope, gradient);
        var zero = T.IfLess(slope, T.Of(1), T.Of(0), product); // A NaN slope is not 0.
        return T.IfLess(slope, T.Of(0), product, T.IfLess(T.Of(0), slope, product, zero));
    }

    public static void Backward(Node node, Tensor slope, Tensor gradient, Tensor back, BackwardPass pass) => GuardedProduct2.Backward(node, slope, gradient, back, pass);
}

/// <summary>x y, guarded in the backward pass like <see cref="ChainedProduct2"/>.</summary>
internal readonly struct GuardedProduct2 : IBinaryFunction
{
    public static string Name => "multiply";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => x * y;

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        if (pass.Needs(x.Node)) pass.Add(x.Node, TensorReal.Chained(new TensorReal(y), gradient));
        if (pass.Needs(y.Node)) pass.Add(y.Node, TensorReal.Chained(new TensorReal(x), gradient));
    }
}

/// <summary>x / y, guarded in the backward pass like <see cref="ChainedProduct2"/>.</summary>
internal readonly struct GuardedQuotient2 : IBinaryFunction
{
    public static string Name => "divide";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => x / y;

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        var divisor = new TensorReal(y);
        if (pass.Needs(x.Node)) pass.Add(x.Node, TensorReal.Chained(TensorReal.Of(1) / divisor, gradient));
        if (pass.Needs(y.Node)) pass.Add(y.Node, TensorReal.Chained(-(new TensorReal(new Tensor(node)) / divisor), gradient));
    }
}
