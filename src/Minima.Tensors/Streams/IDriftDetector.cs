namespace Minima.Tensors.Streams;

/// <summary>Watches a stream of numbers, one at a time, in memory that does not grow with it (or only as its logarithm).</summary>
/// <remarks>
/// <para>Losses or errors of a model that is tested on each item before it learns from it. Each detector has methods <c>Save</c> and <c>Restore</c>,
/// whose records are plain numbers: they can be written as JSON and a stream taken up again where it stopped.</para>
/// <para>Not to be used by several threads at once.</para>
/// </remarks>
/// <example><code>
/// var detector = new AdaptiveWindow();
/// foreach (var loss in losses)
/// {
///     if (detector.Add(loss) == DriftState.Drift) Console.WriteLine($"changed before item {detector.Count}");
/// }
/// </code></example>
public interface IDriftDetector
{
    /// <summary>How many items were added since the start, or since <see cref="Reset"/>.</summary>
    long Count { get; }

    /// <summary>The number that it keeps: the mean loss, or the statistic that is held against a threshold.</summary>
    double Value { get; }

    /// <summary>What it said of the last item.</summary>
    DriftState State { get; }

    /// <summary>One more item.</summary>
    /// <returns>What it says of the stream now.</returns>
    /// <exception cref="TrainingException">The item is NaN or infinite; the state is as before.</exception>
    DriftState Add(double value);

    /// <summary>Forgets everything.</summary>
    void Reset();
}
