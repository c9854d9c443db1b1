namespace Minima.Lab.Embeddings;

/// <summary>The scores of an embedding of digits.</summary>
/// <param name="Unknown">The area under the ROC curve when digits never seen in training are detected by the distance to the nearest class mean.</param>
/// <param name="Within">The mean distance of a row from its class mean, divided by the mean distance from the mean of all rows.</param>
/// <param name="Between">The mean distance between two class means, divided by the same.</param>
/// <param name="Recall">The proportion of rows whose nearest other row shows the same digit.</param>
internal sealed record EmbeddingResult(double Unknown, double Within, double Between, double Recall)
{
    /// <param name="learned">Embeddings and labels of the training rows.</param>
    /// <param name="known">Embeddings and labels of judging rows of the same digits.</param>
    /// <param name="unknown">Embeddings of judging rows of the other digits.</param>
    /// <param name="width">The width of an embedding.</param>
    public static EmbeddingResult Of((double[] Rows, int[] Labels) learned, (double[] Rows, int[] Labels) known, double[] unknown, int width)
    {
        var means = learned.Rows.Chunk(width).Zip(learned.Labels).GroupBy(pair => pair.Second, pair => pair.First)
            .Select(group => Enumerable.Range(0, width).Select(k => group.Average(row => row[k])).ToArray()).ToArray();
        var (within, between) = EmbeddingTask.Spread(known.Rows, known.Labels);
        return new(Separation.Of(Far(known.Rows), Far(unknown)), within, between, EmbeddingTask.RecallAtOne(known.Rows, known.Labels));

        double[] Far(double[] rows) => [.. rows.Chunk(width).Select(row => means.Min(mean => row.Zip(mean, (x, y) => (x - y) * (x - y)).Sum()))];
    }
}
