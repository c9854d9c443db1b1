using System.Runtime.Intrinsics;

namespace Minima.Training.Kernels;

/// <summary>
/// Convolutions (cross-correlations, as everybody's layers have them), their gradients to input, weights and bias. Nothing of the size of all
/// patches is ever held. The same bits whatever the number of threads; nothing is allocated once a shape has been run.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>output[b, o, y, x] = bias[o] (null: 0) + sum of weight[o, c, i, j] input[b, c, y strideHeight + i - paddingHeight, x strideWidth + j - paddingWidth], 0 outside the input.</summary>
    public static void Forward(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes512OfSingle, Vector512<float>, float>.Forward(shape, input, weight, bias, output, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes256OfSingle, Vector256<float>, float>.Forward(shape, input, weight, bias, output, threads);
        }
        else
        {
            ConvolutionOf<Lanes128OfSingle, Vector128<float>, float>.Forward(shape, input, weight, bias, output, threads);
        }
    }

    /// <inheritdoc cref="Forward(in ConvolutionShape, float*, float*, float*, float*, int)"/>
    public static void Forward(in ConvolutionShape shape, double* input, double* weight, double* bias, double* output, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes512OfDouble, Vector512<double>, double>.Forward(shape, input, weight, bias, output, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes256OfDouble, Vector256<double>, double>.Forward(shape, input, weight, bias, output, threads);
        }
        else
        {
            ConvolutionOf<Lanes128OfDouble, Vector128<double>, double>.Forward(shape, input, weight, bias, output, threads);
        }
    }

    /// <summary>inputGradient = (add ? inputGradient : 0) + what the output's gradient gives the input.</summary>
    public static void GradientOfInput(in ConvolutionShape shape, float* outputGradient, float* weight, float* inputGradient, bool add, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes512OfSingle, Vector512<float>, float>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes256OfSingle, Vector256<float>, float>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);
        }
        else
        {
            ConvolutionOf<Lanes128OfSingle, Vector128<float>, float>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);
        }
    }

    /// <inheritdoc cref="GradientOfInput(in ConvolutionShape, float*, float*, float*, bool, int)"/>
    public static void GradientOfInput(in ConvolutionShape shape, double* outputGradient, double* weight, double* inputGradient, bool add, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes512OfDouble, Vector512<double>, double>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes256OfDouble, Vector256<double>, double>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);
        }
        else
        {
            ConvolutionOf<Lanes128OfDouble, Vector128<double>, double>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);
        }
    }

    /// <summary>weightGradient = (add ? weightGradient : 0) + what the output's gradient gives the weights.</summary>
    public static void GradientOfWeight(in ConvolutionShape shape, float* input, float* outputGradient, float* weightGradient, bool add, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes512OfSingle, Vector512<float>, float>.GradientOfWeight(shape, input, outputGradient, weightGradient, add, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes256OfSingle, Vector256<float>, float>.GradientOfWeight(shape, input, outputGradient, weightGradient, add, threads);
        }
        else
        {
            ConvolutionOf<Lanes128OfSingle, Vector128<float>, float>.GradientOfWeight(shape, input, outputGradient, weightGradient, add, threads);
        }
    }

    /// <inheritdoc cref="GradientOfWeight(in ConvolutionShape, float*, float*, float*, bool, int)"/>
    public static void GradientOfWeight(in ConvolutionShape shape, double* input, double* outputGradient, double* weightGradient, bool add, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes512OfDouble, Vector512<double>, double>.GradientOfWeight(shape, input, outputGradient, weightGradient, add, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ConvolutionOf<Lanes256OfDouble, Vector256<double>, double>.GradientOfWeight(shape, input, outputGradient, weightGradient, add, threads);
        }
        else
        {
            ConvolutionOf<Lanes128OfDouble, Vector128<double>, double>.GradientOfWeight(shape, input, outputGradient, weightGradient, add, threads);
        }
    }
}
