using System.Numerics;

namespace Minima.Training.Robustness;

/// <summary>Operations of attacks on rows of a batch.</summary>
internal static class AttackedRows
{
    /// <exception cref="TrainingException">An input outside of [0, 1], or labels that are not one int for each row.</exception>
    public static void Check(Tensor inputs, Tensor labels)
    {
        if (inputs.Rank < 2 || labels.Type != ElementType.Int32 || labels.Rank != 1 || labels.Shape[0] != inputs.Shape[0]) throw new TrainingException($"An attack was given inputs {inputs.Shape} and {labels.Type} labels {labels.Shape}; inputs [N, ..] and int labels [N] are expected.");
        var values = inputs.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1)) throw new TrainingException(FormattableString.Invariant($"An attack was given the input {values[i]} at element {i} of {inputs.Shape}; inputs must lie between 0 and 1. Scale them, and let the model undo it."));
        }
    }

    /// <summary>True for each row whose largest logit is that of its label; of equal logits the first counts.</summary>
    public static bool[] AreRight(Tensor logits, Tensor labels)
    {
        var predictions = logits.Detach().ArgMax(^1).Contiguous().Read<int>();
        var expected = labels.Contiguous().Read<int>();
        var areRight = new bool[predictions.Length];
        for (var row = 0; row < areRight.Length; row++) areRight[row] = predictions[row] == expected[row];
        return areRight;
    }

    /// <summary>Takes rows from one tensor if their flag is set, from another otherwise.</summary>
    public static Tensor Chosen(bool[] flags, Tensor yes, Tensor no)
    {
        var chosen = no.Keep();
        if (no.Type == ElementType.Single) Copy<float>(flags, yes, chosen);
        else Copy<double>(flags, yes, chosen);
        return chosen;
    }

    public static Tensor Taken(Tensor from, IReadOnlyList<int> rows)
    {
        var shape = from.Shape.With(0, rows.Count);
        return from.Type switch
        {
            ElementType.Single => Tensor.Of(Values<float>(from, rows), shape),
            ElementType.Double => Tensor.Of(Values<double>(from, rows), shape),
            _ => Tensor.Of(Values<int>(from, rows), shape),
        };
    }

    private static void Copy<TElement>(bool[] flags, Tensor from, Tensor to)
        where TElement : unmanaged
    {
        var width = to.Count / Math.Max(flags.Length, 1);
        var source = from.Contiguous().Read<TElement>();
        var target = to.Write<TElement>();
        for (var row = 0; row < flags.Length; row++)
        {
            if (flags[row]) source.Slice(row * width, width).CopyTo(target[(row * width)..]);
        }
    }

    private static TElement[] Values<TElement>(Tensor from, IReadOnlyList<int> rows)
        where TElement : unmanaged, INumber<TElement>
    {
        var source = from.Contiguous().Read<TElement>();
        var width = from.Count / Math.Max(from.Shape[0], 1);
        var values = new TElement[rows.Count * width];
        for (var i = 0; i < rows.Count; i++) source.Slice(rows[i] * width, width).CopyTo(values.AsSpan(i * width));
        return values;
    }
}
