using Minima.Tensors.Kernels;

namespace Minima.Training.Quantization;

/// <summary>A quantised network of convolutions, linear layers and relu that computes with 8-bit levels and 32-bit sums, as on a small device.</summary>
/// <remarks>
/// <para>Its outputs are bit-identical to those of the quantised model it was made from. Sums of whole numbers are exact in both, and the operations between
/// layers (a product, a division, rounding) are the same on the same floats.</para>
/// <para>It is fast as well: weights are packed once, in bytes, and each thread takes some rows through all layers. Only the outputs are allocated.</para>
/// <para>Source: Jacob et al. 2018, CVPR, arXiv:1712.05877.</para>
/// </remarks>
public sealed class IntegerNetwork
{
    private readonly IntegerStep[] _steps;

    private IntegerNetwork(IntegerSteps steps, int inputs)
    {
        _steps = steps.Finish();
        Inputs = inputs > 0 ? inputs : _steps[0].Layer!.Panels.Inputs;
        SizeInBytes = steps.SizeInBytes;
    }

    /// <summary>The number of elements in a row of the input.</summary>
    public int Inputs { get; }

    /// <summary>The number of elements in a row of the output.</summary>
    public int Outputs => _steps[^1].Layer!.Panels.Outputs;

    /// <summary>The storage size: a byte for each weight, four for each bias, and four for each of the two scales of a layer.</summary>
    public long SizeInBytes { get; }

    /// <summary>Converts a quantised model to integers.</summary>
    /// <param name="model">Float, a sequence of quantised linear layers of at most 8 bits, relu, and layers without effect in prediction: flatten at the start, dropout.</param>
    /// <exception cref="TrainingException">Another layer, more bits, double, or sums that 32 bits may not hold.</exception>
    public static IntegerNetwork Of(QuantizedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(model, 0, default);
    }

    /// <summary>Converts a quantised model of images to integers.</summary>
    /// <param name="model">Float, a sequence that begins with a quantised convolution of at most 8 bits: quantised convolutions, relu, MaxPool2D after a convolution, dropout, flatten, then quantised linear layers.</param>
    /// <param name="image">The size of the images.</param>
    /// <exception cref="TrainingException">Another layer, more bits, double, sums that 32 bits may not hold, or images that do not fit.</exception>
    public static IntegerNetwork Of(QuantizedModel model, Extent image)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (image is not { Height: > 0, Width: > 0 }) throw new TrainingException($"Cannot make an integer network for images of {image}; both lengths must be 1 or more.");
        var channels = Flat(model.Inner).OfType<QuantizedConv2D>().FirstOrDefault()?.Inner.Inputs ?? throw new TrainingException("The model has no quantised convolution, so there are no images. Leave their size out.");
        return Of(model, channels, image);
    }

    /// <summary>Computes the outputs of rows.</summary>
    /// <param name="rows">Float, [.., inputs], for images [.., channels, height, width], or with more axes that flatten to the same number of elements; axis 0 is the rows.</param>
    /// <returns>[rows, outputs].</returns>
    /// <exception cref="TrainingException">Another type or width, or a number that is not finite.</exception>
    public unsafe Tensor Forward(Tensor rows)
    {
        if (rows.Type != ElementType.Single || rows.Rank < 2 || (long)rows.Shape[0] * Inputs != rows.Count) throw new TrainingException($"An integer network of {Inputs} inputs was given {rows.Type} {rows.Shape}; float rows of {Inputs} numbers are expected.");
        var from = rows.Contiguous().Node;
        var to = Node.New([rows.Shape[0], Outputs], ElementType.Single);
        var isFinite = IntegerProduct.Run(_steps, (float*)from.Pointer, (float*)to.Pointer, rows.Shape[0], Threads.Most);
        if (!isFinite) throw new TrainingException($"An integer network was given {rows.ToArray().First(x => !double.IsFinite(x))}, which has no level. Replace missing numbers before.");
        GC.KeepAlive(from);
        return to.Finish();
    }

    private static IntegerNetwork Of(QuantizedModel model, int channels, Extent image)
    {
        var steps = new IntegerSteps(channels, image);
        foreach (var layer in Flat(model.Inner)) steps.Add(layer);
        return new IntegerNetwork(steps, checked(channels * image.Height * image.Width));
    }

    private static IEnumerable<Module> Flat(Module module) => module is Sequential sequence ? sequence.Layers.SelectMany(Flat) : [module];
}
