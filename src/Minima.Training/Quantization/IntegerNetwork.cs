using Minima.Training.Kernels;

namespace Minima.Training.Quantization;

/// <summary>A quantised network of linear layers and relu that computes with 8-bit levels and 32-bit sums: what a small device runs.</summary>
/// <remarks>
/// <para>Its outputs equal those of the quantised model it was made of, to the last bit: sums of whole numbers are exact in both, and what is done between
/// layers (a product, a division, rounding) gives the same bits on the same floats.</para>
/// <para>It is for speed as well: weights are packed once, in bytes, and each thread takes some rows through all layers. Nothing is allocated but the outputs.</para>
/// <para>Source: Jacob et al. 2018, CVPR, arXiv:1712.05877.</para>
/// </remarks>
public sealed class IntegerNetwork
{
    private readonly IntegerLayer[] _layers;

    private IntegerNetwork(List<IntegerLinear> layers)
    {
        _layers = [.. layers.Select(layer => layer.Packed())];
        SizeInBytes = layers.Sum(layer => layer.SizeInBytes);
    }

    /// <summary>Numbers in a row of the input.</summary>
    public int Inputs => _layers[0].Panels.Inputs;

    /// <summary>Numbers in a row of the output.</summary>
    public int Outputs => _layers[^1].Panels.Outputs;

    /// <summary>What is to be stored: a byte for each weight, four for each bias, and four for each of the two scales of a layer.</summary>
    public long SizeInBytes { get; }

    /// <summary>The integers of a quantised model.</summary>
    /// <param name="model">Float, a sequence of quantised linear layers of at most 8 bits, relu, and what does nothing in prediction: flatten in front, dropout.</param>
    /// <exception cref="TrainingException">Another layer, more bits, double, or sums that 32 bits may not hold.</exception>
    public static IntegerNetwork Of(QuantizedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var layers = new List<IntegerLinear>();
        foreach (var layer in Flat(model.Inner))
        {
            switch (layer)
            {
                case QuantizedLinear linear:
                    layers.Add(IntegerLinear.Of(linear));
                    break;
                case Activation { Name: "relu" } when layers.Count > 0:
                    layers[^1] = layers[^1].WithRelu();
                    break;
                case Flatten when layers.Count == 0:
                case Dropout:
                    break;
                default:
                    throw new TrainingException($"{layer} has no integer form here. There are forms of quantised linear layers, of relu behind them, and of dropout; quantise such a model and run it as it is.");
            }
        }

        if (layers.Count == 0) throw new TrainingException("The model has no quantised linear layer, so there is nothing to compute with integers. Quantise one with linear layers.");
        return new IntegerNetwork(layers);
    }

    /// <summary>The outputs of rows.</summary>
    /// <param name="rows">Float, [.., inputs] or with more axes that flatten to as many numbers; axis 0 holds rows.</param>
    /// <returns>[rows, outputs].</returns>
    /// <exception cref="TrainingException">Another type or width, or a number that is not finite.</exception>
    public unsafe Tensor Forward(Tensor rows)
    {
        if (rows.Type != ElementType.Single || rows.Rank < 2 || (long)rows.Shape[0] * Inputs != rows.Count) throw new TrainingException($"An integer network of {Inputs} inputs was given {rows.Type} {rows.Shape}; float rows of {Inputs} numbers are expected.");
        var from = rows.Contiguous().Node;
        var to = Node.New([rows.Shape[0], Outputs], ElementType.Single);
        var isFinite = IntegerProduct.Run(_layers, (float*)from.Pointer, (float*)to.Pointer, rows.Shape[0], Threads.Most);
        if (!isFinite) throw new TrainingException($"An integer network was given {rows.ToArray().First(x => !double.IsFinite(x))}, which has no level. Replace missing numbers before.");
        GC.KeepAlive(from);
        return to.Finish();
    }

    private static IEnumerable<Module> Flat(Module module) => module is Sequential sequence ? sequence.Layers.SelectMany(Flat) : [module];
}
