using System.Globalization;

namespace Minima.Cli.Evaluate;

/// <summary>Shapes: lists of sizes, outermost first; empty for a bare number.</summary>
internal static class TensorShape
{
    /// <summary><c>[2, 3]</c>, or <c>[]</c> with a word for a bare number.</summary>
    public static string Format(ReadOnlySpan<int> shape)
    {
        if (shape.IsEmpty)
        {
            return "[] (a single number)";
        }

        var sizes = new string[shape.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = shape[i].ToString(CultureInfo.InvariantCulture);
        }

        return "[" + string.Join(", ", sizes) + "]";
    }

    /// <summary>Checks if NumPy would broadcast the two: from the last axis on, sizes are equal or one of them is 1.</summary>
    public static bool WouldBroadcast(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        for (var i = 1; i <= Math.Min(left.Length, right.Length); i++)
        {
            if (left[^i] != right[^i] && left[^i] != 1 && right[^i] != 1)
            {
                return false;
            }
        }

        return true;
    }
}
