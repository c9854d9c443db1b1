namespace Minima.Training.Quantization;

/// <summary>Layers within layers, read from descriptions.</summary>
internal static class QuantizedParts
{
    /// <summary>A layer of one kind within a description.</summary>
    public static TModule Read<TModule>(LayerDescription one, string name)
        where TModule : Module => one.Layer(name) as TModule ?? throw one.Fault(name, $"is no {typeof(TModule).Name}");
}
