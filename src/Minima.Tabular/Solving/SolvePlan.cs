using System.Globalization;

namespace Minima.Tabular;

/// <summary>The plan for a checked table: its findings, the actions on them, and the questions that a person may answer before anything is trained.</summary>
public sealed class SolvePlan
{
    /// <summary>The largest number of questions.</summary>
    public const int MostQuestions = 3;

    private readonly Table _table;
    private readonly SolveOptions _asked;
    private Table? _mended;

    internal SolvePlan(Table table, SolveOptions options, IReadOnlyList<TableFinding> findings, IReadOnlyList<SolveQuestion> questions, TimeSpan elapsed)
    {
        (_table, _asked, Findings, Questions, Elapsed) = (table, options, findings, questions, elapsed);
    }

    /// <summary>Every check with its action, including those that found nothing.</summary>
    public IReadOnlyList<TableFinding> Findings { get; }

    /// <summary>At most three questions, each with its answer: the default unless another is given.</summary>
    public IReadOnlyList<SolveQuestion> Questions { get; }

    /// <summary>The table with the roles of its columns after the findings and the answers.</summary>
    public Table Table => _mended ??= Mended();

    /// <summary>The options with the answers.</summary>
    public SolveOptions Options => _asked with { Comparison = Answered(_asked.Comparison) };

    /// <summary>The time that the checks took.</summary>
    internal TimeSpan Elapsed { get; }

    /// <summary>The plan with an answer to one of its questions.</summary>
    /// <param name="key">The <see cref="SolveQuestion.Key"/> of the question.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="TrainingException">The answer cannot be parsed.</exception>
    /// <exception cref="ArgumentException">There is no such question.</exception>
    public SolvePlan Answer(string key, string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var question = Questions.FirstOrDefault(known => known.Key == key) ?? throw new ArgumentException($"there is no question {Wording.Quote(key)}", nameof(key));
        var given = question with { Answer = answer.Trim().ToLowerInvariant() };
        var plan = new SolvePlan(_table, _asked, [.. Findings.Select(finding => finding.Question?.Key == key && finding.Column == question.Column ? finding with { Action = Act(given) } : finding)], [.. Questions.Select(known => known == question ? given : known)], Elapsed);
        _ = plan.Options;
        return plan;
    }

    /// <summary>Rejects a table if the checks leave out every column.</summary>
    /// <exception cref="DataException">No column is left to predict from.</exception>
    internal void RequireFeatures()
    {
        string[] leftOut = [.. Findings.Where(finding => finding.Action == FindingAction.LeftOut).Select(finding => finding.Column!).Distinct(StringComparer.Ordinal)];
        var options = Table.Options;
        string?[] roles = [options.Group, options.Time, options.Event, options.Query, options.Baseline];
        var others = Table.Columns.Except(Table.TargetsIn(Table.Columns), StringComparer.Ordinal).Except(options.Ignore.Concat(roles.OfType<string>()).Select(column => column.Trim()), StringComparer.Ordinal);
        if (leftOut.Length == 0 || others.Any()) return;
        throw DataException.Create(
            Table.Name,
            $"the checks leave out {DataException.List(leftOut)}, and no other column is left to predict from",
            "at least one is expected that does not number the rows or give the target away",
            $"Add columns, or keep one with --keep {ColumnBuilder.Argument(leftOut[0])}.");
    }

    private static FindingAction Act(SolveQuestion question) => (question.Key, IsYes(question)) switch
    {
        ("known", false) => FindingAction.LeftOut,
        ("time", true) => FindingAction.Ordered,
        ("group", true) => FindingAction.Grouped,
        _ => FindingAction.Told,
    };

    private static bool IsYes(SolveQuestion question) => question.Answer switch
    {
        "yes" or "y" => true,
        "no" or "n" => false,
        _ => throw new UsageException($"solve: {Wording.Quote(question.Answer)} is not understood; yes or no is expected."),
    };

    private ComparisonOptions Answered(ComparisonOptions options)
    {
        foreach (var question in Questions.Where(question => question.Answer != "none"))
        {
            if (question.Key == "cost") options = options with { Cost = DecisionCost.Parse(question.Answer) };
            if (question.Key == "threshold") options = options with { Threshold = ThresholdRule.Parse(question.Answer) };
        }

        return options;
    }

    private Table Mended()
    {
        var options = _table.Options;
        string[] Columns(FindingAction action) => [.. Findings.Where(finding => finding.Action == action).Select(finding => finding.Column!)];
        var time = Columns(FindingAction.Ordered).FirstOrDefault();
        var group = time is null ? Columns(FindingAction.Grouped).FirstOrDefault() : null;

        // Equal rows have one time and one group, so either keeps them together.
        return _table.With(_table.Target, options with
        {
            Ignore = [.. options.Ignore.Concat(Columns(FindingAction.LeftOut)).Distinct(StringComparer.Ordinal)],
            Time = time ?? options.Time,
            Group = group ?? options.Group,
            CopiesTogether = options.CopiesTogether || (time is null && group is null && Findings.Any(finding => finding.Action == FindingAction.KeptTogether)),
        });
    }

    /// <summary>The question about a target, if the options leave it open; else null.</summary>
    internal static SolveQuestion? OfCost(Table table, ComparisonOptions options, AdviceTarget target)
    {
        if (options is not { Cost: null, Threshold: null, Wanted: null, Metric: null } || table.Options is not { Event: null, Query: null, Order.Count: 0 }) return null;
        if (PredictionTasks.IsNumeric(target.Task) && target.Task != PredictionTask.Ordinal)
        {
            return new(
                "cost",
                new("What does one unit too high cost, and too low, as in over=1,under=4; or none?", "预测偏高一个单位和偏低一个单位的代价各是多少，如 over=1,under=4；或 none（不知道）？"),
                "none",
                new("without a cost the mean is predicted, and too high counts as much as too low", "没有代价时预测均值，偏高与偏低同等对待"));
        }

        if (target.Task != PredictionTask.Binary || table.TargetsIn(table.Columns).Length > 1) return null;
        var share = target.Codes.Average();
        var (quoted, chinese) = Localized.Quote(target.Classes[1]);
        var percent = share.ToString("0.0 %", CultureInfo.InvariantCulture);
        return new(
            "threshold",
            new($"How many of the rows {quoted} must be found, as in recall=80%, or how many alarms can be handled, as in alarms=10%; or none?", $"必须找出多少{chinese}（如 recall=80%），或能处理多少报警（如 alarms=10%）；或 none（不设）？"),
            "none",
            new($"{percent} of the rows are {quoted}; without a goal probabilities are predicted and nothing is decided", $"{percent} 的行是{chinese}；没有目标时只预测概率，不作决定"));
    }
}
