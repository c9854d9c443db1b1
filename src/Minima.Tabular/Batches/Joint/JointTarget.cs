namespace Minima.Tabular;

/// <summary>The target of a model of several outputs.</summary>
/// <param name="Task">The task.</param>
/// <param name="Count">The number of classes, grades, labels or numbers; 1 for a number and for two classes.</param>
/// <param name="Low">The lowest target.</param>
/// <param name="High">The highest one.</param>
internal sealed record JointTarget(PredictionTask Task, int Count, double Low, double High)
{
    public static JointTarget Of(ComparisonData data)
    {
        var task = data.Task.Task;
        if (task is PredictionTask.MultiClass or PredictionTask.Ordinal) return new(task, (data.AsClasses ?? data.Targets[0]).Classes.Count, 0, (data.AsClasses ?? data.Targets[0]).Classes.Count - 1);
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var target in data.Targets)
        {
            foreach (var row in data.Used) (low, high) = (Math.Min(low, target.Values[row]), Math.Max(high, target.Values[row]));
        }

        return new(task, data.Targets.Count, low, high);
    }
}
