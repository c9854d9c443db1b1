namespace Minima.Training.Quantization;

/// <summary>Reads inner layers from descriptions.</summary>
internal static class QuantizedParts
{
    /// <summary>Reads an inner layer of a given kind.</summary>
    public static TModule Read<TModule>(LayerDescription one, string name)
        where TModule : Module => one.Layer(name) as TModule ?? throw one.Fault(name, $"is no {typeof(TModule).Name}");
}
