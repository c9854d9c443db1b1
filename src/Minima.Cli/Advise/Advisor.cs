using Minima.Cli.Compare;

namespace Minima.Cli.Advise;

/// <summary>From wishes and findings to three losses: which loss suits what is said by the losses themselves (<see cref="LossEntry.Suits"/>).</summary>
internal static class Advisor
{
    private const int Losses = 3;

    /// <summary>What to hold beside the default where nothing speaks for anything.</summary>
    private static readonly LossPurpose[] NumberControls = [LossPurpose.Outliers, LossPurpose.Median, LossPurpose.HeavyTails];

    private static readonly LossPurpose[] ClassControls = [LossPurpose.LabelNoise, LossPurpose.Imbalance, LossPurpose.ClassOnly];

    public static Advice Run(AdviceContext context, string path, IReadOnlyList<string> ignored)
    {
        context = Settled(context);
        var checks = Checks(context);
        var causes = Wished(context).Concat(Found(checks)).ToArray();
        var control = CompareTasks.Default(context.Target.Task);
        var chosen = new List<Recommendation>();
        var sure = 0;
        var unmet = new List<Both>();
        foreach (var cause in causes)
        {
            var entries = Suiting(context, cause.Purpose).ToArray();
            if (entries.Length == 0)
            {
                unmet.Add(cause.Reason);
                continue;
            }

            if (chosen.Count < Losses - 1 && entries.FirstOrDefault(e => e != control && chosen.All(c => c.Entry != e)) is { } entry && !entries.Take(1).Contains(control))
            {
                chosen.Add(new(entry, Level(entry, cause.Level), false, false, cause.Reason));
                sure += cause.IsSure ? 1 : 0;
            }
        }

        var fine = chosen.Count == 0;
        var standard = new Recommendation(control, "", true, false, fine
            ? new("nothing that was asked or found speaks against the default.", "没有任何需求或发现与默认损失相悖。")
            : sure == 0
                ? new("a fair start: what speaks for another is only possible.", "可以由此开始：支持其他损失的迹象只是“可能”。")
                : new("the default of the task: what the others have to beat.", "该任务的默认损失：其他损失要与之比较。"));
        foreach (var purpose in (context.Target.IsClass ? ClassControls : NumberControls).Where(p => causes.All(c => c.Purpose != p)))
        {
            if (chosen.Count < Losses - 1 && Suiting(context, purpose).FirstOrDefault(e => e != control && chosen.All(c => c.Entry != e)) is { } entry)
            {
                chosen.Add(new(entry, "", false, true, new($"to compare with: it would win {Case(purpose).English}, and nothing says so.", $"作对照：{Case(purpose).Chinese}时它会更好，但没有这样的迹象。")));
            }
        }

        Recommendation[] losses = [.. chosen.Take(sure), standard, .. chosen.Skip(sure)];
        return new Advice
        {
            Context = context,
            Checks = checks,
            Losses = losses,
            DefaultIsFine = fine,
            Unmet = unmet,
            Command = CommandLine(context, path, ignored, losses),
        };
    }

    /// <summary>Whole numbers that look like grades are grades where the features know their order, and classes where they do not.</summary>
    private static AdviceContext Settled(AdviceContext context)
    {
        var target = context.Target;
        if (context.Wishes.Want != WantedNumber.Unsaid || !target.MayBeOrdered || ClassChecks.Order(context) is not { Status: not CheckStatus.Skipped } order)
        {
            return context;
        }

        var task = order.IsFound ? CompareTask.Ordinal : CompareTask.MultiClass;
        return task == target.Task ? context : new AdviceContext(
            context.Data,
            target.As(task, order.IsFound
                ? new("its whole numbers have an order that the other columns know", "它的整数有顺序，且其他列反映出这一顺序")
                : new("its whole numbers look like grades, but the other columns know no order among them (--want order says otherwise)", "它的整数像等级，但其他列没有反映出顺序（可用 --want order 指定）")),
            context.Wishes,
            context.Thresholds);
    }

    private static CheckResult[] Checks(AdviceContext context)
    {
        var checks = new List<CheckResult> { DataChecks.Type(context) };
        if (context.Target.Classes.Count > 0)
        {
            if (context.Target.Classes.Count > 2)
            {
                checks.Add(ClassChecks.Order(context));
            }

            checks.Add(ClassChecks.Imbalance(context));
            checks.Add(ClassChecks.Conflicts(context));
            checks.Add(ClassChecks.Labels(context));
        }

        if (CompareTasks.IsNumeric(context.Target.Task))
        {
            checks.Add(CountChecks.Zeros(context));
            if (context.Target.Task == CompareTask.Count)
            {
                checks.Add(CountChecks.Dispersion(context));
            }
            else
            {
                checks.Add(NumberChecks.Spread(context));
                checks.Add(NumberChecks.Skew(context));
                checks.Add(NumberChecks.Tails(context));
                checks.Add(NumberChecks.Outliers(context));
                checks.Add(NumberChecks.PileUp(context));
            }
        }

        checks.Add(DataChecks.Missing(context));
        checks.Add(DataChecks.Leakage(context));
        checks.AddRange(TableChecks.Further(context));
        checks.Add(DataChecks.Size(context));
        return [.. checks];
    }

    private static IEnumerable<Cause> Wished(AdviceContext context)
    {
        var wishes = context.Wishes;
        var isClass = context.Target.IsClass;
        if (wishes.Want == WantedNumber.Quantile)
        {
            yield return new(LossPurpose.Quantile, wishes.Level, new($"you want the {AdviceContext.Short(wishes.Level)} quantile.", $"你想要 {AdviceContext.Short(wishes.Level)} 分位数。"));
        }

        if (wishes.Want == WantedNumber.Median)
        {
            yield return new(LossPurpose.Median, 0.5, new("you want the median.", "你想要中位数。"));
        }

        if (!isClass && !wishes.IsEven)
        {
            var level = AdviceContext.Short(Math.Round(wishes.CostLevel, 4));
            yield return new(
                LossPurpose.UnevenCost,
                wishes.CostLevel,
                new(
                    $"too high costs {AdviceContext.Short(wishes.Over)} and too low {AdviceContext.Short(wishes.Under)}: the best prediction is the {level} quantile ({AdviceContext.Short(wishes.Under)}/({AdviceContext.Short(wishes.Over)} + {AdviceContext.Short(wishes.Under)})).",
                    $"偏高的代价为 {AdviceContext.Short(wishes.Over)}，偏低为 {AdviceContext.Short(wishes.Under)}：最优预测是 {level} 分位数（{AdviceContext.Short(wishes.Under)}/({AdviceContext.Short(wishes.Over)} + {AdviceContext.Short(wishes.Under)})）。"));
        }

        if (!isClass && wishes.Relative)
        {
            yield return new(LossPurpose.RelativeError, null, new("errors count in per cent.", "误差按百分比计。"));
        }

        if (!isClass && wishes.Censored is { } column)
        {
            yield return new(
                LossPurpose.Censoring,
                null,
                new(
                    $"the column '{column}' says that some targets are only \"at least\". A median does not move with how far beyond they lie, while fewer than half are cut.",
                    $"列“{column}”标明部分目标值只知道“至少是”。只要被截断的不到一半，中位数就不受其超出多远的影响。"));
        }

        if (wishes.Want == WantedNumber.Order)
        {
            yield return new(LossPurpose.OrderedClasses, null, new("you want an order.", "你想要顺序。"));
        }

        if (isClass && wishes.Want == WantedNumber.Class)
        {
            yield return new(LossPurpose.ClassOnly, null, new("you want the class alone, no probability.", "你只要类别，不要概率。"));
        }

        if (isClass && wishes.Rare)
        {
            yield return new(LossPurpose.Imbalance, null, new("the rare class matters more.", "稀有类别更重要。"));
        }

        if (wishes.NoisyLabels)
        {
            yield return isClass
                ? new(LossPurpose.LabelNoise, null, new("the labels are not sure.", "标签不可靠。"))
                : new(LossPurpose.Outliers, null, new("the targets are not sure.", "目标值不可靠。"));
        }
    }

    private static IEnumerable<Cause> Found(CheckResult[] checks) => checks
        .Where(c => c.IsFound && c.Purpose != LossPurpose.None)
        .OrderByDescending(c => c.Status)
        .Select(c => new Cause(c.Purpose, null, new(
            $"{(c.Status == CheckStatus.Likely ? "likely" : "possibly")} {c.Name.English}: {c.Text.English}",
            $"{(c.Status == CheckStatus.Likely ? "很可能" : "可能")}存在{c.Name.Chinese}：{c.Text.Chinese}"), c.Status == CheckStatus.Likely));

    /// <summary>The losses that suit a purpose and can be trained on this target, the preferred first.</summary>
    private static IEnumerable<LossEntry> Suiting(AdviceContext context, LossPurpose purpose)
    {
        var task = context.Target.Task switch
        {
            CompareTask.Binary => LossTask.Binary,
            CompareTask.MultiClass => LossTask.MultiClass,
            _ => LossTask.Regression,
        };
        return Catalogue.All
            .Where(e => e.Task.HasFlag(task) && e.Suits.HasFlag(purpose) && TakesTarget(context, e))
            .OrderByDescending(e => e.Preference);
    }

    /// <summary>Whether the targets lie in the domain of the loss. Rows of classes take labels; margins take -1 and +1 for two classes.</summary>
    private static bool TakesTarget(AdviceContext context, LossEntry entry)
    {
        if (entry.Row is not null)
        {
            return true;
        }

        if (entry.Parameters.Any(p => p.IsRequired))
        {
            return false;
        }

        var domain = Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal)).DomainOf(1);
        return context.Target.IsClass ? domain.IsLabel || (domain.Contains(0) && domain.Contains(1)) : Array.TrueForAll(context.Target.Values, domain.Contains);
    }

    /// <summary>A level in the first parameter that lies between 0 and 1.</summary>
    private static string Level(LossEntry entry, double? level) =>
        level is { } value && entry.Parameters.FirstOrDefault(p => p.Kind == ParameterKind.Number && p.Domain.Contains(0.5) && !p.Domain.Contains(1.5) && !p.Domain.Contains(-0.5)) is { } parameter
            ? $"{parameter.Name}={ParameterInfo.Format(Math.Round(value, 6))}"
            : "";

    private static Both Case(LossPurpose purpose) => purpose switch
    {
        LossPurpose.Outliers => new("with gross errors in the target", "目标值含严重错误"),
        LossPurpose.Median => new("where the typical value is wanted", "需要典型值"),
        LossPurpose.HeavyTails => new("with heavy tails", "误差重尾"),
        LossPurpose.LabelNoise => new("with wrong labels", "标签有误"),
        LossPurpose.Imbalance => new("where a rare class matters", "稀有类别更重要"),
        _ => new("where the class alone counts", "只看类别"),
    };

    private static string CommandLine(AdviceContext context, string path, IReadOnlyList<string> ignored, Recommendation[] losses)
    {
        var words = new List<string> { "minima", "compare", path, "--target", context.Data.Target.Name };
        foreach (var column in context.Wishes.Censored is { } censored ? ignored.Append(censored) : ignored)
        {
            words.AddRange(["--ignore", column]);
        }

        words.AddRange(["--task", CompareTasks.Word(context.Target.Task)]);
        foreach (var loss in losses.Where(l => !l.IsDefault))
        {
            words.AddRange(["--loss", loss.Word]);
        }

        if (MetricFor(context, losses) is { } metric)
        {
            words.AddRange(["--metric", metric.Key]);
        }

        return string.Join(' ', words.Select(Shell));
    }

    /// <summary>
    /// The metric that judges what is wanted, or null where the task's own does. A deviance is undefined where a loss may predict 0 or less, and the
    /// absolute error rewards the median, so a mean that was asked for is judged by the squared one.
    /// </summary>
    private static Metric? MetricFor(AdviceContext context, Recommendation[] losses)
    {
        var task = context.Target.Task;
        var wishes = context.Wishes;
        if (!CompareTasks.IsNumeric(task) || wishes.Want == WantedNumber.Quantile || !wishes.IsEven || wishes.Relative)
        {
            return null;
        }

        var deviance = task is CompareTask.Count or CompareTask.Positive;
        return wishes.Want switch
        {
            WantedNumber.Median when deviance => Metrics.MeanAbsolute,
            WantedNumber.Mean when !deviance => Metrics.RootMeanSquare,
            WantedNumber.Unsaid or WantedNumber.Mean when deviance && losses.Any(l => l.Entry.Link == PredictionLink.Identity) => Metrics.RootMeanSquare,
            _ => null,
        };
    }

    /// <summary>A word as a shell reads it back.</summary>
    private static string Shell(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ':' or ',' or '+')
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <param name="Purpose">What kind of loss it speaks for.</param>
    /// <param name="Level">A level that the loss takes as a parameter.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="IsSure">A wish, or likely: it comes before the default.</param>
    private sealed record Cause(LossPurpose Purpose, double? Level, Both Reason, bool IsSure = true);
}
