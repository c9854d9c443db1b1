using System.Numerics;
using System.Runtime.Intrinsics;

namespace Minima.Training.Kernels;

/// <summary>Max and average pooling and the gradient of averages, float and double; that of maxima goes to their places (ElementsByIndex). The same bits whatever the number of threads.</summary>
internal static unsafe class Pooling
{
    /// <summary>
    /// The largest element of each window and where it is in its plane (row times width plus column; the first one, if several are). NaN where a
    /// window holds one. A place of -1 says that nothing in the window is above -infinity.
    /// </summary>
    public static void Maximum<TElement>(in PoolingShape shape, TElement* input, TElement* output, int* places, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Forward(shape, input, output, places, countsPadding: false, threads);

    /// <summary>The mean of each window; padding counts as zeros, or not at all.</summary>
    public static void Average<TElement>(in PoolingShape shape, TElement* input, TElement* output, bool countsPadding, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Forward(shape, input, output, null, countsPadding, threads);

    /// <summary>inputGradient = the output's gradient, spread evenly over each window.</summary>
    public static void GradientOfAverage<TElement>(in PoolingShape shape, TElement* outputGradient, TElement* inputGradient, bool countsPadding, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        PoolingGradientJob<TElement>.Run(shape, outputGradient, inputGradient, countsPadding, Threads(threads));

    private static void Forward<TElement>(in PoolingShape shape, TElement* input, TElement* output, int* places, bool countsPadding, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var count = Threads(threads);
        if (typeof(TElement) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated)
            {
                PoolingJob<Lanes512OfSingle, Vector512<float>, float>.Run(shape, (float*)input, (float*)output, places, countsPadding, count);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                PoolingJob<Lanes256OfSingle, Vector256<float>, float>.Run(shape, (float*)input, (float*)output, places, countsPadding, count);
            }
            else
            {
                PoolingJob<Lanes128OfSingle, Vector128<float>, float>.Run(shape, (float*)input, (float*)output, places, countsPadding, count);
            }
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            PoolingJob<Lanes512OfDouble, Vector512<double>, double>.Run(shape, (double*)input, (double*)output, places, countsPadding, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            PoolingJob<Lanes256OfDouble, Vector256<double>, double>.Run(shape, (double*)input, (double*)output, places, countsPadding, count);
        }
        else
        {
            PoolingJob<Lanes128OfDouble, Vector128<double>, double>.Run(shape, (double*)input, (double*)output, places, countsPadding, count);
        }
    }

    private static int Threads(int threads) => threads > 0 ? threads : Environment.ProcessorCount;
}
