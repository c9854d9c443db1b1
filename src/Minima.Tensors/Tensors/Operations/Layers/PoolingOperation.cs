using Minima.Tensors.Kernels;

namespace Minima.Tensors;

/// <summary>The positions of windows. Layers keep one, so that no step allocates one.</summary>
internal sealed record PoolingWindows(Extent Window, Extent Stride, Extent Padding);

/// <summary>Maxima and means of windows of [batch, channels, height, width].</summary>
internal static unsafe class PoolingOperation
{
    /// <summary>The largest element of each window; the gradient goes to its first occurrence.</summary>
    public static Tensor Maximum(Tensor x, PoolingWindows windows)
    {
        var from = x.Contiguous().Node;
        var shape = Shape(from.Shape, windows);
        Shape result = [from.Shape[0], from.Shape[1], shape.OutputHeight, shape.OutputWidth];
        var places = Node.New(result, ElementType.Int32);
        var node = ElementsByIndex.New(from, places.Finish(), shape.Height * shape.Width, 1, result);
        if (node.Count > 0)
        {
            if (node.Type == ElementType.Single) Pooling.Maximum(shape, (float*)from.Pointer, (float*)node.Pointer, (int*)places.Pointer, Threads.Most);
            else Pooling.Maximum(shape, (double*)from.Pointer, (double*)node.Pointer, (int*)places.Pointer, Threads.Most);
        }

        return node.Finish();
    }

    /// <summary>The mean of each window; padding counts as zeros.</summary>
    public static Tensor Mean(Tensor x, PoolingWindows windows) => Means.Apply(x, windows);

    private static PoolingShape Shape(in Shape x, PoolingWindows windows) => new(
        x[0] * x[1], x[2], x[3], windows.Window.Height, windows.Window.Width, windows.Stride.Height, windows.Stride.Width, windows.Padding.Height, windows.Padding.Width);

    private sealed class Means : Operation
    {
        private static readonly Means Instance = new();

        public override string Name => "mean of windows";

        public static Tensor Apply(Tensor x, PoolingWindows windows)
        {
            var from = x.Contiguous().Node;
            var shape = Shape(from.Shape, windows);
            var node = Node.New([from.Shape[0], from.Shape[1], shape.OutputHeight, shape.OutputWidth], from.Type, Instance, from);
            node.Arguments.Extra = windows;
            if (node.Count == 0) return node.Finish();
            if (node.Type == ElementType.Single) Pooling.Average(shape, (float*)from.Pointer, (float*)node.Pointer, countsPadding: true, Threads.Most);
            else Pooling.Average(shape, (double*)from.Pointer, (double*)node.Pointer, countsPadding: true, Threads.Most);
            return node.Finish();
        }

        public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
            pass.Add(node.Input(0), Shares.Apply(gradient, (PoolingWindows)node.Arguments.Extra!, node.Input(0).Shape));
    }

    /// <summary>Distributes the number of each window evenly over the window.</summary>
    private sealed class Shares : Operation
    {
        private static readonly Shares Instance = new();

        public override string Name => "spread over windows";

        public static Tensor Apply(Tensor gradient, PoolingWindows windows, in Shape x)
        {
            var from = gradient.Contiguous().Node;
            var shape = Shape(x, windows);
            var node = Node.New(x, from.Type, Instance, from);
            node.Arguments.Extra = windows;
            if (node.Type == ElementType.Single) Pooling.GradientOfAverage(shape, (float*)from.Pointer, (float*)node.Pointer, countsPadding: true, Threads.Most);
            else Pooling.GradientOfAverage(shape, (double*)from.Pointer, (double*)node.Pointer, countsPadding: true, Threads.Most);
            return node.Finish();
        }

        public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
            pass.Add(node.Input(0), Means.Apply(gradient, (PoolingWindows)node.Arguments.Extra!));
    }
}
