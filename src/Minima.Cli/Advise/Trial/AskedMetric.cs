using Minima.Cli.Compare;

namespace Minima.Cli.Advise;

/// <summary>The metric of <c>minima compare</c> that judges what is wanted: consistent for it, so that no loss wins by answering another question.</summary>
internal static class AskedMetric
{
    public static Metric Of(AdviceContext context)
    {
        var task = context.Target.Task;
        var wishes = context.Wishes;
        if (!CompareTasks.IsNumeric(task))
        {
            var key = task == CompareTask.Ordinal ? "rank-mae" : wishes.Rare ? "balanced-accuracy" : wishes.Want == WantedNumber.Class ? "accuracy" : "log-loss";
            return Metrics.Find(task, key)!;
        }

        if (wishes.Want == WantedNumber.Quantile || !wishes.IsEven) return Pinball(wishes.Want == WantedNumber.Quantile ? wishes.Level : wishes.CostLevel);
        if (wishes.Relative) return MeanRelative;
        if (wishes.Want == WantedNumber.Median) return Metrics.MeanAbsolute;
        return task == CompareTask.Regression ? Metrics.RootMeanSquare : Metrics.For(task)[0];
    }

    private static Metric Pinball(double level) => new("pinball loss", "分位数损失", MetricUnit.Target, MetricGoal.Lower, p =>
    {
        var sum = 0.0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            var difference = p.Target[i] - p.Score[i];
            sum += difference > 0 ? level * difference : (level - 1) * difference;
        }

        return sum / p.Target.Length;
    }, FormattableString.Invariant($"pinball={level}"));

    private static readonly Metric MeanRelative = new("mean relative error", "平均相对误差", MetricUnit.None, MetricGoal.Lower, p =>
    {
        var sum = 0.0;
        for (var i = 0; i < p.Target.Length; i++) sum += Math.Abs(p.Target[i] - p.Score[i]) / Math.Abs(p.Target[i]);
        return sum / p.Target.Length;
    }, "mape");
}
