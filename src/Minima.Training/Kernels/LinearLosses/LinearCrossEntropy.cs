using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima.Training.Kernels;

/// <summary>
/// Linear layer and softmax cross-entropy in one: scale * sum over samples of log(sum over classes of exp(z_c)) - z_label with z = hidden weight^T +
/// bias, and its gradients, without all logits in memory: 256 samples' at a time (4 * 256 * classes bytes in float). The same bits whatever the
/// number of threads.
/// </summary>
internal static unsafe class LinearCrossEntropy
{
    /// <summary>Returns the loss and writes the gradients that are wanted.</summary>
    /// <exception cref="TrainingException">A label is no class and not the ignored label.</exception>
    public static double Run(in LinearCrossEntropyArguments<float> arguments, int threads)
    {
        var count = threads > 0 ? threads : Environment.ProcessorCount;
        if (Vector512.IsHardwareAccelerated)
        {
            return LinearCrossEntropyJob<V16, Lanes512OfSingle, Vector512<float>, float>.Run(arguments, count);
        }

        return Vector256.IsHardwareAccelerated
            ? LinearCrossEntropyJob<V8, Lanes256OfSingle, Vector256<float>, float>.Run(arguments, count)
            : LinearCrossEntropyJob<V4, Lanes128OfSingle, Vector128<float>, float>.Run(arguments, count);
    }

    /// <inheritdoc cref="Run(in LinearCrossEntropyArguments{float}, int)"/>
    public static double Run(in LinearCrossEntropyArguments<double> arguments, int threads)
    {
        var count = threads > 0 ? threads : Environment.ProcessorCount;
        if (Vector512.IsHardwareAccelerated)
        {
            return LinearCrossEntropyJob<W8, Lanes512OfDouble, Vector512<double>, double>.Run(arguments, count);
        }

        return Vector256.IsHardwareAccelerated
            ? LinearCrossEntropyJob<W4, Lanes256OfDouble, Vector256<double>, double>.Run(arguments, count)
            : LinearCrossEntropyJob<W2, Lanes128OfDouble, Vector128<double>, double>.Run(arguments, count);
    }
}
