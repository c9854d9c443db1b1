namespace Minima.Tensors.Losses;

/// <summary>A direction that is a sum of the tasks' gradients, each times a weight that depends only on their inner products, for any number of parameters.</summary>
internal interface ITaskMixture
{
    /// <summary>The weights.</summary>
    /// <param name="gram">[T, T], the inner product of each pair of gradients.</param>
    double[] Weights(double[,] gram);
}
