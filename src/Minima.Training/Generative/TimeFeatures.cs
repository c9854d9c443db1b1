namespace Minima.Training.Generative;

/// <summary>Encodes a time as features that a network can distinguish: waves of doubling frequency.</summary>
/// <remarks>
/// <para>Formula: cos(pi / 2 2^k t) and sin(pi / 2 2^k t) for k from 0, appended to the elements of the item.</para>
/// <para>Source: Tancik et al. 2020, NeurIPS, arXiv:2006.10739.</para>
/// </remarks>
public static class TimeFeatures
{
    /// <summary>Items [N, D] with their time features appended: [N, D + width].</summary>
    /// <param name="items">Rows.</param>
    /// <param name="times">One for each item, between 0 and 1.</param>
    /// <param name="width">The number of features of a time; even.</param>
    /// <exception cref="TrainingException">Items that are not rows, another number of times, or a width that is odd or below 2.</exception>
    public static Tensor Beside(Tensor items, IReadOnlyList<double> times, int width = 8)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (width < 2 || width % 2 != 0) throw new TrainingException($"Cannot encode a time as {width} numbers; give an even number of at least 2.");
        if (items.Rank != 2 || items.Shape[0] != times.Count) throw new TrainingException($"{times.Count} times were given for items of the shape {items.Shape}; rows [N, D] with one time each are expected.");
        var waves = new double[times.Count * width];
        for (var i = 0; i < waves.Length; i++)
        {
            var angle = Math.PI / 2 * (1L << (i % width / 2)) * times[i / width];
            waves[i] = i % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle);
        }

        return Tensor.Concatenate(1, items, Tensor.Of(waves, [times.Count, width]).To(items.Type));
    }
}
