using System.Globalization;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>A comparison as a page: the answer first, then the evidence.</summary>
internal sealed class ComparePage
{
    private readonly ComparisonResult _result;
    private readonly CompareRequest _request;
    private readonly CompareWords _words;
    private readonly CompareData _data;
    private readonly Page _page;
    private readonly Html _body;

    private ComparePage(ComparisonResult result, CompareRequest request, Localized kind)
    {
        _request = request;
        _result = result;
        _words = new(result);
        _data = new(result);
        var title = _words.Title;
        _page = new() { Language = request.Language, Title = new($"{title.English} · minima", $"{title.Chinese} · minima"), Kind = kind };
        _body = _page.Body;
    }

    /// <summary>The page as text: one file, complete in itself; the same comparison gives the same bytes.</summary>
    public static string Write(ComparisonResult result, CompareRequest request)
    {
        var page = new ComparePage(result, request, new("compare", "损失函数比较"));
        return page.Write(page.Answer, page.Again);
    }

    /// <summary>Writes the page with a different beginning and end.</summary>
    public static string Write(ComparisonResult result, CompareRequest request, Localized kind, Action<Html> begin, Action<Html> end)
    {
        var page = new ComparePage(result, request, kind);
        return page.Write(() => begin(page._body), () => end(page._body));
    }

    private string Write(Action begin, Action end)
    {
        begin();
        Table();
        Differences();
        Chooser();
        Errors();
        Decisions();
        Survival();
        Distributions();
        Costs();
        Curves();
        Losses();
        DataNotes();
        end();
        _page.AddData("comparison", PageJson.Write(_data.Write));
        _page.AddScript(_data.Functions());
        _page.Foot.Element("p", new Localized("Written by minima: one file, which works offline.", "由 minima 生成的单个文件，不访问网络。"));
        return _page.Write(["page.js", "chart.js", "compare.js"], "minima.compare.start();\nminima.start();\n");
    }

    private void Answer()
    {
        var (data, plan) = (_result.Data, _result.Folds);
        _body.Element("h1", _words.Title);
        _body.Open("p", ("class", "note")).Text(data.Name).Close();
        _body.Element("p", _words.Answer(), ("class", "answer"));
        if (_words.Reason() is { IsEmpty: false } reason)
        {
            _body.Element("p", reason);
        }

        if (_result.Saving is { } saving) _body.Open("p").Open("strong").Text(saving.Sentence).Close().Close();
        if (!_result.CostWhy.IsEmpty) _body.Element("p", _result.CostWhy);

        if (!_result.IsComplete)
        {
            _body.Open("p", ("class", "note")).Open("strong").Text(new Localized(
                $"Ended early: these are the numbers of the {plan.Folds.Count} folds that were done.",
                $"提前结束：以下为已完成的 {plan.Folds.Count} 折的结果。")).Close().Close();
        }

        _body.Open("ul", ("class", "figures"));
        Figure(Count(data.RowsUsed), data.RowsUsed == data.Rows ? new("rows", "行数据") : new($"of {Count(data.Rows)} rows", $"行（共 {Count(data.Rows)} 行）"));
        Figure(Count(data.Features), new(data.Features == 1 ? "feature" : "features", "个特征"));
        Figure(Count(_result.Rows.Count(r => r.Kind is RowKind.Default or RowKind.Loss)), new("losses", "个损失函数"));
        Figure(_words.Task(), new("predicted", "预测任务"));
        Figure(Count(plan.Folds.Count), plan.Repeats > 1 ? new($"folds in {plan.Repeats} repeats", $"折（重复 {plan.Repeats} 次）") : new("folds", "折"));
        _body.Close();
        foreach (var warning in _result.Warnings)
        {
            _body.Open("p").Open("strong").Text(new Localized("Note: ", "注意：")).Close().Text(warning).Close();
        }
    }

    private void Figure(string number, Localized what) => Figure(Localized.Same(number), what);

    private void Figure(Localized number, Localized what) => _body.Open("li").Element("b", number).Element("span", what).Close();

    private static string Count(int n) => n.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u2009');

    private void Heading(Localized text, string id, Localized? note = null)
    {
        _body.Element("h2", text, ("id", id));
        if (note is { } words)
        {
            _body.Element("p", words, ("class", "note"));
        }
    }

    private void Table()
    {
        var metric = CompareWords.NameOf(_result.Metric);
        Heading(new("Every loss", "全部结果"), "table", new(
            $"Ordered by {metric.English} ({CompareWords.GoalOf(_result.Metric).English}), on rows that the model had not seen. A column's head sorts by it.",
            $"按{metric.Chinese}排序（{CompareWords.GoalOf(_result.Metric).Chinese}），均在模型未见过的行上计算；点击表头可按该列排序。"));
        if (!_result.MetricWhy.IsEmpty)
        {
            _body.Element("p", _result.MetricWhy, ("class", "note"));
        }

        var table = CompareTable.Of(_result);
        var order = Enumerable.Range(0, _result.Rows.Count).OrderBy(i => Badness(_result.Rows[i])).ThenBy(i => i);
        _body.Open("div", ("class", "scroll tall"), ("tabindex", "0"), ("role", "region"), ("aria-labelledby", "table")).Open("table", ("class", "sortable wide"), ("id", "losses"));
        _body.Element("caption", new Localized($"Losses by their errors, with the difference to the default {_result.Default.Name} in {metric.English}.", $"各损失函数的误差，以及{metric.Chinese}与默认 {_result.Default.Name} 之差。"), ("class", "visually-hidden"));
        _body.Open("thead").Open("tr");
        Head(new("loss", "损失函数"), "ascending", number: false);
        for (var m = 0; m < _result.Metrics.Count; m++)
        {
            var isOrder = _result.Metrics[m] == _result.Metric;
            var first = _result.Metrics[m].Goal == MetricGoal.Higher ? "descending" : "ascending";
            Head(CompareWords.NameOf(_result.Metrics[m]), first, number: true, sorted: isOrder);
            if (isOrder && _data.HasDifferences)
            {
                Head(new("difference, 95 % interval", "差值与 95% 区间"), "ascending", number: true);
                Head(new("p, corrected", "校正后的 p"), "ascending", number: true);
            }
        }

        _body.Close().Close().Open("tbody");
        foreach (var i in order)
        {
            Row(table, i);
        }

        _body.Close().Close().Close();
        _body.Element("p", new Localized(
            $"Bold: best of its column. A difference below 0 is better than the default, whatever the metric; p is corrected for having tried many losses (Holm; those that train to the same model, marked with =, count once), with a variance that allows for folds that share training rows (Nadeau and Bengio).",
            $"粗体为该列最佳。无论何种指标，差值小于 0 都表示优于默认损失；p 已按尝试多个损失作 Holm 校正（以 = 标出的损失训练出同一个模型，只算一个），方差计入各折共用训练数据的影响（Nadeau 与 Bengio）。"), ("class", "note"));
        foreach (var sentence in ReportLines.Recalibrations(_result)) _body.Element("p", sentence, ("class", "note"));
        foreach (var group in _result.Rows.Where(row => row.Problems.Count > 0).GroupBy(row => Localized.Join("; ", "；", row.Problems)))
        {
            _body.Element("p", Listed(group.Select(row => row.Name), group.Key, "! "), ("class", "note"));
        }
    }

    private double Badness(ComparisonRow row) => row.Find(_result.Metric)?.Mean is { } mean ? _result.Metric.Badness(mean) : double.PositiveInfinity;

    private void Head(Localized text, string first, bool number, bool sorted = false) =>
        _body.Open("th", [("scope", "col"), ("data-first", first), .. number ? [("class", "number")] : Array.Empty<(string, string)>(), .. sorted ? [("aria-sort", first)] : Array.Empty<(string, string)>()])
            .Open("button", ("type", "button"), ("class", "sort")).Text(text).Close().Close();

    private void Row(CompareTable table, int index)
    {
        var row = _result.Rows[index];
        var isBest = IsWinner(row);
        _body.Open("tr", isBest ? [("class", "best")] : row.Kind == RowKind.Loss ? [] : [("data-kept", "")]);
        _body.Open("th", ("scope", "row")).Text(CompareWords.NameOf(row));
        if (row.Problems.Count > 0)
        {
            _body.Text(" !");
        }

        var kind = row.Kind switch { RowKind.Default => new Localized("default", "默认"), RowKind.Constant => new Localized("constant", "常数"), RowKind.Baseline => new("now", "目前"), RowKind.Naive => new("naive", "朴素"), _ => isBest ? new Localized("clear winner", "明显更好") : new Localized("", "") };
        if (row.IsTwin && _result.Rows.First(other => other.Model == row.Model && !other.IsTwin) is var same)
        {
            kind = new($"= {same.Name}", $"= {same.Name}");
        }

        if (!kind.IsEmpty)
        {
            _body.Text(" ").Open("span", ("class", "badge")).Text(kind).Close();
        }

        var parameters = Localized.Join(", ", "，", row.ParameterTexts);
        if (!parameters.IsEmpty)
        {
            _body.Open("span", ("class", "range")).Text(parameters).Close();
        }

        _body.Close();
        for (var m = 0; m < _result.Metrics.Count; m++)
        {
            var metric = _result.Metrics[m];
            var value = row.Find(metric)?.Mean;
            var column = table.Columns[m + 2];
            _body.Open("td", ("class", column.Best.Contains(index) ? "number top" : "number"), ("data-value", value is { } v ? Text(metric.Goal is MetricGoal.NearZero or MetricGoal.NearHalf ? metric.Badness(v) : v) : ""))
                .Text(CompareWords.Minus(value is null ? "–" : column.Texts[index][0])).Close();
            if (metric == _result.Metric && _data.HasDifferences)
            {
                Difference(row.DifferenceIn(metric));
            }
        }

        _body.Close();
    }

    private void Difference(Difference? difference)
    {
        if (difference is null)
        {
            _body.Element("td", "–", ("class", "number"), ("data-value", "")).Element("td", "–", ("class", "number"), ("data-value", ""));
            return;
        }

        var clear = difference.AdjustedP < Verdict.Level;
        var sense = !clear ? "number" : difference.Mean < 0 ? "number better" : "number worse";
        _body.Open("td", ("class", sense), ("data-value", Text(difference.Mean))).Text(CompareWords.Minus(NumberFormat.Signed(difference.Mean)))
            .Open("span", ("class", "range")).Text(CompareWords.Minus($"[{NumberFormat.Signed(difference.Low)}, {NumberFormat.Signed(difference.High)}]")).Close().Close();
        _body.Element("td", difference.AdjustedP is { } corrected ? CompareWords.Probability(corrected) : "–", ("class", "number"), ("data-value", difference.AdjustedP is { } value ? Text(value) : ""));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void Differences()
    {
        if (!_data.HasDifferences)
        {
            return;
        }

        Heading(new("How sure is the difference?", "差异有多可靠？"), "differences", new(
            $"Each loss against the default {_result.Default.Name}, on the same held-out rows. Left of 0 is better.",
            $"各损失函数与默认 {_result.Default.Name} 在相同的留出行上的差值；0 左侧为更好。"));
        if (_result.Metrics.Count > 1)
        {
            Select("difference-metric", new("Measured by", "衡量指标"), _result.Metrics.Where(m => _result.Rows.Any(r => r.DifferenceIn(m) is not null)).Select(m => (m.Key, CompareWords.NameOf(m), m == _result.Metric)));
        }

        _body.Open("div", ("class", "charts"));
        Chart("differences", new("Difference to the default", "与默认损失之差"), new("with 95 % intervals; thin lines hold for all losses at once", "含 95% 置信区间；细线对所有损失同时成立"), wide: true);
        _body.Close();
    }

    /// <summary>The controls that choose the losses in the charts below, and the single loss of charts that show only one.</summary>
    private void Chooser()
    {
        if (!(_data.HasSample || _data.HasLearning || _data.HasRobustness || _data.HasCalibration || _data.Drawn.Count > 0))
        {
            return;
        }

        _body.Open("div", ("class", "on-screen"));
        Heading(new("In the charts below", "下方图表中的损失函数"), "chooser");
        _body.Open("fieldset", ("class", "controls chooser"), ("id", "shown")).Element("legend", new Localized("Drawn together (up to eight)", "同时绘制（最多八个）"));
        var shown = _data.Shown();
        for (var i = 0; i < _result.Rows.Count; i++)
        {
            var row = _result.Rows[i];
            var id = string.Create(CultureInfo.InvariantCulture, $"show-{i}");
            _body.Open("label", ("for", id)).Void("input", [("type", "checkbox"), ("id", id), ("value", i.ToString(CultureInfo.InvariantCulture)), .. shown.Contains(i) ? [("checked", "")] : Array.Empty<(string, string)>()]).Text(CompareWords.NameOf(row)).Close();
        }

        _body.Close().Close();
    }

    private void Select(string id, Localized label, IEnumerable<(string Value, Localized Text, bool Selected)> options)
    {
        _body.Open("p", ("class", "choice")).Element("label", label, ("for", id)).Text(" ").Open("select", ("id", id));
        foreach (var (value, text, selected) in options)
        {
            _body.Open("option", [("value", value), ("data-en", text.English), ("data-zh", text.Chinese), .. selected ? [("selected", "")] : Array.Empty<(string, string)>()]).Text(text.English).Close();
        }

        _body.Close().Close();
    }

    private void Chart(string name, Localized title, Localized note, bool wide = false)
    {
        _body.Open("figure", ("class", wide ? "chart wide" : "chart"), ("data-chart", name)).Open("figcaption").Text(title);
        if (!note.IsEmpty)
        {
            _body.Text(" ").Open("small").Text(note).Close();
        }

        _body.Close().Close();
    }

    private void SelectOne(string id)
    {
        var shown = _data.Shown();
        var best = shown.LastOrDefault(i => IsWinner(_result.Rows[i]), shown[0]);
        Select(id, new("Loss", "损失函数"), Enumerable.Range(0, _result.Rows.Count).Where(i => _result.Rows[i].Rows.Target.Count > 0).Select(i => (i.ToString(CultureInfo.InvariantCulture), CompareWords.NameOf(_result.Rows[i]), i == best)));
    }

    private void Errors()
    {
        if (!_data.HasSample && !_data.HasCalibration)
        {
            return;
        }

        Heading(new("Where the predictions go wrong", "预测误差分布"), "errors", new(
            "Held-out rows only: each was predicted by a model that had not seen it.",
            "仅含留出行：每一行都由未见过它的模型预测。"));
        if (_data.HasSample)
        {
            SelectOne("one");
        }

        _body.Open("div", ("class", "charts"));
        if (_data.IsNumeric && _data.HasSample)
        {
            Chart("actual", new("Predicted against actual", "预测值与实际值"), new("on the diagonal the prediction is right", "对角线上预测准确"));
            Chart("residuals", new("Residuals", "残差"), new("prediction less target; a pattern means something is missed", "预测值减目标值；若有规律，说明模型有所遗漏"));
            Chart("histogram", new("Distribution of the residuals", "残差的分布"), new("share of rows; the outermost bins hold all beyond", "行数占比；最外侧的区间包含其外的全部行"));
        }

        if (_data.HasCalibration)
        {
            Chart("calibration", new("Calibration", "校准"), _data.IsNumeric
                ? new("tenths of the rows by prediction: mean predicted against mean actual", "按预测值将行分为十组：预测均值与实际均值")
                : new("of the rows given 70 %, are 70 % so?", "被判为 70% 的行，是否确有 70% 如此？"));
        }

        if (_data.HasConfusion && !_data.IsNumeric)
        {
            _body.Open("div", ("class", "card"), ("id", "confusion")).Element("h3", new Localized("Confusion matrix", "混淆矩阵")).Open("div", ("class", "scroll tall"), ("data-table", "confusion")).Close().Close();
        }

        _body.Close();
    }

    private void Decisions()
    {
        if (_result.Alarms is not { } alarms) return;
        Heading(new("What is decided", "判定结果"), "decisions", new(
            $"Held-out rows are ranked by their score; the table takes the highest scores of {alarms.Model.English} as alarms, the curves those of each loss.",
            $"留出行按得分排序：下表把 {alarms.Model.Chinese} 得分最高的行作为报警，曲线则按各损失的得分。"));
        _body.Element("p", alarms.Sentence);
        _body.Open("div", ("class", "charts"));
        Chart("alarms", new("Found", "找出的比例"), new("by the share of rows that are alarms", "横轴为报警行所占比例"));
        if (_data.HasCostCurves) Chart("alarm-costs", new("Cost of a row", "每行代价"), new("by the share of rows that are alarms", "横轴为报警行所占比例"));
        _body.Close();
        Cells(ReportLines.Alarms(alarms), "decisions", 0, new("What the rows with the highest scores hold", "得分最高的行包含的内容"), ("class", "visually-hidden"));
    }

    /// <summary>A table of texts, its head first; the columns after the first <paramref name="texts"/> hold numbers.</summary>
    private void Cells(Localized[][] rows, string section, int texts, Localized caption, params (string, string)[] attributes)
    {
        _body.Open("div", ("class", "scroll below"), ("tabindex", "0"), ("role", "region"), ("aria-labelledby", section)).Open("table");
        _body.Element("caption", caption, attributes);
        _body.Open("thead").Open("tr");
        for (var k = 0; k < rows[0].Length; k++) _body.Element("th", rows[0][k], ("scope", "col"), ("class", k < texts ? "" : "number"));
        _body.Close().Close().Open("tbody");
        foreach (var row in rows.Skip(1))
        {
            _body.Open("tr");
            for (var k = 0; k < row.Length; k++) _body.Element("td", row[k], ("class", k < texts ? "" : "number"));
            _body.Close();
        }

        _body.Close().Close().Close();
    }

    private void Survival()
    {
        if (_result.Default.Curves.Count == 0) return;
        Heading(new("Who is without the event, and for how long", "各组未发生事件的概率"), "survival", new(
            "Held-out rows in thirds by predicted risk. The mean of the predicted curves against what was observed (Kaplan and Meier): if the two agree, the probabilities are reliable; if the thirds lie apart, the model distinguishes rows.",
            "留出行按预测风险三等分：预测曲线的均值与观察结果（Kaplan–Meier 估计）对照。两者重合，说明概率可信；三组彼此分开，说明模型能区分各行。"));
        Select("survival-loss", new("Loss", "损失函数"), Enumerable.Range(0, _result.Rows.Count).Where(i => _result.Rows[i] is { Curves.Count: > 0, IsTwin: false }).Select(i => (i.ToString(CultureInfo.InvariantCulture), CompareWords.NameOf(_result.Rows[i]), _result.Rows[i].Kind == RowKind.Default)));
        _body.Open("div", ("class", "charts"));
        Chart("survival", new("Without the event", "未发生事件的概率"), new("predicted, and as observed, by time", "预测值与观察值，横轴为时间"));
        _body.Close();
    }

    private void Distributions()
    {
        if (!_data.HasReliability) return;
        Heading(new("Are the distributions calibrated?", "分布校准得好吗？"), "distributions", new(
            "If the distributions are calibrated, a tenth of the held-out targets lies in each tenth of them, and the share of targets below a quantile equals its level.",
            "若分布校准良好，每个十分位区间内应有十分之一的留出目标值，分位数以下的目标值比例应等于其水平。"));
        _body.Open("div", ("class", "charts"));
        Chart("reliability", new("Below the quantiles", "分位数以下的比例"), new("share of targets by the level; on the diagonal the quantiles are right", "横轴为水平，纵轴为目标值比例；对角线上分位数准确"));
        Chart("places", new("Places of the targets (PIT)", "目标值所处的位置（PIT）"), new("share of targets in each tenth; a hump means intervals that are too wide, a bowl too narrow", "各十分位中的目标值比例；中间高说明区间过宽，两端高说明过窄"));
        _body.Close();
        var rows = CoverageLines.Cells(_result, whole: true);
        if (rows.Length == 0) return;
        Cells(rows, "distributions", 2, CoverageLines.Title(_result));
    }

    private void Costs()
    {
        if (!_data.HasCosts)
        {
            return;
        }

        Heading(new("Which rows drive the loss?", "哪些行主导损失？"), "costs", new(
            "A few rows dominate a loss that grows fast. The curve rises steeply where the most costly rows make up most of the total.",
            "增长快的损失由少数行主导：代价最大的行占总损失的比例越高，曲线上升越陡。"));
        _body.Open("div", ("class", "charts"));
        Chart("costs", new("Share of the total loss", "占总损失的比例"), new("by the share of rows, most costly first", "横轴为按代价从大到小排列的行所占比例"));
        _body.Open("div", ("class", "card")).Element("h3", new Localized("The most costly rows", "代价最大的行"));
        Select("cost-loss", new("Loss", "损失函数"), Enumerable.Range(0, _result.Rows.Count).Where(i => _result.Rows[i].Rows.Loss is { Count: > 0 }).Select(i => (i.ToString(CultureInfo.InvariantCulture), CompareWords.NameOf(_result.Rows[i]), _result.Rows[i].Kind == RowKind.Default)));
        _body.Open("div", ("class", "scroll tall"), ("data-table", "costs")).Close().Close().Close();
    }

    private void Curves()
    {
        if (!_data.HasLearning && !_data.HasRobustness)
        {
            return;
        }

        var metric = CompareWords.NameOf(_result.Metric);
        Heading(new("More data, worse data", "数据更多或更脏时"), "curves", new($"{metric.English} on held-out rows.", $"留出行上的{metric.Chinese}。"));
        _body.Open("div", ("class", "charts"));
        if (_data.HasLearning)
        {
            Chart("learning", new("Learning curve", "学习曲线"), new("by the number of training rows", "横轴为训练行数"));
        }

        if (_data.HasRobustness)
        {
            Chart("robustness", new("Robustness", "稳健性"), _result.Corruption is { Kind: CorruptionKind.Labels }
                ? new("by the share of training labels that are wrong on purpose", "横轴为故意标错的训练标签比例")
                : new("by the share of training targets that are outliers on purpose", "横轴为故意加入的离群目标值比例"));
        }

        _body.Close();
    }

    private void Losses()
    {
        if (_result.Rows.All(r => r.Loss is null))
        {
            return;
        }

        Heading(new("What each loss does", "各损失函数的形状"), "formulas");
        if (_data.Drawn.Count > 0)
        {
            _body.Open("div", ("class", "charts"));
            Chart("value", new("What an error costs", "误差的代价"), new("each scaled to 1 at one place, for a factor changes nothing", "各曲线在同一处缩放为 1，因为系数不影响结果"));
            Chart("gradient", new("How hard it pulls", "拉动预测的力度"), new("the gradient, scaled in the same way", "梯度，同样缩放"));
            _body.Close();
        }

        // The losses that the charts show first are shown, the others on request.
        var shown = _data.Shown();
        _body.Open("div", ("class", "grid below"));
        foreach (var i in shown.Where(i => _result.Rows[i].Loss is not null))
        {
            _body.Open("div", ("class", "card")).Open("h3");
            LossName(_result.Rows[i]);
            _body.Close();
            Formula(_result.Rows[i]);
            _body.Close();
        }

        _body.Close().Open("div", ("class", "formulas"));
        for (var i = 0; i < _result.Rows.Count; i++)
        {
            if (_result.Rows[i].Loss is null || shown.Contains(i))
            {
                continue;
            }

            _body.Open("details", ("class", "code formula-of"), ("data-row", i.ToString(CultureInfo.InvariantCulture))).Open("summary");
            LossName(_result.Rows[i]);
            _body.Close().Open("div", ("class", "card"));
            Formula(_result.Rows[i]);
            _body.Close().Close();
        }

        _body.Close();
    }

    private void LossName(ComparisonRow row)
    {
        var name = LossSection.Title(row.Loss!);
        _body.Text(row.Name);
        if (name.English != row.Name)
        {
            _body.Text(": ").Text(name);
        }
    }

    private void Formula(ComparisonRow row)
    {
        var loss = row.Loss!;
        var parameters = Localized.Join(", ", "，", row.ParameterTexts);
        if (!parameters.IsEmpty)
        {
            _body.Element("p", parameters, ("class", "note"));
        }

        LossSection.Formula(_body, loss, derivative: false);
        var (use, avoid) = (Tongue.InBoth(t => t.TextOf(loss.Entry).Use), Tongue.InBoth(t => t.TextOf(loss.Entry).Avoid));
        if (!use.IsEmpty)
        {
            _body.Open("p").Open("strong").Text(new Localized("Use it when ", "适用：")).Close().Text(use).Close();
            _body.Open("p").Open("strong").Text(new Localized("Not when ", "不适用：")).Close().Text(avoid).Close();
        }
    }

    private bool IsWinner(ComparisonRow row) => row.Kind == RowKind.Loss && row.Name == _result.Verdict.Best && _result.Verdict.IsClear;

    private void DataNotes()
    {
        var data = _result.Data;
        Heading(new("What was done to the data", "数据处理说明"), "data");
        _body.Open("div", ("class", "card")).Open("dl");
        Item(new("File", "数据"), Localized.Same(data.Name));
        if (data.TestRows > 0)
        {
            Item(new("Rows of the test file", "测试文件行数"), Localized.Same(Count(data.TestRows)));
        }

        Item(new("Target", "目标列"), Localized.Same(string.Join(", ", data.Targets)));
        var words = _words.Task();
        var why = _result.Task.Why.IsEmpty || _result.Task.Asked ? Localized.Nothing : new($" ({_result.Task.Why.English})", $"（{_result.Task.Why.Chinese}）");
        Item(new("Taken for", "任务"), words + why);
        if (data.Classes.Count > 0)
        {
            Item(new("Classes", "类别"), Localized.Same(string.Join(", ", data.Classes.Select((c, i) => i < data.Shares.Count ? $"{c} ({data.Shares[i].ToString("0.0 %", CultureInfo.InvariantCulture)})" : c))));
        }

        if (data.Range is { } range)
        {
            Item(new("Range of the target", "目标值范围"), new(CompareWords.Minus($"from {NumberFormat.Short(range.Low)} to {NumberFormat.Short(range.High)}"), CompareWords.Minus($"{NumberFormat.Short(range.Low)} 至 {NumberFormat.Short(range.High)}")));
        }

        Item(new("Held out", "留出方式"), _words.Split());
        if (_result.ResidualScale is { } scale)
        {
            Item(new("Robust standard deviation of the residuals", "残差的稳健标准差"), Localized.Same(NumberFormat.Short(scale)));
        }

        _body.Close().Close();
        if (data.Notes.Count > 0)
        {
            _body.Element("h3", new Localized("Columns", "各列"));
            List(data.Notes);
        }

        if (_result.Excluded.Count > 0)
        {
            _body.Element("h3", new Localized("Losses that are not here, and why", "未参与比较的损失函数及原因"));
            List([.. _result.Excluded.GroupBy(e => e.Reason).Select(g => Listed(g.Select(e => e.Loss), g.Key))]);
        }
    }

    private void Item(Localized name, Localized text) => _body.Element("dt", name).Element("dd", text);

    private static Localized Listed(IEnumerable<string> names, Localized what, string mark = "") =>
        new($"{mark}{string.Join(", ", names)}: {what.English}", $"{mark}{string.Join("、", names)}：{what.Chinese}");

    private void List(IReadOnlyList<Localized> items)
    {
        _body.Open("ul");
        foreach (var item in items)
        {
            _body.Element("li", item);
        }

        _body.Close();
    }

    private void Again()
    {
        Heading(new("The same numbers again", "复现结果"), "again", new(
            $"The seed is {_result.Options.Seed.ToString(CultureInfo.InvariantCulture)}; the numbers do not depend on the number of threads.",
            $"随机种子为 {_result.Options.Seed.ToString(CultureInfo.InvariantCulture)}；结果与线程数无关。"));
        _body.Element("pre", _request.Command(_result), ("class", "wrap"), ("id", "command"));
    }
}
