using System.Numerics;

namespace Minima.Tensors.Losses;

/// <summary>Masks of 0 and 1 of the pairs of rows with equal or different labels; no gradient reaches them.</summary>
internal readonly struct LabelPairs
{
    private LabelPairs(Tensor positive, Tensor negative)
    {
        Positive = positive;
        Negative = negative;
    }

    /// <summary>[N, M]: 1 where the labels are equal and the rows are different.</summary>
    public Tensor Positive { get; }

    /// <summary>[N, M]: 1 where the labels differ.</summary>
    public Tensor Negative { get; }

    /// <summary>[N, M]: 1 for every row but the anchor itself.</summary>
    public Tensor Others => Positive + Negative;

    /// <summary>[N]: 1 for an anchor with a positive.</summary>
    public Tensor HasPositive => Positive.Any(^1);

    /// <summary>[N]: 1 for an anchor with a positive and a negative.</summary>
    public Tensor HasBoth => HasPositive * Negative.Any(^1);

    /// <summary>The rows of one batch with one another; none with itself.</summary>
    public static LabelPairs Within(Tensor labels, ElementType type) => Make(labels, labels, type, itself: true);

    /// <summary>The rows of a batch with those of another.</summary>
    public static LabelPairs Between(Tensor labels, Tensor others, ElementType type) => Make(labels, others, type, itself: false);

    /// <summary>[N]: 1 for a row with a positive and a negative among the others, without a mask of all pairs.</summary>
    public static Tensor HasBothWithin(Tensor labels, ElementType type)
    {
        var kinds = labels.Read<int>();
        var counts = new Dictionary<int, int>();
        foreach (var kind in kinds) counts[kind] = counts.GetValueOrDefault(kind) + 1;
        var has = new double[kinds.Length];
        for (var i = 0; i < has.Length; i++) has[i] = counts[kinds[i]] > 1 && counts.Count > 1 ? 1 : 0;
        return Tensor.Of(has, [has.Length]).To(type);
    }

    private static LabelPairs Make(Tensor labels, Tensor others, ElementType type, bool itself)
    {
        Shape shape = [labels.Count, others.Count];
        var (positive, negative) = (Tensor.Zeros(shape, type), Tensor.Zeros(shape, type));
        if (type == ElementType.Single) Set(labels.Read<int>(), others.Read<int>(), positive.Write<float>(), negative.Write<float>(), itself);
        else Set(labels.Read<int>(), others.Read<int>(), positive.Write<double>(), negative.Write<double>(), itself);
        return new(positive, negative);
    }

    private static void Set<TElement>(ReadOnlySpan<int> first, ReadOnlySpan<int> second, Span<TElement> positive, Span<TElement> negative, bool itself)
        where TElement : unmanaged, INumber<TElement>
    {
        for (var i = 0; i < first.Length; i++)
        {
            WorkBudget.Check();
            for (var j = 0; j < second.Length; j++)
            {
                var place = (i * second.Length) + j;
                if (first[i] != second[j]) negative[place] = TElement.One;
                else if (!itself || i != j) positive[place] = TElement.One;
            }
        }
    }
}
