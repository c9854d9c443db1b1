namespace Minima.Training.Quantization;

/// <summary>Layers within layers, read from descriptions and copied.</summary>
internal static class QuantizedParts
{
    /// <summary>A layer of one kind within a description.</summary>
    public static TModule Read<TModule>(LayerDescription one, string name)
        where TModule : Module => one.Layer(name) as TModule ?? throw one.Fault(name, $"is no {typeof(TModule).Name}");

    /// <summary>A model of the same kind with weights of its own that are equal.</summary>
    /// <exception cref="TrainingException">A layer within cannot be described.</exception>
    public static TModule Copy<TModule>(TModule module)
        where TModule : Module
    {
        var copy = ModelBuilder.Build(module.Describe(), new Randomness.RandomState(0));
        foreach (var (from, to) in module.Parameters.Zip(copy.Parameters)) CopyKernel.Run(from.Value.Node, to.Value.Node);
        foreach (var (from, to) in module.Buffers.Zip(copy.Buffers)) CopyKernel.Run(from.Value.Node, to.Value.Node);
        return (TModule)copy;
    }
}
