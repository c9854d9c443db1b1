namespace Minima.Tabular;

/// <summary>Chooses three losses from requests and findings. The losses themselves declare what they suit (<see cref="LossEntry.Suits"/>).</summary>
internal static class Advisor
{
    private const int Losses = 3;

    /// <summary>The number of losses tried for each request or finding.</summary>
    private const int ForCause = 2;

    /// <summary>The number of distributions tried if one is requested.</summary>
    private const int ForDistribution = 4;

    /// <summary>The purposes whose losses are compared with the default if no request or finding favours any.</summary>
    private static readonly LossPurpose[] NumberControls = [LossPurpose.Outliers, LossPurpose.Median, LossPurpose.HeavyTails];

    private static readonly LossPurpose[] ClassControls = [LossPurpose.LabelNoise, LossPurpose.Imbalance, LossPurpose.ClassOnly];

    public static Advice Run(AdviceContext context, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        var whole = Settled(context);
        context = ExtremeNumbers.LeftOut(whole);
        var checks = new List<TableCheck>();
        foreach (var check in Checks(whole, context))
        {
            cancellation.ThrowIfCancellationRequested();
            checks.Add(check);
        }

        if (!context.Target.IsClass && context.Options.CutColumn is not null) return CensoredAdvice.Of(context, checks);
        var question = Question.Of(context);
        var metric = question.Metric;
        var causes = Cause.Wished(context).Concat(Cause.Found(context, checks)).ToArray();
        var control = Judge.Control(context.Target.Task, question.Wanted);
        var (candidates, unmet) = Candidates(context, control.Entry, causes);
        var trial = AdviceTrial.Run(context, [.. candidates.Select(c => c.Loss)], question, [ComparedModel.Linear], progress, cancellation);
        var tried = candidates.Select(c => c with { Tried = Found(trial, c) }).ToArray();
        var standard = new AdvisedLoss(control) { IsDefault = true, Tried = trial is null ? null : TriedLoss.Of(trial, trial.Default) };
        AdvisedLoss[] better = [.. tried.Where(c => c.Tried is { IsBetter: true, IsRefuted: false, IsTwin: false }).OrderBy(c => metric.Badness(c.Tried!.Score)).Select(Praised)];
        AdvisedLoss[] kept = [.. tried.Where(c => (trial is null || c.Tried is { IsRefuted: false, IsTwin: false }) && better.All(b => b.Entry != c.Entry))];
        AdvisedLoss[] sure = [.. better, .. kept.Where(c => c is { IsSure: true, Tried: null or { Gain: >= -TriedLoss.Worth } }).OrderByDescending(c => c.IsWish)];
        AdvisedLoss[] further = [.. kept.Except(sure).OrderBy(c => c.IsControl)];
        var stand = new Standing(control.Entry, causes, tried, sure, further, unmet.Count > 0, trial is not null);
        var fine = stand.DefaultIsFine;
        standard = standard with { Reason = stand.Reason };
        AdvisedLoss[] losses = [.. sure.Take(Losses - 1), standard, .. further];
        losses = [.. losses.Take(Losses).Select(loss => loss with { Reason = loss.Reason + Measured(loss, metric, standard) })];
        var beside = better.FirstOrDefault()?.Loss ?? control;
        var trees = trial is not null && context.Options.Trees && !question.Wanted.IsOfDistribution ? Trees(context, beside, question, cancellation) : null;
        LossSpec[] compared = [.. losses.Where(loss => !loss.IsDefault).Select(loss => loss.Loss)];

        // No name would mean every loss of the catalogue: seconds for linear models, minutes for trees, and dozens of losses hide the few that matter.
        if (trees is { IsBetter: true } && compared.Length == 0) compared = [beside];
        return new Advice
        {
            Context = whole,
            Checks = checks,
            Losses = losses,
            Trees = trees,
            IsTried = trial is not null,
            DefaultIsFine = fine,
            Unmet = unmet,
            Options = new ComparisonOptions
            {
                Task = context.Target.Task,
                Losses = compared,
                Wanted = question.Wanted,
                Metric = question.Metric,
                Models = trees is { IsBetter: true } ? [ComparedModel.Linear, ComparedModel.Trees] : [ComparedModel.Linear],
            },
        };
    }

    /// <summary>Boosted trees with the default and with another loss, compared with the linear models.</summary>
    private static AdvisedTrees? Trees(AdviceContext context, LossSpec loss, Question question, CancellationToken cancellation) =>
        AdviceTrial.Run(context, [loss], question, [ComparedModel.Linear, ComparedModel.Trees], null, cancellation) is { } trial ? AdvisedTrees.Of(trial) : null;

    /// <summary>The losses that the requests and findings favour, those that estimate the requested functional, and a few for comparison.</summary>
    private static (List<AdvisedLoss> Candidates, List<Localized> Unmet) Candidates(AdviceContext context, LossEntry control, Cause[] causes)
    {
        var shortlist = new Shortlist(context, causes);
        var candidates = new List<AdvisedLoss>();
        var unmet = new List<Localized>();
        foreach (var cause in causes)
        {
            var entries = shortlist.Suiting(cause.Purpose).ToArray();
            if (entries.Length == 0)
            {
                // A finding that no distribution suits is left to the trial.
                if (cause.IsWish || !shortlist.IsOfDistributions) unmet.Add(cause.Reason);
                continue;
            }

            // A robust loss does not estimate the mean of skewed errors, so it is left out unless the targets themselves are doubted.
            foreach (var entry in entries.Where(e => (cause.IsWish || shortlist.Estimates(e)) && e != control).Take(cause.Purpose == LossPurpose.Distribution ? ForDistribution : ForCause))
            {
                // Every distribution satisfies the request for one; a finding gives the better reason.
                var reason = cause.Purpose == LossPurpose.Distribution && causes.FirstOrDefault(other => !other.IsWish && entry.Suits.HasFlag(other.Purpose)) is { } found ? found.Reason : cause.Reason;
                Add(entry, cause.Purpose, cause.Level, reason, false, cause.IsSure && !entries.Take(1).Contains(control), cause.IsWish);
            }
        }

        foreach (var purpose in Natural(context).Where(p => causes.All(c => c.Purpose != p)))
        {
            foreach (var entry in shortlist.Suiting(purpose).Where(e => e != control && shortlist.Estimates(e)).Take(1))
            {
                Add(entry, purpose, null, new("it estimates what is wanted.", "它估计的正是所需的量。"), true, false, false);
            }
        }

        if (context.Target.Task == PredictionTask.Ordinal || (context.Target.IsClass && causes.Any(c => c.Purpose == LossPurpose.LabelNoise)))
        {
            foreach (var entry in shortlist.OfProbability().Where(e => e != control))
            {
                Add(entry, LossPurpose.LabelNoise, null, new("its probabilities follow a curve of their own.", "它的概率按自己的曲线变化。"), true, false, false);
            }
        }

        foreach (var purpose in (context.Target.IsClass ? ClassControls : NumberControls).Where(p => causes.All(c => c.Purpose != p)))
        {
            foreach (var entry in shortlist.Suiting(purpose).Where(e => e != control && shortlist.Estimates(e)).Take(1))
            {
                Add(entry, purpose, null, new($"to compare with: it would win {Case(purpose).English}, and there is no sign of that.", $"作对照：{Case(purpose).Chinese}时它会更好，但没有这样的迹象。"), true, false, false);
            }
        }

        return (candidates, unmet);

        void Add(LossEntry entry, LossPurpose purpose, double? level, Localized reason, bool isControl, bool isSure, bool isWish)
        {
            if (candidates.Any(c => c.Entry == entry)) return;
            candidates.Add(new(entry, shortlist.Parameters(entry, purpose, level)) { IsControl = isControl, Reason = reason, IsSure = isSure, IsWish = isWish });
        }
    }

    /// <summary>The purposes whose losses estimate the requested functional of such a target, regardless of the findings.</summary>
    private static LossPurpose[] Natural(AdviceContext context) => context.Target.IsClass
        ? [LossPurpose.Probability]
        : context.Options.Wanted?.Functional switch
        {
            WantedFunctional.Quantile => [LossPurpose.Quantile],
            WantedFunctional.Median => [LossPurpose.Median, LossPurpose.Quantile],
            WantedFunctional.Distribution or WantedFunctional.Quantiles or WantedFunctional.Interval => [LossPurpose.Distribution],
            _ when !context.Options.IsEven => [LossPurpose.Quantile],
            _ when context.Target.Task == PredictionTask.Ordinal => [LossPurpose.OrderedClasses, LossPurpose.Probability, LossPurpose.Median, LossPurpose.Mean],
            _ => [LossPurpose.Mean, LossPurpose.PositiveSkew, LossPurpose.ManyZeros, LossPurpose.Counts, LossPurpose.Overdispersion],
        };

    private static TriedLoss? Found(ComparisonResult? trial, AdvisedLoss candidate)
    {
        if (trial is null) return null;
        var row = trial.Rows.FirstOrDefault(r => r.Kind == RowKind.Loss && r.Name == candidate.Entry.Key);

        // A loss that compare does not train on this target is not recommended.
        return row is null ? new(double.NaN, double.NaN, false, true, false) : TriedLoss.Of(trial, row);
    }

    /// <summary>A loss that was there for comparison and turned out to be better.</summary>
    private static AdvisedLoss Praised(AdvisedLoss loss) => !loss.IsControl ? loss : loss with
    {
        IsControl = false,
        Reason = new("it does better than the default here, by more than luck.", "它在这里优于默认损失，且差距显著。"),
    };

    /// <summary>The result of the trial, as a sentence after the reason.</summary>
    private static Localized Measured(AdvisedLoss loss, TableMetric metric, AdvisedLoss standard)
    {
        if (loss.Tried is not { Score: var score } || !double.IsFinite(score)) return Localized.Nothing;
        var value = AdviceContext.Short(score);
        if (loss.IsDefault || standard.Tried is not { Score: var level } || !double.IsFinite(level))
        {
            return new($" In a quick comparison its {metric.Name} is {value}.", $"快速比较中其{metric.ChineseName}为 {value}。");
        }

        var other = AdviceContext.Short(level);
        return new($" In a quick comparison its {metric.Name} is {value}, the default's {other}.", $"快速比较中其{metric.ChineseName}为 {value}，默认损失为 {other}。");
    }

    /// <summary>Whole numbers that look like grades become grades if the features predict their order, and classes otherwise.</summary>
    private static AdviceContext Settled(AdviceContext context) => context.Options.Wanted is null && GradeOrder.Of(context) is { } choice
        ? new AdviceContext(context.Data, context.Target.As(choice.Task, choice.Why), context.Options)
        : context;

    /// <param name="whole">The table, whose data are checked.</param>
    /// <param name="context">The rows that tell about the target.</param>
    private static IEnumerable<TableCheck> Checks(AdviceContext whole, AdviceContext context)
    {
        yield return DataChecks.Type(whole);
        if (context.Target.Classes.Count > 0)
        {
            if (context.Target.Classes.Count > 2) yield return ClassChecks.Order(context);
            yield return ClassChecks.Imbalance(context);
            yield return ClassChecks.Conflicts(context);
            yield return ClassChecks.Labels(context);
        }

        if (PredictionTasks.IsNumeric(context.Target.Task))
        {
            yield return CountChecks.Zeros(context);
            if (context.Target.Task == PredictionTask.Count)
            {
                yield return CountChecks.Dispersion(context);
            }
            else
            {
                yield return NumberChecks.Spread(context);
                yield return NumberChecks.Skew(context);
                yield return NumberChecks.Tails(context);
                yield return NumberChecks.Outliers(context);
                yield return NumberChecks.PileUp(context);
            }
        }

        foreach (var check in TableChecks.Of(whole)) yield return check;
        yield return DataChecks.Size(context);
    }

    private static Localized Case(LossPurpose purpose) => purpose switch
    {
        LossPurpose.Outliers => new("with gross errors in the target", "目标值含严重错误"),
        LossPurpose.Median => new("where the typical value is wanted", "需要典型值"),
        LossPurpose.HeavyTails => new("with heavy tails", "误差重尾"),
        LossPurpose.LabelNoise => new("with wrong labels", "标签有误"),
        LossPurpose.Imbalance => new("where a rare class matters", "稀有类别更重要"),
        _ => new("where only the class matters", "只关心类别"),
    };
}
