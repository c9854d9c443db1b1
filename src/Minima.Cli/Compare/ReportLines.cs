using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The sentences around the table of a comparison, in one of the languages.</summary>
internal sealed class ReportLines
{
    /// <summary>The maximum number of losses in the table; others are shown on request.</summary>
    public const int MostLosses = 12;

    private static readonly double[] ShownShares = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

    private readonly ComparisonResult _result;
    private readonly CompareRequest _request;
    private readonly Tongue _tongue;
    private readonly int _hidden;

    public ReportLines(ComparisonResult result, CompareRequest request, bool chinese)
    {
        _result = result;
        _request = request;
        _tongue = new Tongue(chinese);
        ComparisonRow[] models = [.. result.Rows.Where(row => !row.IsTwin)];
        var everything = request.All || request.Losses.Count > 0;
        var best = models.Where(row => row.Kind == RowKind.Loss).Take(everything ? int.MaxValue : MostLosses).ToHashSet(ReferenceEqualityComparer.Instance);

        // The answer may be about a loss further down, whose lead is smaller but more certain.
        Rows = [.. models.Where(row => row.Kind != RowKind.Loss || best.Contains(row) || (row.Name == result.Verdict.Best && row.DifferenceIn(result.Metric) == result.Verdict.Difference))];
        _hidden = models.Length - Rows.Count;
    }

    /// <summary>The rows that the terminal shows: constants, the default, the requested losses or else the best ones; one for each model.</summary>
    public IReadOnlyList<ComparisonRow> Rows { get; }

    public bool Chinese => _tongue.Chinese;

    /// <summary>The name of a row in tables, with the losses that train to the same model. Longer names are cut; the list of parameters has them in full.</summary>
    public string Name(ComparisonRow row)
    {
        var kind = row.Kind == RowKind.Default ? _tongue.Say(" (default)", "（默认）") : "";
        var classes = row.AsClasses ? _tongue.Say(" (classes)", "（按类别）") : "";
        return Wrapped.Cut(FullName(row), CompareTable.LongestName) + classes + kind + (row.Problems.Count > 0 ? " !" : "");
    }

    private string FullName(ComparisonRow row) => string.Join(" = ", _result.TwinsOf(row).Prepend(row).Select(same => same.Title.In(Chinese)).Distinct(StringComparer.Ordinal));

    public IEnumerable<string> Heading()
    {
        var data = _result.Data;
        var target = Localized.Join(", ", "、", [.. data.Targets.Select(Localized.Quote)]).In(Chinese);
        if (_request is { Path: null, Data: null, Source: null })
        {
            yield return Say(
                "No data given, so a bundled data set is taken; for your own: minima compare DATA.csv --target COLUMN",
                "没有给出数据，这里用内置数据集；用自己的数据：minima compare DATA.csv --target COLUMN");
        }

        yield return data.RowsUsed == data.Rows
            ? Say(
                $"{(data.Bundled ? "Bundled data set " : "")}{data.Name}: {data.Rows} rows, {data.Features} {(data.Features == 1 ? "feature" : "features")}, target {target}",
                $"{(data.Bundled ? "内置数据集 " : "")}{data.Name}：{data.Rows} 行，{data.Features} 个特征，目标列{target}")
            : Say(
                $"{(data.Bundled ? "Bundled data set " : "")}{data.Name}: {data.RowsUsed} of {data.Rows} rows, {data.Features} {(data.Features == 1 ? "feature" : "features")}, target {target}",
                $"{(data.Bundled ? "内置数据集 " : "")}{data.Name}：{data.Rows} 行中的 {data.RowsUsed} 行，{data.Features} 个特征，目标列{target}");
        yield return Task();
        yield return Question();
        if (!_result.CostWhy.IsEmpty) yield return _result.CostWhy.In(Chinese);
        foreach (var note in data.Notes) yield return note.In(Chinese);
        foreach (var model in _result.Options.Models) yield return Model(model);
        if (_result.Options.Models.Count > 1)
        {
            yield return Say(
                $"All models are judged on the same folds; rows of {Wording.Or([.. _result.Options.Models.Skip(1).Select(ComparedModels.Word)])} end with that word.",
                $"所有模型在相同的折上评判；{string.Join("、", _result.Options.Models.Skip(1).Select(ComparedModels.Word))} 的行以该词结尾。");
        }

        if (_result.ResidualScale is not { } scale) yield break;
        yield return Say(
            $"Loss parameters in units of {target} are given as multiples of the robust standard deviation of the residuals, here {NumberFormat.Short(scale)}.",
            $"以{target}的单位计量的损失参数写成残差稳健标准差的倍数，这里为 {NumberFormat.Short(scale)}。");
        var units = Rows.Where(row => row.Loss is { Entry.HasUnitResidual: true }).Select(row => row.Name).Order(StringComparer.Ordinal).ToArray();
        if (units.Length > 0)
        {
            yield return Say(
                $"Losses with a built-in unit of 1 take the residuals as such multiples too: {string.Join(", ", units)}.",
                $"自带单位 1 的损失也以这样的倍数读取残差：{string.Join("、", units)}。");
        }
    }

    /// <summary>A sentence on the model that is trained, and on the settings that the inner folds choose.</summary>
    private string Model(ComparedModel model) => model switch
    {
        ComparedModel.Trees => Say(
            $"Trees are boosted with each loss: {Folds()}, depth ({Wording.Or([.. ComparisonOptions.TreeDepths.Select(depth => depth.ToString(CultureInfo.InvariantCulture))])}) and rounds of each loss chosen by {ComparisonOptions.InnerFolds} inner folds. They read cells as they are: what is missing stays missing, and texts are not spread over columns.",
            $"用每个损失训练提升树：{Folds()}；各损失的深度（{string.Join("、", ComparisonOptions.TreeDepths)}）与轮数由 {ComparisonOptions.InnerFolds} 个内层折选定。树直接读取单元格：缺失值保持缺失，文本不展开成多列。"),
        ComparedModel.Network => Say(
            $"The same network (one hidden layer of {ComparisonOptions.HiddenUnits[0]} units, relu, adam) is trained with each loss: {Folds()}, the epochs of each loss chosen on an inner fold.",
            $"用每个损失训练同一个网络（一个隐藏层，{ComparisonOptions.HiddenUnits[0]} 个单元，relu，adam）：{Folds()}；各损失的轮数由一个内层折选定。"),
        _ when _result.Data.IsFromSource => Say(
            $"The same linear model is fitted with each loss by sums over the rows where they are, without a penalty: {Folds()}, dealt by a hash.",
            $"数据留在原处，用每个损失按求和拟合同一个线性模型，不加惩罚；按散列分为 {Folds()}。"),
        _ => Say(
            $"The same linear model is trained with each loss: {Folds()}, the l2 penalty of each loss chosen by {ComparisonOptions.InnerFolds} inner folds.",
            $"用每个损失训练同一个线性模型：{Folds()}；各损失的 l2 惩罚由 {ComparisonOptions.InnerFolds} 个内层折选定。"),
    };

    /// <summary>The wanted statistic and the metric that judges it.</summary>
    private string Question()
    {
        var (wanted, metric) = (_result.Wanted, _result.Metric);
        var (other, chinese) = PredictionTasks.IsNumeric(_result.Task.Task)
            ? wanted.Functional == WantedFunctional.LeastCost ? ("", "") : wanted.Functional == WantedFunctional.Mean
                ? ("--want median or quantile=LEVEL asks for another number", "要预测别的数，请用 --want median 或 quantile=LEVEL")
                : ("--want mean asks for the mean", "要预测均值，请用 --want mean")
            : wanted.Functional == WantedFunctional.Probability
                ? ("--want class asks for the class alone", "只要类别，请用 --want class")
                : ("", "");
        var judged = _result.Options.Cost is not null || _result.Options.Threshold is not null
            ? Say($"judged by the {metric.Title.English}", $"评判指标为{metric.Title.Chinese}")
            : wanted.Functional == WantedFunctional.LeastCost || (metric.Scores is { } scored && scored.IsSame(wanted))
            ? Say($"judged by {metric.Title.English}, which is best there", $"评判指标为{metric.Title.Chinese}，它恰在此处最优")
            : Say($"the metric asked for, {metric.Title.English}, is minimised by no such number, but judges anyway", $"所要求的指标{metric.Title.Chinese}并不在此处最优，仍按它评判");
        return Say($"Wanted: {wanted.Title.English}; {judged}{(other.Length > 0 ? $" ({other})" : "")}.", $"目标：{wanted.Title.Chinese}；{judged}{(chinese.Length > 0 ? $"（{chinese}）" : "")}。");
    }

    private string Folds()
    {
        var plan = _result.Folds;
        var column = Localized.Quote(plan.Column ?? "").In(Chinese);
        var folds = plan.Kind switch
        {
            FoldKind.Grouped => Say($"{plan.PerRepeat} folds with the rows of a group ({column}) together", $"{plan.PerRepeat} 折，同组（{column}）的行不拆开"),
            FoldKind.Time => Say($"{plan.PerRepeat} folds that train on the past and test on what comes next ({column})", $"{plan.PerRepeat} 折，用过去的数据训练、在随后的数据上测试（{column}）"),
            FoldKind.TestFile => Say($"tested on {plan.Column} in {plan.PerRepeat} parts", $"在 {plan.Column} 上分 {plan.PerRepeat} 份测试"),
            _ => Say($"{plan.PerRepeat} folds", $"{plan.PerRepeat} 折"),
        };
        var repeats = plan.Repeats > 1 ? Say($" in {plan.Repeats} repeats", $"，重复 {plan.Repeats} 次") : "";
        return folds + repeats + Say($", seed {_result.Options.Seed}", $"，随机种子 {_result.Options.Seed}");
    }

    private string Task()
    {
        var (data, task) = (_result.Data, _result.Task);
        var why = task.Asked ? Say(" as asked", "（按要求）") : task.Why.IsEmpty ? "" : Say($", because {task.Why.English}", $"，因为{task.Why.Chinese}");
        var other = task.Override.Count == 0 || task.Asked ? "" : Say(
            $"; {string.Join(" or ", task.Override.Select(word => $"--task {word}"))} takes {(data.Targets.Count > 1 ? "them" : "it")} otherwise",
            $"；要按别的任务处理，请用 {string.Join(" 或 ", task.Override.Select(word => $"--task {word}"))}");
        if (task.Task == PredictionTask.Binary)
        {
            var (zero, one, share) = (Localized.Quote(data.Classes[0]), Localized.Quote(data.Classes[1]), Percent(data.Shares[1]));
            return Say(
                $"Task: two classes{why}{other}; probability of {one.English} ({share} of rows) against {zero.English} (--positive swaps them).",
                $"任务：二分类{why}{other}；预测{one.Chinese}（占 {share}）相对{zero.Chinese}的概率（--positive 可对调）。");
        }

        if (task.Task == PredictionTask.MultiLabel)
        {
            return Say(
                $"Task: {data.Targets.Count} labels{why}; each is set in {Percent(data.Shares.Min())} to {Percent(data.Shares.Max())} of the rows.",
                $"任务：{data.Targets.Count} 个标签{why}；每个标签在 {Percent(data.Shares.Min())} 至 {Percent(data.Shares.Max())} 的行中为 1。");
        }

        if (task.Task is PredictionTask.MultiClass or PredictionTask.Ordinal)
        {
            var few = data.Shares.Min() * data.RowsUsed < 2 * ComparisonOptions.InnerFolds ? Say(" A class of so few rows is missing in some folds.", "行数这么少的类别在某些折中会缺席。") : "";
            var count = data.Classes.Count;
            var kind = task.Task == PredictionTask.Ordinal
                ? Say($"{count} classes in an order{why}; compared as numbers and as classes{other}", $"{count} 个有序类别{why}；既作为数也作为类别比较{other}")
                : Say($"{count} classes{why}{other}", $"{count} 个类别{why}{other}");
            return Say(
                $"Task: {kind}. They are {DataException.List(data.Classes)}, with {Percent(data.Shares.Min())} to {Percent(data.Shares.Max())} of the rows each.{few}",
                $"任务：{kind}。类别为{Localized.List(data.Classes).Chinese}，各占 {Percent(data.Shares.Min())} 至 {Percent(data.Shares.Max())} 的行。{few}");
        }

        if (PredictionTasks.HasSeveralTargets(task.Task))
        {
            var several = task.Task switch
            {
                PredictionTask.Composition => Say($"{data.Targets.Count} parts of 1", $"{data.Targets.Count} 个部分的构成"),
                PredictionTask.Boxes => Say("boxes", "边界框"),
                _ => Say($"{data.Targets.Count} numbers", $"{data.Targets.Count} 个数值"),
            };
            return Say($"Task: {several}{why}{other}.", $"任务：{several}{why}{other}。");
        }

        var name = task.Task switch
        {
            PredictionTask.Survival => Say("times until an event", "事件时间"),
            PredictionTask.Ranking => Say("the order within queries, by relevance", "按相关性在查询内排序"),
            PredictionTask.Count => Say("counts", "计数"),
            PredictionTask.Positive => Say("positive amounts with a long tail", "长尾正数"),
            _ => Say("regression", "回归"),
        };
        var (low, high) = (NumberFormat.Short(data.Range!.Value.Low), NumberFormat.Short(data.Range.Value.High));
        return Say($"Task: {name}{why}{other}; from {low} to {high}.", $"任务：{name}{why}{other}；范围为 {low} 至 {high}。");
    }

    /// <summary>Each loss against the default: the difference, its interval, and p before and after the correction for multiple comparisons.</summary>
    public IEnumerable<string> Differences()
    {
        var metric = _result.Metric;
        var rows = Rows.Where(row => row.DifferenceIn(metric) is not null).ToArray();
        if (rows.Length == 0) yield break;
        var turned = metric.Goal == MetricGoal.Higher ? new Localized("its sign is turned: ", "已变号：") : Localized.Nothing;
        foreach (var line in Title(new($"Difference to {_result.Default.Name} in {metric.Title.English} ({turned.English}below 0 is better)", $"{metric.Title.Chinese}与 {_result.Default.Name} 之差（{turned.Chinese}小于 0 为更好）"))) yield return line;
        string[][] cells =
        [
            [Say("loss", "损失"), Say("difference", "差值"), Say("95 % interval", "95% 区间"), "p", Say("corrected", "校正后")],
            .. rows.Select(row =>
            {
                var difference = row.DifferenceIn(metric)!;
                return (string[])
                [
                    Name(row), NumberFormat.Signed(difference.Mean),
                    $"[{NumberFormat.Signed(difference.Low)}, {NumberFormat.Signed(difference.High)}]",
                    Probability(difference.P), difference.AdjustedP is { } corrected ? Probability(corrected) : "-",
                ];
            }),
        ];
        foreach (var line in Wrapped.Aligned(cells, " ")) yield return line;
    }

    /// <summary>The title above a table, wrapped if it is wider than a screen.</summary>
    private IEnumerable<string> Title(Localized title) => Wrapped.Lines(title.In(Chinese), Screen.WidthOfFiles);

    /// <summary>The table of the rows with the highest scores.</summary>
    public IEnumerable<string> Alarms()
    {
        if (_result.Alarms is not { } alarms) return [];
        string[][] cells = [.. Alarms(alarms).Select(row => row.Select(cell => cell.In(Chinese)).ToArray())];
        return Title(new($"The held-out rows with the highest scores of {alarms.Model.English}, if they are the alarms", $"若以 {alarms.Model.Chinese} 得分最高的留出行作为报警")).Concat(Wrapped.Aligned(cells, " "));
    }

    /// <summary>The proportion of targets inside intervals, by group of the column for which the default is farthest off.</summary>
    public IEnumerable<string> Coverage()
    {
        var cells = CoverageLines.Cells(_result, whole: false);
        return cells.Length == 0 ? [] : Title(CoverageLines.Title(_result)).Concat(Wrapped.Aligned([.. cells.Select(row => row.Select(cell => cell.In(Chinese)).ToArray())], " "));
    }

    /// <summary>The cells of the table of alarms, header first.</summary>
    public static Localized[][] Alarms(AlarmSummary alarms)
    {
        var cost = alarms.Curve[0].Cost is not null;
        Localized[] last = cost ? [new("cost", "代价")] : [];
        return
        [
            [new("share", "比例"), new("rows", "行数"), new("precision", "精确率"), new("recall", "召回率"), new("lift", "提升度"), .. last],
            .. alarms.Curve.Where(point => ShownShares.Contains(point.Share)).Select(point => (double?[])[Math.Round(point.Rows), point.Precision, point.Recall, point.Lift, point.Cost]).Zip(
                ShownShares, (figures, share) => (Localized[])
                [
                    new($"{100 * share} %", $"{100 * share}%"), .. figures.OfType<double>().Select(figure => Localized.Same(NumberFormat.Short(figure))),
                ]),
        ];
    }

    /// <summary>Robustness and learning curves as rows of numbers.</summary>
    public IEnumerable<string> Curves()
    {
        var key = _result.Metric.Key;
        if (_result.Corruption is { } corruption)
        {
            var title = corruption.Kind == CorruptionKind.Labels
                ? Say($"{key} on clean test rows, by share of training targets made wrong", $"未受破坏的测试行上的 {key}，按故意标错的训练标签比例")
                : Say($"{key} on clean test rows, by share of training targets made outliers", $"未受破坏的测试行上的 {key}，按故意变成离群点的训练目标值比例");
            foreach (var line in Curve(title, row => row.Robustness, Percent)) yield return line;
        }

        foreach (var line in Curve(Say($"{key} by training rows", $"{key}，按训练行数"), row => row.Learning, x => x.ToString("0", CultureInfo.InvariantCulture))) yield return line;
    }

    /// <summary>A line for each shown loss that has parameters, and for each name that the table cuts.</summary>
    public IEnumerable<string> Parameters()
    {
        foreach (var row in Rows)
        {
            ComparisonRow[] model = [row, .. _result.TwinsOf(row)];
            if (FullName(row) is var full && Wrapped.Cut(full, CompareTable.LongestName) != full && (model.Length > 1 || row.ParameterTexts.Count == 0))
                yield return Say($"{Name(row)} is {full}", $"{Name(row)} 即 {full}");
            foreach (var same in model)
            {
                var texts = same.ParameterTexts;
                if (texts.Count > 0) yield return Say($"{same.Name}: {Localized.Join(", ", "，", texts).English}", $"{same.Name}：{Localized.Join(", ", "，", texts).Chinese}");
            }
        }
    }

    public IEnumerable<string> Footing(IReadOnlyList<string> leftOut)
    {
        foreach (var line in Legend()) yield return line;
        if (leftOut.Count > 0)
        {
            yield return Say(
                $"Left out to fit the window: {string.Join(", ", leftOut)}; a wider window or a pipe shows all.",
                $"窗口放不下而略去：{string.Join("、", leftOut)}；加宽窗口或经管道输出可看到全部。");
        }

        foreach (var group in _result.Excluded.GroupBy(exclusion => exclusion.Reason))
        {
            yield return Say(
                $"Not compared: {string.Join(", ", group.Select(exclusion => exclusion.Loss))}: {group.Key.English}.",
                $"未参加比较：{string.Join("、", group.Select(exclusion => exclusion.Loss))}：{group.Key.Chinese}。");
        }

        foreach (var warning in _result.Warnings) yield return warning.In(Chinese);
    }

    /// <summary>The meaning of the signs in the table, and remarks on its rows.</summary>
    public IEnumerable<string> Legend()
    {
        yield return Say(
            $"* best of its column; rows after the default are ordered by {_result.Metric.Key} (--metric); - where the loss does not define the metric.",
            $"* 为该列最佳；默认损失之后的行按 {_result.Metric.Key} 排序（--metric）；- 表示该损失没有定义此指标。");
        if (!_result.MetricWhy.IsEmpty) yield return _result.MetricWhy.In(Chinese);
        if (_hidden > 0) yield return Say($"{_hidden} more {(_hidden == 1 ? "loss is" : "losses are")} not shown; --all shows {(_hidden == 1 ? "it" : "them")}.", $"另有 {_hidden} 个损失未显示；--all 全部显示。");
        if (Rows.Any(row => _result.TwinsOf(row).Any())) yield return Say("= joins losses that train to the same model; they count as one.", "= 连接训练出同一个模型的损失，只算一个。");
        foreach (var group in Rows.Where(row => row.Problems.Count > 0).GroupBy(row => Localized.Join("; ", "；", row.Problems)))
        {
            var consequence = group.First().Failed ? Say("; the numbers are those of the point that was reached", "；数字取自搜索所到之处") : "";
            yield return Say($"! {string.Join(", ", group.Select(row => row.Name))}: {group.Key.English}{consequence}.", $"! {string.Join("、", group.Select(row => row.Name))}：{group.Key.Chinese}{consequence}。");
        }

        foreach (var sentence in Recalibrations(_result)) yield return sentence.In(Chinese);
        foreach (var group in Rows.Where(row => row.Objection is not null).GroupBy(row => row.Objection!.Value))
        {
            yield return Say(
                $"Shown and not judged: {string.Join(", ", group.Select(row => row.Name))}: {group.Key.English}.",
                $"只列出而不参加评判：{string.Join("、", group.Select(row => row.Name))}：{group.Key.Chinese}。");
        }
    }

    /// <summary>The effect of the user's weights on probabilities.</summary>
    public static IEnumerable<Localized> Recalibrations(ComparisonResult result) => result.Rows
        .Where(row => row.Recalibration is not null && row.Parameters.Any(parameter => parameter.Origin == ParameterOrigin.Given))
        .Select(row => row.Recalibration!.Sentence(row.Name, result.Data.Classes[1]));

    private IEnumerable<string> Curve(string title, Func<ComparisonRow, IReadOnlyList<CurvePoint>> curve, Func<double, string> header)
    {
        var rows = Rows.Where(row => curve(row).Count > 0).ToArray();
        if (rows.Length == 0) yield break;
        var format = CompareTable.FormatOf(_result);
        yield return title;
        string[][] cells =
        [
            [Say("loss", "损失"), .. curve(rows[0]).Select(point => header(point.X))],
            .. rows.Select(row => (string[])[Name(row), .. curve(row).Select(point => point.Value is { } value ? format.Show(_result.Metric, value) : "-")]),
        ];
        foreach (var line in Wrapped.Aligned(cells, "  ")) yield return line;
        yield return "";
    }

    private string Say(string english, ChineseText chinese) => _tongue.Say(english, chinese);

    private string Percent(double share)
    {
        var text = share.ToString("P1", CultureInfo.InvariantCulture);
        return Chinese ? text.Replace(" ", "", StringComparison.Ordinal) : text;
    }

    private static string Probability(double p) => p < 0.0001 ? "<0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);
}
