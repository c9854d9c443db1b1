namespace Minima.Training;

/// <summary>A metric for judging a model, added up batch by batch: apart from rounding in double, it does not depend on the division into batches.</summary>
public abstract class Metric
{
    /// <summary>The name, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True if a larger value is better.</summary>
    public abstract bool LargerIsBetter { get; }

    /// <summary>The value so far; NaN if nothing was added.</summary>
    public abstract double Value { get; }

    /// <summary>Resets the metric.</summary>
    public abstract void Reset();

    /// <summary>Adds a batch.</summary>
    /// <param name="output">The model's output: [rows, outputs] or [rows].</param>
    /// <param name="target">Numbers in the output's shape, or int labels [rows].</param>
    /// <exception cref="TrainingException">The metric does not support the target.</exception>
    public abstract void Add(Tensor output, Tensor target);

    /// <summary>The metrics, by name.</summary>
    public static IReadOnlyList<MetricEntry> All => GeneratedMetrics.All;

    /// <summary>Creates a metric by name.</summary>
    /// <exception cref="TrainingException">No metric has this name.</exception>
    public static Metric ByName(string name) => Declaration.TryFind(All, name)?.Make()
        ?? throw new TrainingException($"No metric is named '{name}'. There are {string.Join(", ", All.Select(entry => entry.Name))}.");

    /// <summary>True if <paramref name="left"/> is better than <paramref name="right"/>; NaN is worse than anything.</summary>
    public bool IsBetter(double left, double right) => !double.IsNaN(left) && (double.IsNaN(right) || (LargerIsBetter ? left > right : left < right));
}

/// <summary>Declares a metric that can be found by its name.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MetricAttribute(string name) : DeclarationAttribute(name)
{
    /// <inheritdoc cref="Metric.LargerIsBetter"/>
    public bool LargerIsBetter { get; set; }
}

/// <summary>A metric in the list of names.</summary>
public sealed class MetricEntry : Declaration
{
    /// <inheritdoc/>
    public override string Kind => "metric";

    /// <summary>Creates the metric.</summary>
    public required Func<Metric> Make { get; init; }
}
