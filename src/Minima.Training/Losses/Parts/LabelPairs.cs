namespace Minima.Training.Losses;

/// <summary>Which rows belong together and which do not, by their labels: masks of 0 and 1, which no gradient reaches.</summary>
internal readonly struct LabelPairs
{
    private LabelPairs(Tensor positive, Tensor negative)
    {
        Positive = positive;
        Negative = negative;
    }

    /// <summary>[N, M]: 1 where the labels are equal and the rows are two.</summary>
    public Tensor Positive { get; }

    /// <summary>[N, M]: 1 where the labels differ.</summary>
    public Tensor Negative { get; }

    /// <summary>[N, M]: 1 for every row but the anchor itself.</summary>
    public Tensor Others => Positive + Negative;

    /// <summary>[N]: 1 for an anchor with a positive.</summary>
    public Tensor HasPositive => Among.Any(Positive);

    /// <summary>[N]: 1 for an anchor with a positive and a negative.</summary>
    public Tensor HasBoth => HasPositive * Among.Any(Negative);

    /// <summary>The rows of one batch with one another; none with itself.</summary>
    public static LabelPairs Within(Tensor labels, ElementType type) => Make(labels, labels, type, itself: true);

    /// <summary>The rows of a batch with those of another.</summary>
    public static LabelPairs Between(Tensor labels, Tensor others, ElementType type) => Make(labels, others, type, itself: false);

    private static LabelPairs Make(Tensor labels, Tensor others, ElementType type, bool itself)
    {
        var first = labels.Read<int>();
        var second = others.Read<int>();
        var positive = new double[first.Length * second.Length];
        var negative = new double[positive.Length];
        for (var i = 0; i < first.Length; i++)
        {
            for (var j = 0; j < second.Length; j++)
            {
                var place = (i * second.Length) + j;
                if (first[i] != second[j]) negative[place] = 1;
                else if (!itself || i != j) positive[place] = 1;
            }
        }

        Shape shape = [first.Length, second.Length];
        return new(Tensor.Of(positive, shape).To(type), Tensor.Of(negative, shape).To(type));
    }
}
