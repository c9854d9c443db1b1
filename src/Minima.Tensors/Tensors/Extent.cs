using System.Text.Json.Nodes;

namespace Minima.Tensors;

/// <summary>Two lengths of an image: the size of a kernel or a window, a stride, or padding. One number means both: <c>3</c> is 3x3.</summary>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The same in both directions.</summary>
    public static implicit operator Extent(int both) => new(both, both);

    /// <summary><c>3x3</c>.</summary>
    public override string ToString() => $"{Height}x{Width}";

    /// <summary>One number if both are equal, for texts about strides and padding.</summary>
    internal string Short => Height == Width ? Height.ToString(System.Globalization.CultureInfo.InvariantCulture) : ToString();

    internal JsonArray ToJson() => new(Height, Width);
}
