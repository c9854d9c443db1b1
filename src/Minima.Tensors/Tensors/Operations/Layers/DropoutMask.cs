using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Random factors 0 and 1 / (1 - rate).</summary>
internal static class DropoutMask
{
    /// <summary>Draws a constant tensor of the shape of another.</summary>
    public static Tensor Draw(Tensor like, double rate, RandomState random)
    {
        var node = Node.New(like.Shape, like.RealNode("dropout").Type);
        if (node.Type == ElementType.Single) random.FillUniform(Tensor.Elements<float>(node));
        else random.FillUniform(Tensor.Elements<double>(node));
        UnaryJob<Keep>.Value(new Keep(rate), node, node);
        return node.Finish();
    }

    /// <summary>The factor as a function of a uniform number.</summary>
    private readonly record struct Keep(double Rate) : IActivation
    {
        public static string Name => "dropout";

        [MethodImpl(AggressiveInlining)]
        public T Of<T>(T x)
            where T : IReal<T> => T.IfLess(x, T.Of(Rate), T.Of(0), T.Of(1 / (1 - Rate)));
    }
}
