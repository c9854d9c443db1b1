namespace Minima.Tensors;

/// <summary>The same numbers as another type.</summary>
internal sealed class Converted : Operation
{
    private static readonly Converted Instance = new();

    public override string Name => "convert";

    public static Tensor Apply(Tensor x, ElementType type)
    {
        var from = x.Contiguous().Node;
        var node = Node.New(from.Shape, type, Instance, from);
        switch (from.Type, type)
        {
            case (ElementType.Single, ElementType.Double): Convert<float, double>(from, node); break;
            case (ElementType.Double, ElementType.Single): Convert<double, float>(from, node); break;
            case (ElementType.Int32, ElementType.Single): Convert<int, float>(from, node); break;
            case (ElementType.Int32, ElementType.Double): Convert<int, double>(from, node); break;
            case (ElementType.Single, _): Convert<float, int>(from, node); break;
            default: Convert<double, int>(from, node); break;
        }

        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) => pass.Add(node.Input(0), gradient.To(node.Input(0).Type));

    private static void Convert<TFrom, TTo>(Node from, Node to)
        where TFrom : unmanaged, System.Numerics.INumberBase<TFrom>
        where TTo : unmanaged, System.Numerics.INumberBase<TTo>
    {
        var source = Tensor.Elements<TFrom>(from);
        var target = Tensor.Elements<TTo>(to);
        for (var i = 0; i < source.Length; i++) target[i] = TTo.CreateTruncating(source[i]);
    }
}
