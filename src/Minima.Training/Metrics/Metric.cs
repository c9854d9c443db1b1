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

    /// <summary>Every metric by name.</summary>
    /// <exception cref="TrainingException">No metric has this name.</exception>
    public static Metric ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make.FirstOrDefault(make => string.Equals(make().Name, name, StringComparison.OrdinalIgnoreCase))?.Invoke()
            ?? throw new TrainingException($"No metric is named '{name}'. There are {string.Join(", ", Make.Select(make => make().Name))}.");
    }

    private static readonly Func<Metric>[] Make = [() => new Accuracy(), () => new BinaryAccuracy(), () => new MeanAbsoluteErrorMetric(), () => new RootMeanSquaredErrorMetric(), () => new R2()];

    /// <summary>Whether figure <paramref name="left"/> is better than <paramref name="right"/>; NaN is worse than anything.</summary>
    public bool IsBetter(double left, double right) => !double.IsNaN(left) && (double.IsNaN(right) || (LargerIsBetter ? left > right : left < right));
}
