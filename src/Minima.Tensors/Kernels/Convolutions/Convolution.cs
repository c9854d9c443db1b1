using System.Numerics;

namespace Minima.Tensors.Kernels;

/// <summary>
/// Convolutions (cross-correlations, as in all deep-learning libraries), and their gradients with respect to input, weights and bias. Memory of the size of all
/// patches is never needed. Results are bit-identical for any number of threads; nothing is allocated after the first run of a shape.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>output[b, o, y, x] = bias[o] (null: 0) + sum of weight[o, c, i, j] input[b, c, y strideHeight + i - paddingHeight, x strideWidth + j - paddingWidth], 0 outside the input.</summary>
    public static void Forward<TElement>(in ConvolutionShape shape, TElement* input, TElement* weight, TElement* bias, TElement* output, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LaneKernels<TElement>.Widest.Convolve(shape, input, weight, bias, output, threads);

    /// <summary>inputGradient = (add ? inputGradient : 0) + the gradient with respect to the input.</summary>
    public static void GradientOfInput<TElement>(in ConvolutionShape shape, TElement* outputGradient, TElement* weight, TElement* inputGradient, bool add, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LaneKernels<TElement>.Widest.ConvolveGradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);

    /// <summary>weightGradient = (add ? weightGradient : 0) + the gradient with respect to the weights.</summary>
    public static void GradientOfWeight<TElement>(in ConvolutionShape shape, TElement* input, TElement* outputGradient, TElement* weightGradient, bool add, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LaneKernels<TElement>.Widest.ConvolveGradientOfWeight(shape, input, outputGradient, weightGradient, add, threads);
}
