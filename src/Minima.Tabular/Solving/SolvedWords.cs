namespace Minima.Tabular;

/// <summary>The sentences of a solution.</summary>
internal static class SolvedWords
{
    public static Localized Headline(ComparisonResult result)
    {
        if (result.Best is not { Row: var row })
        {
            if (result.Verdict.Constant is { IsOfRandomOrder: true })
            {
                return new(
                    "Do not train on this yet: no model ranks the rows better than a random order beyond luck; look for more informative columns.",
                    "先不要用它训练：没有模型的排序明显优于随机排序，请寻找更有用的列。");
            }

            return new(
                $"Do not train on this yet: predict {result.Verdict.Constant?.Constant.English ?? "a constant"}, and look for more informative columns.",
                $"先不要用它训练：请预测{result.Verdict.Constant?.Constant.Chinese ?? "常数"}，并寻找更有用的列。");
        }

        var name = row.Loss is { Entry: var trained } ? (trained.IsText ? trained.Formula : trained.Key) : row.Name;
        var title = row.Loss is { Entry: { IsText: false } entry } ? new Localized($" ({entry.Name})", $"（{entry.ChineseName}）") : Localized.Nothing;
        return result.Best.IsOfTrees
            ? new($"Boost trees with {name}{title.English}.", $"请用 {name}{title.Chinese}训练提升树。")
            : new($"Train with {name}{title.English}.", $"请用 {name}{title.Chinese}训练。");
    }

    public static Localized Reason(ComparisonResult result)
    {
        var (verdict, metric) = (result.Verdict, result.Metric);
        var saved = result.Saving is { } saving ? new Localized($" {saving.Sentence.English}", saving.Sentence.Chinese) : Localized.Nothing;
        if (result.Best is not { Row: var row } || row.Find(metric)?.Mean is not { } mine || verdict.Constant is not { } constant) return verdict.Text + saved;
        var unit = metric.Unit == MetricUnit.Target && result.Data.Targets.Count == 1 ? new Localized($" (in units of {Localized.Quote(result.Data.Target).English})", $"（单位同{Localized.Quote(result.Data.Target).Chinese}）") : Localized.Nothing;
        var (gain, low, high) = (NumberFormat.Rough(-constant.Difference), NumberFormat.Rough(-constant.High), NumberFormat.Rough(-constant.Low));
        return new Localized(
            $"On rows that it had not seen its {metric.Title.English} is {NumberFormat.Short(mine)}{unit.English}, better than {constant.Constant.English} by {gain} (95 % interval {low} to {high}). ",
            $"在模型未见过的行上，它的{metric.Title.Chinese}为 {NumberFormat.Short(mine)}{unit.Chinese}，比{constant.Constant.Chinese}改善 {gain}（95% 区间 {low} 至 {high}）。") + verdict.Text + saved;
    }

    public static Localized Decision(SolvedTable solution)
    {
        var result = solution.Comparison;
        if (!result.CostWhy.IsEmpty) return result.Alarms is { } counted ? result.CostWhy + new Localized(" ", "") + counted.Sentence : result.CostWhy;
        if (result.Alarms is { } alarms) return alarms.Sentence;
        return result.Task.Task switch
        {
            PredictionTask.Binary or PredictionTask.MultiClass when result.Wanted == Wanted.Class => new(
                "The likeliest class is predicted: every error counts alike. --cost matrix=... makes some errors more expensive.",
                "预测可能性最大的类别：各种错误同等对待。用 --cost matrix=... 可使某些错误的代价更高。"),
            PredictionTask.MultiClass => new(
                "No cost was given, so that probabilities are predicted and nothing is decided: --cost matrix=[[0,...],...], a row and a column for each class, makes them decisions.",
                "没有给出代价，因此只预测概率，不作决定：用 --cost matrix=[[0,...],...]（每个类别各一行一列）可得到决定。"),
            PredictionTask.Binary => new(
                "No cost and no goal was given, so that probabilities are predicted and nothing is decided: --cost matrix=[[0,5],[1,0]] or --threshold recall=80% makes them decisions.",
                "没有给出代价或目标，因此只预测概率，不作决定：用 --cost matrix=[[0,5],[1,0]] 或 --threshold recall=80% 可得到决定。"),
            _ when PredictionTasks.IsNumeric(result.Task.Task) => new(
                $"Predictions are {result.Wanted.Title.English} of the target; --cost over=1,under=4 predicts what costs least instead.",
                $"预测的是目标值的{result.Wanted.Title.Chinese}；--cost over=1,under=4 则预测代价最小的数。"),
            PredictionTask.Ordinal => new(
                "A grade is predicted, and an error counts by how many grades it is off. --cost matrix=[[0,...],...], a row and a column for each grade, sets the costs of the errors.",
                "预测的是等级，误差按相差的等级数计。用 --cost matrix=[[0,...],...]（每个等级各一行一列）可给各种错误定价。"),
            PredictionTask.MultiLabel => new(
                "A label is given above a probability of 0.5, and every error counts alike: to ask more or less of a label, put your own threshold on its column probability_NAME.",
                "概率高于 0.5 即给出标签，各种错误同等对待：若要对某个标签更严或更宽，请对其 probability_NAME 列另设阈值。"),
            PredictionTask.Survival => new(
                "A risk (higher for an earlier event) and the probabilities of no event by three times are predicted, and nothing is decided: minima predict --times 30,90 gives the times that your decision is about.",
                "预测的是风险（越高则事件越早）和三个时刻仍未发生事件的概率，不作决定：用 minima predict --times 30,90 可给出与决定有关的时刻。"),
            PredictionTask.Ranking => new(
                "Scores are predicted: show the rows of a query from the highest score down. Scores of different queries do not compare.",
                "预测的是得分：同一查询的各行按得分从高到低排列。不同查询的得分不可比较。"),
            _ => Localized.Nothing,
        };
    }
}
