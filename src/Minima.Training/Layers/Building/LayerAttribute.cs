namespace Minima.Training;

/// <summary>
/// A layer that <see cref="ModelBuilder"/> builds of its description: the generator lists every class that has this attribute in <c>GeneratedLayers</c> of its assembly,
/// whose <c>Register()</c> makes layers of one's own known. The class has a static method <c>Build(LayerDescription)</c> that returns the layer.
/// </summary>
/// <param name="kind">What a description calls it: <c>linear</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayerAttribute(string kind) : DeclarationAttribute(kind);

/// <summary>A layer in the list that descriptions of models are read by.</summary>
public sealed class LayerEntry : Declaration
{
    /// <inheritdoc/>
    public override string Kind => "layer";

    /// <summary>Reads sizes and makes the layer.</summary>
    public required Func<LayerDescription, Module> Make { get; init; }
}
