namespace Minima.Tabular;

/// <summary>Boosted trees compared with the linear model in the quick comparison of an advice: the same losses, on the same folds.</summary>
public sealed record AdvisedTrees
{
    internal AdvisedTrees()
    {
    }

    /// <summary>The loss with which trees did best.</summary>
    public required LossEntry Loss { get; init; }

    /// <summary>The mean over folds of the metric for trees, in the unit of the metric.</summary>
    public required double Score { get; init; }

    /// <summary>The same for the best linear model.</summary>
    public required double LinearScore { get; init; }

    /// <summary>Trees beat every linear model of the trial by more than 0.5 %, and the default by more than chance.</summary>
    public required bool IsBetter { get; init; }

    /// <summary>The finding as a sentence.</summary>
    public required Localized Sentence { get; init; }

    /// <summary>The best result of trees and the best of linear models; null if either has no score.</summary>
    /// <param name="trial">A comparison of linear models and trees.</param>
    internal static AdvisedTrees? Of(ComparisonResult trial)
    {
        var metric = trial.Metric;
        ComparisonRow? Best(ComparedModel model) => trial.Rows
            .Where(row => row.Kind is RowKind.Default or RowKind.Loss && row.Trained == model && row is { Failed: false, Objection: null } && row.Find(metric)?.Mean is { } mean && double.IsFinite(mean))
            .MinBy(row => metric.Badness(row.Find(metric)!.Mean!.Value));
        if (Best(ComparedModel.Trees) is not { } trees || Best(ComparedModel.Linear) is not { } linear) return null;
        var (score, other) = (trees.Find(metric)!.Mean!.Value, linear.Find(metric)!.Mean!.Value);
        var isBetter = TriedLoss.Of(trial, trees).IsBetter && metric.Badness(other) - metric.Badness(score) > TriedLoss.Worth * Math.Abs(other);
        var loss = trees.Loss!.Entry;
        var (mine, its) = (AdviceContext.Short(score), AdviceContext.Short(other));
        return new()
        {
            Loss = loss,
            Score = score,
            LinearScore = other,
            IsBetter = isBetter,
            Sentence = isBetter
                ? new($"Boosted trees do better than a linear model here: with {loss.Key} their {metric.Name} is {mine}, the best linear model's {its}.", $"这里提升树优于线性模型：用 {loss.Key} 训练时其{metric.ChineseName}为 {mine}，最好的线性模型为 {its}。")
                : new($"Boosted trees do no better than a linear model here: with {loss.Key} their {metric.Name} is {mine}, the best linear model's {its}.", $"这里提升树并不优于线性模型：用 {loss.Key} 训练时其{metric.ChineseName}为 {mine}，最好的线性模型为 {its}。"),
        };
    }
}
