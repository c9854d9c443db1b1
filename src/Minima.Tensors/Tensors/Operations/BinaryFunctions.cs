using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x + y.</summary>
internal readonly struct Sum2 : IBinaryFunction
{
    public static string Name => "add";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => x + y;

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        pass.Add(x.Node, gradient);
        pass.Add(y.Node, gradient);
    }
}

/// <summary>x - y.</summary>
internal readonly struct Difference2 : IBinaryFunction
{
    public static string Name => "subtract";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => x - y;

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        pass.Add(x.Node, gradient);
        if (pass.Needs(y.Node)) pass.Add(y.Node, -gradient);
    }
}

/// <summary>x y.</summary>
internal readonly struct Product2 : IBinaryFunction
{
    public static string Name => "multiply";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => x * y;

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        if (pass.Needs(x.Node)) pass.Add(x.Node, gradient * y);
        if (pass.Needs(y.Node)) pass.Add(y.Node, gradient * x);
    }
}

/// <summary>x / y.</summary>
internal readonly struct Quotient2 : IBinaryFunction
{
    public static string Name => "divide";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => x / y;

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        var first = gradient / y;
        pass.Add(x.Node, first);
        if (pass.Needs(y.Node)) pass.Add(y.Node, -(first * (x / y)));
    }
}

/// <summary>max(x, y); NaN if either is NaN. A tie gives half of the gradient to each.</summary>
internal readonly struct Maximum2 : IBinaryFunction
{
    public static string Name => "maximum";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => T.Max(x, y);

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        if (pass.Needs(x.Node)) pass.Add(x.Node, gradient * BinaryOperation<MaximumShare>.Apply(x.Detach(), y.Detach()));
        if (pass.Needs(y.Node)) pass.Add(y.Node, gradient * BinaryOperation<MaximumShare>.Apply(y.Detach(), x.Detach()));
    }
}

/// <summary>1 if x &gt; y, 1/2 at a tie, else 0: the derivative of max(x, y) with respect to x.</summary>
internal readonly struct MaximumShare : IBinaryFunction
{
    public static string Name => "slope of maximum";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => T.IfLess(x, y, T.Of(0), T.IfLess(y, x, T.Of(1), T.Of(0.5)));

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        // It is constant wherever it is differentiable.
    }
}

/// <summary>x^y for x above 0 (or y a whole number).</summary>
internal readonly struct Power2 : IBinaryFunction
{
    public static string Name => "power";

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => T.Pow(x, y);

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        if (pass.Needs(x.Node)) pass.Add(x.Node, gradient * y * BinaryOperation<Power2>.Apply(x, y - 1));
        if (pass.Needs(y.Node)) pass.Add(y.Node, gradient * BinaryOperation<Power2>.Apply(x, y) * x.Log());
    }
}
