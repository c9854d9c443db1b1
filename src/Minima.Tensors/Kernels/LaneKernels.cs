using System.Numerics;
using System.Runtime.Intrinsics;

namespace Minima.Tensors.Kernels;

/// <summary>Products, convolutions and poolings of one element type, on the widest lanes of the machine.</summary>
internal abstract unsafe class LaneKernels<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public static readonly LaneKernels<TElement> Widest = (LaneKernels<TElement>)Chosen();

    public abstract void Multiply(in ProductArguments<TElement> product, int threads);

    public abstract void MultiplyBatch(in ProductArguments<TElement> product, in ProductBatch batch, int threads);

    public abstract void Convolve(in ConvolutionShape shape, TElement* input, TElement* weight, TElement* bias, TElement* output, int threads);

    public abstract void ConvolveGradientOfInput(in ConvolutionShape shape, TElement* outputGradient, TElement* weight, TElement* inputGradient, bool add, int threads);

    public abstract void ConvolveGradientOfWeight(in ConvolutionShape shape, TElement* input, TElement* outputGradient, TElement* weightGradient, bool add, int threads);

    public abstract void Pool(in PoolingShape shape, TElement* input, TElement* output, int* places, bool countsPadding, int threads);

    /// <summary>The number of threads; 0 for all of the machine.</summary>
    protected static int Count(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    private static object Chosen()
    {
        if (typeof(TElement) == typeof(float))
        {
            return Vector512.IsHardwareAccelerated ? new LaneKernels<Lanes512OfSingle, Vector512<float>, float>()
                : Vector256.IsHardwareAccelerated ? new LaneKernels<Lanes256OfSingle, Vector256<float>, float>()
                : new LaneKernels<Lanes128OfSingle, Vector128<float>, float>();
        }

        return Vector512.IsHardwareAccelerated ? new LaneKernels<Lanes512OfDouble, Vector512<double>, double>()
            : Vector256.IsHardwareAccelerated ? new LaneKernels<Lanes256OfDouble, Vector256<double>, double>()
            : new LaneKernels<Lanes128OfDouble, Vector128<double>, double>();
    }
}

/// <summary>The kernels on lanes of one type.</summary>
internal sealed unsafe class LaneKernels<TLanes, V, TElement> : LaneKernels<TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public override void Multiply(in ProductArguments<TElement> product, int threads) => ProductJob<TLanes, V, TElement>.Run(product, Count(threads));

    public override void MultiplyBatch(in ProductArguments<TElement> product, in ProductBatch batch, int threads) => ProductBatchJob<TLanes, V, TElement>.Run(product, batch, Count(threads));

    public override void Convolve(in ConvolutionShape shape, TElement* input, TElement* weight, TElement* bias, TElement* output, int threads) =>
        ConvolutionOf<TLanes, V, TElement>.Forward(shape, input, weight, bias, output, Count(threads));

    public override void ConvolveGradientOfInput(in ConvolutionShape shape, TElement* outputGradient, TElement* weight, TElement* inputGradient, bool add, int threads) =>
        ConvolutionOf<TLanes, V, TElement>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, Count(threads));

    public override void ConvolveGradientOfWeight(in ConvolutionShape shape, TElement* input, TElement* outputGradient, TElement* weightGradient, bool add, int threads) =>
        ConvolutionOf<TLanes, V, TElement>.GradientOfWeight(shape, input, outputGradient, weightGradient, add, Count(threads));

    public override void Pool(in PoolingShape shape, TElement* input, TElement* output, int* places, bool countsPadding, int threads) =>
        PoolingJob<TLanes, V, TElement>.Run(shape, input, output, places, countsPadding, Count(threads));
}
