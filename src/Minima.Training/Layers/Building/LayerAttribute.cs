namespace Minima.Training;

/// <summary>
/// Marks a layer that <see cref="ModelBuilder"/> builds from its description: the generator lists every class with this attribute in <c>GeneratedLayers</c> of its assembly,
/// whose <c>Register()</c> registers your own layers. The class has a static method <c>Build(LayerDescription)</c> that returns the layer.
/// </summary>
/// <param name="kind">The kind in a description: <c>linear</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayerAttribute(string kind) : DeclarationAttribute(kind);

/// <summary>A layer in the list used to read descriptions of models.</summary>
public sealed class LayerEntry : Declaration
{
    /// <inheritdoc/>
    public override string Kind => "layer";

    /// <summary>Reads sizes and creates the layer.</summary>
    public required Func<LayerDescription, Module> Make { get; init; }
}
