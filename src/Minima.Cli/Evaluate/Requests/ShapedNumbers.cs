using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>Numbers in a row and the shape in which they are shown.</summary>
internal abstract class ShapedNumbers(int[] shape)
{
    public int[] Shape { get; } = shape;

    /// <summary>Writes the number at <paramref name="index"/>.</summary>
    public abstract void Write(Utf8JsonWriter writer, int index);
}

/// <inheritdoc cref="ShapedNumbers"/>
internal sealed class ShapedNumbers<TElement, TKind>(int[] shape, TElement[] values) : ShapedNumbers(shape)
    where TElement : unmanaged
    where TKind : struct, IElement<TElement>
{
    public override void Write(Utf8JsonWriter writer, int index) => TKind.Write(writer, values[index]);
}
