namespace Minima.Training;

/// <summary>A figure that people judge a model by, added up batch by batch: the bits do not depend on how batches are cut beyond rounding in double.</summary>
public abstract class Metric
{
    /// <summary>As in <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a larger figure is better.</summary>
    public abstract bool LargerIsBetter { get; }

    /// <summary>The figure so far; NaN of nothing.</summary>
    public abstract double Value { get; }

    /// <summary>Starts again.</summary>
    public abstract void Reset();

    /// <summary>Adds a batch.</summary>
    /// <param name="output">What the model said: [rows, outputs] or [rows].</param>
    /// <param name="target">Numbers in the output's shape, or int labels [rows].</param>
    /// <exception cref="TrainingException">A target that the metric cannot take.</exception>
    public abstract void Add(Tensor output, Tensor target);

    /// <summary>The metrics, by name.</summary>
    public static IReadOnlyList<MetricEntry> All => GeneratedMetrics.All;

    /// <summary>A new metric by name.</summary>
    /// <exception cref="TrainingException">No metric has this name.</exception>
    public static Metric ByName(string name) => Declaration.TryFind(All, name)?.Make()
        ?? throw new TrainingException($"No metric is named '{name}'. There are {string.Join(", ", All.Select(entry => entry.Name))}.");

    /// <summary>Whether figure <paramref name="left"/> is better than <paramref name="right"/>; NaN is worse than anything.</summary>
    public bool IsBetter(double left, double right) => !double.IsNaN(left) && (double.IsNaN(right) || (LargerIsBetter ? left > right : left < right));
}

/// <summary>A metric that is found by its name.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MetricAttribute(string name) : DeclarationAttribute(name)
{
    /// <inheritdoc cref="Metric.LargerIsBetter"/>
    public bool LargerIsBetter { get; set; }
}

/// <summary>A metric in the list that names are looked up in.</summary>
public sealed class MetricEntry : Declaration
{
    /// <inheritdoc/>
    public override string Kind => "metric";

    /// <summary>Makes the metric.</summary>
    public required Func<Metric> Make { get; init; }
}
