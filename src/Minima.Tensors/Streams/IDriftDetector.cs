namespace Minima.Tensors.Streams;

/// <summary>Watches a stream of numbers, one at a time, in memory that does not grow with it (or only as its logarithm).</summary>
/// <remarks>
/// <para>The numbers are losses or errors of a model that is tested on each item before it learns from it. Each detector has methods <c>Save</c> and <c>Restore</c>,
/// whose records are plain numbers: they can be written as JSON, and a stream can continue from them.</para>
/// <para>Not thread-safe.</para>
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
    /// <summary>The number of items added since the start, or since <see cref="Reset"/>.</summary>
    long Count { get; }

    /// <summary>The monitored number: the mean loss, or the statistic that is compared with a threshold.</summary>
    double Value { get; }

    /// <summary>The state after the last item.</summary>
    DriftState State { get; }

    /// <summary>Adds an item.</summary>
    /// <returns>The state of the stream after the item.</returns>
    /// <exception cref="TrainingException">The item is NaN or infinite; the state is unchanged.</exception>
    DriftState Add(double value);

    /// <summary>Forgets everything.</summary>
    void Reset();
}
