using System.Numerics;

namespace Minima.Tensors.Kernels;

/// <summary>Max and average pooling and the gradient of averages, in float and double; ElementsByIndex has the gradient of maxima. Results are bit-identical for any number of threads.</summary>
internal static unsafe class Pooling
{
    /// <summary>
    /// The largest element of each window and its index in its plane (row times width plus column; the first one at a tie). NaN if a
    /// window contains one. An index of -1 means that nothing in the window is above -infinity.
    /// </summary>
    public static void Maximum<TElement>(in PoolingShape shape, TElement* input, TElement* output, int* places, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LaneKernels<TElement>.Widest.Pool(shape, input, output, places, countsPadding: false, threads);

    /// <summary>The mean of each window; padding counts as zeros, or not at all.</summary>
    public static void Average<TElement>(in PoolingShape shape, TElement* input, TElement* output, bool countsPadding, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LaneKernels<TElement>.Widest.Pool(shape, input, output, null, countsPadding, threads);

    /// <summary>inputGradient = the output's gradient, distributed evenly over each window.</summary>
    public static void GradientOfAverage<TElement>(in PoolingShape shape, TElement* outputGradient, TElement* inputGradient, bool countsPadding, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        PoolingGradientJob<TElement>.Run(shape, outputGradient, inputGradient, countsPadding, threads);
}
