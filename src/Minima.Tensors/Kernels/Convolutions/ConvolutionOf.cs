using System.Numerics;

namespace Minima.Tensors.Kernels;

/// <summary>Convolutions on lanes of one type: empty ones, pointwise ones (matrix products), all others.</summary>
internal static unsafe class ConvolutionOf<TLanes, V, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public static void Forward(in ConvolutionShape shape, TElement* input, TElement* weight, TElement* bias, TElement* output, int threads)
    {
        if (shape.IsEmpty)
        {
            return;
        }

        if (shape.IsPointwise && bias == null)
        {
            var positions = shape.Height * shape.Width;
            var product = Pointwise(weight, shape.InputChannels, 1, shape.OutputChannels, shape.InputChannels, positions, input, output);
            ProductBatchJob<TLanes, V, TElement>.Run(product, Samples(shape), threads);
        }
        else
        {
            CorrelationJob<TLanes, V, TElement>.Forward(shape, input, weight, bias, output, threads);
        }
    }

    public static void GradientOfInput(in ConvolutionShape shape, TElement* outputGradient, TElement* weight, TElement* inputGradient, bool add, int threads)
    {
        if (shape.IsEmpty || shape.InputChannels == 0)
        {
            var all = (nint)shape.Batch * shape.InputChannels * shape.Height * shape.Width;
            for (nint i = 0; i < all && !add; i++)
            {
                inputGradient[i] = TElement.Zero;
            }

            return;
        }

        if (shape.IsPointwise)
        {
            var positions = shape.Height * shape.Width;
            var product = Pointwise(weight, 1, shape.InputChannels, shape.InputChannels, shape.OutputChannels, positions, outputGradient, inputGradient);
            product.Add = add;
            var batch = Samples(shape);
            (batch.OuterB, batch.OuterC) = (batch.OuterC, batch.OuterB);
            ProductBatchJob<TLanes, V, TElement>.Run(product, batch, threads);
        }
        else
        {
            CorrelationJob<TLanes, V, TElement>.GradientOfInput(shape, outputGradient, weight, inputGradient, add, threads);
        }
    }

    public static void GradientOfWeight(in ConvolutionShape shape, TElement* input, TElement* outputGradient, TElement* weightGradient, bool add, int threads)
    {
        if (shape.IsEmpty)
        {
            for (nint i = 0; i < (nint)shape.OutputChannels * shape.Taps && !add; i++)
            {
                weightGradient[i] = TElement.Zero;
            }

            return;
        }

        if (shape.Taps > 0)
        {
            WeightGradientJob<TLanes, V, TElement>.Run(shape, input, outputGradient, weightGradient, add, threads);
        }
    }

    private static ProductArguments<TElement> Pointwise(TElement* weight, nint row, nint column, int rows, int depth, int positions, TElement* from, TElement* to) => new()
    {
        Rows = rows,
        Columns = positions,
        Depth = depth,
        A = weight,
        ARow = row,
        AColumn = column,
        B = from,
        BRow = positions,
        BColumn = 1,
        C = to,
        CRow = positions,
    };

    private static ProductBatch Samples(in ConvolutionShape shape) => new()
    {
        Outer = shape.Batch,
        Inner = 1,
        OuterB = (nint)shape.InputChannels * shape.Height * shape.Width,
        OuterC = (nint)shape.OutputChannels * shape.Height * shape.Width,
    };
}
