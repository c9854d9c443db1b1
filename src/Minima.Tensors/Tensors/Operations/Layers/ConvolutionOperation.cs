using Minima.Tensors.Kernels;

namespace Minima.Tensors;

/// <summary>
/// The three products of a convolution y = x * w: y itself, the gradient of x from y's and w, the gradient of w from x and y's. Each is linear in both of
/// its arguments, and the gradients of each are the other two.
/// </summary>
internal static unsafe class ConvolutionOperation
{
    /// <summary>y: [batch, outputs, height', width'].</summary>
    /// <param name="x">[batch, inputs, height, width].</param>
    /// <param name="weight">[outputs, inputs, kernel height, kernel width].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">The number of positions from one window to the next.</param>
    /// <param name="padding">The zeros around the input.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, Extent stride, Extent padding) => Forward.Apply(x, weight, bias, stride, padding);

    private static ConvolutionShape Shape(in Shape x, in Shape weight, Extent stride, Extent padding) => new(
        x[0], x[1], x[2], x[3], weight[0], weight[2], weight[3], stride.Height, stride.Width, padding.Height, padding.Width);

    private static Tensor Weights(Tensor x, Tensor gradient, in Shape weight, Extent stride, Extent padding) => OfWeight.Apply(x, gradient, weight, stride, padding);

    private static Tensor Inputs(Tensor gradient, Tensor weight, in Shape x, Extent stride, Extent padding) => OfInput.Apply(gradient, weight, x, stride, padding);

    private static void Keep(Node node, Extent stride, Extent padding)
    {
        node.Arguments.First = stride.Height;
        node.Arguments.Second = stride.Width;
        node.Arguments.Third = padding.Height;
        node.Arguments.Fourth = padding.Width;
    }

    private static (Extent Stride, Extent Padding) Kept(Node node) =>
        (new Extent(node.Arguments.First, node.Arguments.Second), new Extent(node.Arguments.Third, node.Arguments.Fourth));

    private sealed class Forward : Operation
    {
        private static readonly Forward Instance = new();

        public override string Name => "convolution";

        public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, Extent stride, Extent padding)
        {
            var input = x.Contiguous().Node;
            var kernel = weight.Contiguous().Node;
            var summand = bias.IsNone ? null : bias.Contiguous().Node;
            var shape = Shape(input.Shape, kernel.Shape, stride, padding);
            var node = Node.New([shape.Batch, shape.OutputChannels, shape.OutputHeight, shape.OutputWidth], input.Type, Instance, input, kernel, summand);
            Keep(node, stride, padding);
            var shift = summand is null ? null : summand.Pointer;
            if (node.Type == ElementType.Single) Convolution.Forward(shape, (float*)input.Pointer, (float*)kernel.Pointer, (float*)shift, (float*)node.Pointer, Threads.Most);
            else Convolution.Forward(shape, (double*)input.Pointer, (double*)kernel.Pointer, (double*)shift, (double*)node.Pointer, Threads.Most);
            return node.Finish();
        }

        public override void Backward(Node node, Tensor gradient, BackwardPass pass)
        {
            var (stride, padding) = Kept(node);
            var x = node.Input(0);
            var weight = node.Input(1);
            if (pass.Needs(x)) pass.Add(x, Inputs(gradient, new Tensor(weight), x.Shape, stride, padding));
            if (pass.Needs(weight)) pass.Add(weight, Weights(new Tensor(x), gradient, weight.Shape, stride, padding));
            if (node.InputCount > 2 && pass.Needs(node, 2)) pass.Add(node.Input(2), gradient.Reshape([node.Shape[0], node.Shape[1], node.Shape[2] * node.Shape[3]]).Sum(2).Sum(0));
        }
    }

    private sealed class OfInput : Operation
    {
        private static readonly OfInput Instance = new();

        public override string Name => "convolution, gradient of the input";

        public static Tensor Apply(Tensor gradient, Tensor weight, in Shape x, Extent stride, Extent padding)
        {
            var from = gradient.Contiguous().Node;
            var kernel = weight.Contiguous().Node;
            var shape = Shape(x, kernel.Shape, stride, padding);
            var node = Node.New(x, from.Type, Instance, from, kernel);
            Keep(node, stride, padding);
            if (node.Type == ElementType.Single) Convolution.GradientOfInput(shape, (float*)from.Pointer, (float*)kernel.Pointer, (float*)node.Pointer, add: false, Threads.Most);
            else Convolution.GradientOfInput(shape, (double*)from.Pointer, (double*)kernel.Pointer, (double*)node.Pointer, add: false, Threads.Most);
            return node.Finish();
        }

        public override void Backward(Node node, Tensor gradient, BackwardPass pass)
        {
            var (stride, padding) = Kept(node);
            var from = node.Input(0);
            var weight = node.Input(1);
            if (pass.Needs(from)) pass.Add(from, Forward.Apply(gradient, new Tensor(weight), default, stride, padding));
            if (pass.Needs(weight)) pass.Add(weight, Weights(gradient, new Tensor(from), weight.Shape, stride, padding));
        }
    }

    private sealed class OfWeight : Operation
    {
        private static readonly OfWeight Instance = new();

        public override string Name => "convolution, gradient of the weight";

        public static Tensor Apply(Tensor x, Tensor gradient, in Shape weight, Extent stride, Extent padding)
        {
            var input = x.Contiguous().Node;
            var from = gradient.Contiguous().Node;
            var shape = Shape(input.Shape, weight, stride, padding);
            var node = Node.New(weight, input.Type, Instance, input, from);
            Keep(node, stride, padding);
            if (node.Type == ElementType.Single) Convolution.GradientOfWeight(shape, (float*)input.Pointer, (float*)from.Pointer, (float*)node.Pointer, add: false, Threads.Most);
            else Convolution.GradientOfWeight(shape, (double*)input.Pointer, (double*)from.Pointer, (double*)node.Pointer, add: false, Threads.Most);
            return node.Finish();
        }

        public override void Backward(Node node, Tensor gradient, BackwardPass pass)
        {
            var (stride, padding) = Kept(node);
            var x = node.Input(0);
            var from = node.Input(1);
            if (pass.Needs(x)) pass.Add(x, Inputs(new Tensor(from), gradient, x.Shape, stride, padding));
            if (pass.Needs(from)) pass.Add(from, Forward.Apply(new Tensor(x), gradient, default, stride, padding));
        }
    }
}
