namespace Minima.Training;

/// <summary>
/// A layer that <see cref="ModelBuilder"/> builds of its description: the generator registers every class that has this attribute when its assembly is loaded.
/// The class has a static method <c>Build(LayerDescription)</c> that returns the layer.
/// </summary>
/// <param name="kind">What a description calls it: <c>linear</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayerAttribute(string kind) : Attribute
{
    /// <summary>What a description calls it.</summary>
    public string Kind { get; } = kind;
}
