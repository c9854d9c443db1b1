namespace Minima.Tensors;

/// <summary>Copies elements in place, from a tensor of equal shape and type.</summary>
internal static class TensorCopy
{
    public static void Copy(Tensor from, Tensor to)
    {
        to.Node.Storage!.Version++;
        CopyKernel.Run(from.Node, to.Node);
    }
}
