using Minima.Tensors.Kernels;

namespace Minima.Tensors;

/// <summary>x W + b as one node.</summary>
internal sealed unsafe class LinearOperation : Operation
{
    private static readonly LinearOperation Instance = new();

    public override string Name => "linear";

    /// <param name="x">[.., inputs].</param>
    /// <param name="weight">[inputs, outputs].</param>
    /// <param name="bias">[outputs], or none.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias)
    {
        var input = x.Contiguous().Node;
        var matrix = weight.Contiguous().Node;
        var summand = bias.IsNone ? null : bias.Contiguous().Node;
        var inputs = matrix.Shape[0];
        var outputs = matrix.Shape[1];
        var rows = input.Count / inputs;
        var node = Node.New(input.Shape.With(input.Shape.Rank - 1, outputs), input.Type, Instance, input, matrix, summand);
        if (input.Type == ElementType.Single)
        {
            MatrixProduct.Run(false, false, rows, outputs, inputs, (float*)input.Pointer, inputs, (float*)matrix.Pointer, outputs, (float*)node.Pointer, outputs, add: false, Threads.Most);
        }
        else
        {
            MatrixProduct.Run(false, false, rows, outputs, inputs, (double*)input.Pointer, inputs, (double*)matrix.Pointer, outputs, (double*)node.Pointer, outputs, add: false, Threads.Most);
        }

        if (summand is not null) BinaryRowsJob<Sum2>.Run(node.Pointer, new RowSteps(outputs, 1), summand.Pointer, new RowSteps(0, 1), node.Pointer, rows, outputs, node.Type);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var x = node.Input(0);
        var weight = node.Input(1);
        var rows = gradient.Reshape([node.Count / node.Shape[^1], node.Shape[^1]]);
        if (pass.Needs(x)) pass.Add(x, rows.MatMul(new Tensor(weight).Transpose()).Reshape(x.Shape));
        if (pass.Needs(weight)) pass.Add(weight, new Tensor(x).Reshape([x.Count / weight.Shape[0], weight.Shape[0]]).Transpose().MatMul(rows));
        if (node.InputCount > 2 && pass.Needs(node, 2)) pass.Add(node.Input(2), rows.Sum(0));
    }
}
