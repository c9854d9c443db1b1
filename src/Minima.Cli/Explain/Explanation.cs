using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>The explanation of a loss, as lines of text of a given width.</summary>
internal sealed class Explanation(Loss loss, Tongue tongue, int width, bool ascii)
{
    private const int WidestPicture = 100;
    private const int PictureRows = 12;

    private readonly LossEntry _entry = loss.Entry;
    private readonly TextLayout _layout = new(width);
    private readonly FactsText _facts = tongue.Chinese ? FactsText.Chinese : FactsText.English;

    /// <summary>The lines, in order.</summary>
    public IEnumerable<ExplainedLine> Lines()
    {
        var text = tongue.TextOf(_entry);
        var title = _entry.IsText ? tongue.NameOf(_entry) : $"{_entry.Key}: {tongue.NameOf(_entry)}";
        yield return new(title, true);
        foreach (var line in Wrapped.Lines(text.Summary, width))
        {
            yield return new(line);
        }

        var rows = RowAnalysis.CanAnalyse(loss) ? new RowExplanation(loss, tongue, _layout, ascii) : null;
        var budget = new ExplainBudget();
        foreach (var line in budget.Part(new("formula and derivative", "公式与导数"), () => rows?.Formulas() ?? Formulas()).Concat(Parameters()).Concat(rows?.Inputs() ?? Inputs()))
        {
            yield return line;
        }

        foreach (var line in budget.Part(new("pictures", "图"), () => new TextPictures(tongue, _layout, ascii).Lines(ShapePictures.Of(loss))))
        {
            yield return line;
        }

        foreach (var line in budget.Part(new("kinks and traits", "折点与性质"), () => rows?.Facts() ?? []))
        {
            yield return line;
        }

        if (LossAnalysis.CanAnalyse(loss))
        {
            foreach (var line in budget.Part(new("curves", "曲线"), () => Pictures(LossAnalysis.Of(loss))).Concat(budget.Part(new("kinks, traits, link and optimal constant", "折点、性质、连接函数与最优常数"), () => Facts(LossAnalysis.Of(loss)))))
            {
                yield return line;
            }
        }

        foreach (var line in _layout.Paragraph(tongue.Say("Left out", "略去"), budget.Sentence().In(tongue.Chinese)))
        {
            yield return line;
        }

        foreach (var line in _layout.Paragraph(tongue.Say("Use it when", "何时使用"), text.Use).Concat(_layout.Paragraph(tongue.Say("Not when", "何时不用"), text.Avoid)).Concat(_layout.Paragraph(tongue.Say("Limits", "极限与特例"), text.Limits)).Concat(_layout.Paragraph(tongue.Say("See also", "参见"), _entry.IsText ? "" : string.Join(tongue.Say(", ", "、"), _entry.Related.Select(other => other.Key)))).Concat(_layout.Paragraph(tongue.Say("Source", "出处"), _entry.Source)).Concat(Libraries()))
        {
            yield return line;
        }
    }

    private IEnumerable<ExplainedLine> Formulas()
    {
        var value = ReadableFormula.Lettered(_entry, ReadableFormula.Value(loss, tongue.Chinese));
        foreach (var line in TextLayout.Heading(tongue.Say("Formula", "公式")).Concat(TextLayout.Block(value)))
        {
            yield return line;
        }

        var legend = _entry.IsText ? Localized.Nothing : Legend.Of(_entry, ReadableFormula.Lettered(_entry, ReadableFormula.Value(loss, chinese: false)), "").Plain;
        foreach (var line in legend.IsEmpty ? [] : _layout.Text(legend.In(tongue.Chinese)))
        {
            yield return line;
        }

        if (ReadableFormula.Derivative(loss, tongue.Chinese) is { } derivative)
        {
            var name = _entry.Inputs[0].Name;
            foreach (var line in TextLayout.Heading(tongue.Say($"Derivative with respect to {name}", $"对 {name} 的导数")).Concat(TextLayout.Block(ReadableFormula.Lettered(_entry, derivative))))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<ExplainedLine> Parameters()
    {
        if (_entry.Parameters.Count == 0)
        {
            yield break;
        }

        foreach (var line in TextLayout.Heading(tongue.Say("Parameters", "参数")))
        {
            yield return line;
        }

        var left = _entry.Parameters.Select((p, i) => $"{p.Name} = {ParameterInfo.Format(loss.Parameters[i])}").ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var parameter = _entry.Parameters[i];
            var required = parameter.IsRequired ? tongue.Say(", must be given", "，必须给出") : "";
            var meaning = parameter.Meaning.IsEmpty ? "" : tongue.Say(". ", "。") + parameter.Meaning.In(tongue.Chinese);
            foreach (var line in _layout.Item(left[i], InputWords.Of(parameter, tongue) + required + meaning, left.Max(TextWidth.Of)))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<ExplainedLine> Inputs()
    {
        foreach (var line in TextLayout.Heading(tongue.Say("Inputs", "输入")))
        {
            yield return line;
        }

        var names = _entry.Inputs.Select(i => i.Name).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            var input = _entry.Inputs[i];
            var gradient = input.Differentiated ? tongue.Say(", has a gradient", "，有梯度") : "";
            var left = input.BoundTo is { } value ? tongue.Say($", {ParameterInfo.Format(value)} where it is left out", $"，省略时取 {ParameterInfo.Format(value)}") : "";
            foreach (var line in _layout.Item(names[i], InputWords.Of(input, loss.DomainOf(i), tongue) + gradient + left, names.Max(TextWidth.Of)))
            {
                yield return line;
            }
        }

        if (_entry.Sums is not null)
        {
            foreach (var line in _layout.Paragraph(tongue.Say("Sums run over", "求和范围"), SumWords.Of(loss, tongue)))
            {
                yield return line;
            }
        }

        if (!_entry.IsPoint && tongue.Say(_entry.Kinks, _entry.ChineseKinks) is { Length: > 0 } kinks)
        {
            foreach (var line in _layout.Paragraph(tongue.Say("Kinks", "折点"), kinks))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<ExplainedLine> Libraries()
    {
        var names = LibraryName.Of(_entry);
        if (names.Count == 0)
        {
            return [];
        }

        var left = names.Select(n => $"{n.Library.Split(' ')[0]} {n.Name}").ToArray();
        return TextLayout.Heading(tongue.Say("In other libraries", "其他库中的名称"))
            .Concat(names.SelectMany((n, i) => _layout.Item(left[i], LibraryWords.Of(n, tongue.Chinese).Replace("`", "", StringComparison.Ordinal), left.Max(TextWidth.Of))));
    }

    private IEnumerable<ExplainedLine> Pictures(LossAnalysis analysis)
    {
        var curves = new Curves(analysis);
        var axis = curves.Coordinate switch
        {
            LossCoordinate.Residual => tongue.Say("residual", "残差"),
            LossCoordinate.Margin => tongue.Say("margin", "间隔"),
            _ => _entry.Inputs[0].Name == "prediction" ? tongue.Say("prediction", "预测值") : _entry.Inputs[0].Name,
        };
        var columns = Math.Clamp(Math.Min(width, WidestPicture) - 12 - TextWidth.Of(axis) - 2, 16, WidestPicture);
        var plot = new Plot(columns, PictureRows, ascii);
        var sampled = curves.Targets.Select(t => (Target: t, Curves: curves.At(t, Plot.Samples(columns, ascii)))).ToArray();
        var held = string.Join(tongue.Say(", ", "，"), curves.Held.Select(h => $"{h.Name} = {ParameterInfo.Format(h.Value)}"));
        var heldText = held.Length == 0 ? "" : tongue.Say($", at {held}", $"，{held}");
        foreach (var (what, slopes) in new[] { (tongue.Say("Value", "函数值"), false), (tongue.Say("Slope", "斜率"), true) })
        {
            var lines = sampled.Select(s => new PlotLine(Quantity.Digits(s.Target), slopes ? s.Curves.Slopes : s.Curves.Values)).ToArray();
            if (lines.All(l => l.Heights.All(double.IsNaN)))
            {
                continue;
            }

            var legend = lines.Length == 1
                ? curves.Coordinate == LossCoordinate.Prediction && sampled[0].Target != 0 ? tongue.Say($" (target {lines[0].Legend}{heldText})", $"（目标值 {lines[0].Legend}{heldText}）") : held.Length == 0 ? "" : tongue.Say($" ({heldText[2..]})", $"（{heldText[1..]}）")
                : tongue.Say($" (target {lines[0].Legend}: {plot.Mark(0)}  target {lines[1].Legend}: {plot.Mark(1)}{heldText})", $"（目标值 {lines[0].Legend}：{plot.Mark(0)}  目标值 {lines[1].Legend}：{plot.Mark(1)}{heldText}）");
            foreach (var line in TextLayout.Heading(what + legend))
            {
                yield return line;
            }

            foreach (var line in plot.Draw(lines, curves.From, curves.To, axis))
            {
                yield return new(new string(' ', TextLayout.Indent) + line);
            }
        }
    }

    private IEnumerable<ExplainedLine> Facts(LossAnalysis analysis)
    {
        var none = tongue.Say("none", "无");
        var kinks = analysis.Kinks.Count + analysis.KinksElsewhere.Count == 0 ? none
            : analysis.Kinks.Count == 0 ? $"{none}{tongue.Say("; ", "；")}{_facts.Kinks(analysis)}"
            : _facts.Kinks(analysis);
        var jumps = _facts.CurvatureJumps(analysis);
        var text = jumps.Length == 0 ? kinks : kinks + tongue.Say($"; curvature jumps at {jumps}", $"；曲率在 {jumps} 处跳变");
        var letters = analysis.Kinks.Count + analysis.CurvatureJumps.Count > 0 ? tongue.Say($" (with {_facts.Letters(analysis)})", $"（{_facts.Letters(analysis)}）") : "";
        foreach (var line in _layout.Paragraph(tongue.Say("Kinks", "折点"), text + letters)
            .Concat(Traits(analysis))
            .Concat(_layout.Paragraph(tongue.Say("Link", "连接函数"), _facts.Link(analysis.Link)))
            .Concat(_layout.Paragraph(tongue.Say("Optimal constant of a sample", "样本的最优常数"), _facts.Functional(analysis))))
        {
            yield return line;
        }
    }

    private IEnumerable<ExplainedLine> Traits(LossAnalysis analysis) => _layout.Findings(tongue, ascii, [.. analysis.Traits.Select(finding =>
    {
        var constant = _facts.Constant(finding);
        var why = finding.Verdict == TraitVerdict.Refuted ? _facts.Against(finding) : (constant.Length == 0 ? "" : constant + tongue.Say("; ", "；")) + _facts.Evidence(finding);
        return (_facts.Name(finding.Trait), finding.Verdict, why);
    })]);
}
