using Minima.Training;

namespace Minima.Tabular;

/// <summary>Computes the raw outputs of a network for rows, in their order.</summary>
internal static class RawOutputs
{
    private const int BatchSize = 1024;

    /// <param name="model">The network; it is switched to prediction (no dropout, running means).</param>
    /// <param name="data">The table.</param>
    /// <param name="rows">Some of its rows, or null for all.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <param name="prefetch">The number of batches prepared ahead on another thread.</param>
    /// <returns>The outputs, row after row.</returns>
    public static double[] Of(Module model, ITrainingData data, RowSet? rows, CancellationToken cancellation, int prefetch = 2)
    {
        using var loader = new DataLoader(data, new DataLoaderOptions { BatchSize = BatchSize, Shuffles = false, Rows = rows, Prefetch = prefetch });
        model.Train(training: false);
        var outputs = new List<double>();
        using (Autograd.NoGradient())
        {
            foreach (var batch in loader.Epoch(0))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = StepScope.Begin();
                var output = model.Forward(batch.Features).Contiguous();
                for (var i = 0; i < output.Count; i++) outputs.Add(DataRows.Number(output, i));
            }
        }

        return [.. outputs];
    }
}
