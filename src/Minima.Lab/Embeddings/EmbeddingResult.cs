namespace Minima.Lab.Embeddings;

/// <summary>The scores of an embedding of digits.</summary>
/// <param name="Unknown">How well digits that were never shown are detected, by the distance to the nearest mean of a class: the area under the ROC curve.</param>
/// <param name="Within">The mean distance of a row from the mean of its class, over that from the mean of all.</param>
/// <param name="Between">The mean distance of two such means, over the same.</param>
/// <param name="Recall">The proportion of rows whose nearest other row shows the same digit.</param>
internal sealed record EmbeddingResult(double Unknown, double Within, double Between, double Recall)
{
    /// <param name="learned">Embeddings of rows that were learned from, and what they show.</param>
    /// <param name="known">Of judging rows of the same digits.</param>
    /// <param name="unknown">Of judging rows of the others.</param>
    /// <param name="width">Numbers of an embedding.</param>
    public static EmbeddingResult Of((double[] Rows, int[] Labels) learned, (double[] Rows, int[] Labels) known, double[] unknown, int width)
    {
        var means = learned.Rows.Chunk(width).Zip(learned.Labels).GroupBy(pair => pair.Second, pair => pair.First)
            .Select(group => Enumerable.Range(0, width).Select(k => group.Average(row => row[k])).ToArray()).ToArray();
        var (within, between) = EmbeddingTask.Spread(known.Rows, known.Labels);
        return new(Separation.Of(Far(known.Rows), Far(unknown)), within, between, EmbeddingTask.RecallAtOne(known.Rows, known.Labels));

        double[] Far(double[] rows) => [.. rows.Chunk(width).Select(row => means.Min(mean => row.Zip(mean, (x, y) => (x - y) * (x - y)).Sum()))];
    }
}
