namespace Minima.Training.Diagnosis.Experiments;

/// <summary>The result of overfitting a handful of rows with the best of several learning rates.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Expected">Their expected losses.</param>
/// <param name="Loss">The lowest loss that the model reached.</param>
internal sealed record OneBatchRun(int Rows, Expectation Expected, double Loss)
{
    private const int MostRows = 16;

    /// <summary>Adam suits nearly every model with one of these rates. The chosen optimizer is not used, so that a bad learning rate does not look like a bad model.</summary>
    private static readonly double[] Rates = [1e-3, 1e-2, 1e-1];

    /// <summary>The proportion of the learnable part that was learned.</summary>
    public double Learned => (Expected.Constant - Loss) / Expected.Learnable;

    public static OneBatchRun Run(Examination examination)
    {
        var rows = Choose(examination);
        var batch = examination.Training.Select(rows);
        Expectation? expected = null;
        var best = double.PositiveInfinity;
        foreach (var rate in Rates)
        {
            using var trial = examination.NewTrial();

            // In prediction mode: dropout and batch statistics would hinder overfitting.
            trial.Model.Train(training: false);
            expected ??= Expectation.Of(examination.Objective, batch, ForwardPass.Of(trial.Model, batch.Features));
            var steps = new TrialSteps(trial.Model, examination.Objective, new Adam(trial.Trainable, rate));
            for (var i = 0; i < examination.Options.OneBatchSteps; i++)
            {
                examination.Cancellation.ThrowIfCancellationRequested();
                var loss = steps.Run(batch);
                if (double.IsNaN(loss)) break;
                best = Math.Min(best, loss);
            }
        }

        return new OneBatchRun(rows.Length, expected!, best);
    }

    /// <summary>Rows that differ in features and, as far as possible, in targets; at most half the number of parameters per output.</summary>
    private static int[] Choose(Examination examination)
    {
        var sample = examination.Training;
        using var trial = examination.NewTrial();
        long parameters = trial.Trainable.Sum(parameter => (long)parameter.Value.Count);
        var most = (int)Math.Clamp(parameters / (2L * examination.Outputs.Width), 2, MostRows);
        var targets = sample.Target(0);
        var width = targets.Length / sample.Rows;
        var seen = new HashSet<ulong>();
        var distinct = Enumerable.Range(0, sample.Rows).Where(row => seen.Add(RowHash.Of(sample.Features.AsSpan(row * sample.Width, sample.Width)))).ToArray();
        if (sample.Batch.Target.Type == ElementType.Int32 && width == 1)
        {
            // One row of each class in turn.
            return [.. distinct.GroupBy(row => targets[row]).OrderBy(group => group.Key).SelectMany(group => group.Select((row, turn) => (row, turn))).OrderBy(pair => pair.turn).Select(pair => pair.row).Take(most)];
        }

        // Evenly spaced from the smallest target to the largest.
        var sorted = distinct.OrderBy(row => targets[row * width]).ToArray();
        var count = Math.Min(most, sorted.Length);
        return [.. Enumerable.Range(0, count).Select(i => sorted[count == 1 ? 0 : (int)((long)i * (sorted.Length - 1) / (count - 1))])];
    }
}

/// <summary>A hash of a row of numbers, to find equal rows.</summary>
internal static class RowHash
{
    public static ulong Of(ReadOnlySpan<double> values, ulong seed = 0)
    {
        // SplitMix64 over the bits: with 64 bits, collisions among a million rows are very unlikely.
        var hash = seed + 0x9E3779B97F4A7C15;
        foreach (var value in values)
        {
            // 0 and -0 are equal numbers.
            hash ^= BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
            hash ^= hash >> 31;
        }

        return hash;
    }
}
