namespace Minima.Tensors.Losses;

/// <summary>A direction that is a sum of the tasks' gradients, each times a weight that depends on nothing but their inner products: however wide the gradients are, a handful of numbers decides.</summary>
internal interface ITaskMixture
{
    /// <summary>The weights.</summary>
    /// <param name="gram">[T, T], the inner product of each pair of gradients.</param>
    double[] Weights(double[,] gram);
}
