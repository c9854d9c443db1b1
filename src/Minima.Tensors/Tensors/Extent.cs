using System.Text.Json.Nodes;

namespace Minima.Tensors;

/// <summary>Two lengths of an image: of a kernel or a window, of the steps between windows, of the zeros around. One number means both: <c>3</c> is 3x3.</summary>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The same in both directions.</summary>
    public static implicit operator Extent(int both) => new(both, both);

    /// <summary><c>3x3</c>.</summary>
    public override string ToString() => $"{Height}x{Width}";

    /// <summary>One number where both are equal, for texts about steps and zeros.</summary>
    internal string Short => Height == Width ? Height.ToString(System.Globalization.CultureInfo.InvariantCulture) : ToString();

    internal JsonArray ToJson() => new(Height, Width);
}
