using System.Globalization;
using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>The explanation of a loss over rows of classes.</summary>
internal sealed class RowExplanation(Loss loss, Tongue tongue, TextLayout layout, bool ascii)
{
    /// <summary>Expressions over three classes longer than this are not shown.</summary>
    private const int LongestShown = 400;

    private const int WidestPicture = 100;
    private const int PictureRows = 12;

    private readonly LossEntry _entry = loss.Entry;
    private readonly RowFactsText _facts = tongue.Chinese ? RowFactsText.Chinese : RowFactsText.English;
    private readonly bool _takesLabels = loss.Entry.Inputs[1].Kind != InputKind.Row;

    /// <summary>The formula and its gradient.</summary>
    public IEnumerable<ExplainedLine> Formulas()
    {
        var expression = RowExpression.Of(loss);
        var (value, gradient) = expression.IsOfLogProbability ? OfLogProbability(expression) : OfThreeClasses(expression);
        return
        [
            .. TextLayout.Heading(tongue.Say("Formula", "公式")),
            .. value,
            .. TextLayout.Heading(tongue.Say("Gradient with respect to the predictions x", "对预测值 x 的导数（梯度）")),
            .. gradient,
        ];
    }

    /// <summary>The inputs: the row, and optional further ones.</summary>
    public IEnumerable<ExplainedLine> Inputs()
    {
        var row = _entry.Row!;
        var rows = tongue.Say("a number for each class", "每个类别一个数");
        var each = tongue.Say("each", "每个数");
        string Numbers(int i) => $"{rows}{tongue.Say(", ", "，")}{each}{tongue.Say(" ", loss.DomainOf(i).IsReal ? "为" : "")}{tongue.Of(loss.DomainOf(i))}";
        var label = tongue.Say("the label of the row: a class from 0 to K - 1", "该行的标签：0 到 K - 1 的类别");
        var target = _entry.Inputs[1].Kind switch
        {
            InputKind.Label => label,
            InputKind.Row => Numbers(1),
            _ => tongue.Say($"{label}; or {Numbers(1)}", $"{label}；或{Numbers(1)}"),
        };
        string Gradient(int i) => _entry.Inputs[i].Differentiated ? tongue.Say(", has a gradient", "，有梯度") : "";
        var items = new List<(string Name, string Text)>
        {
            (_entry.Inputs[0].Name, Numbers(0) + Gradient(0)),
            (_entry.Inputs[1].Name, target + Gradient(1)),
            ("class_weight", row.TakesClassWeights ? tongue.Say("optional, one number for each class", "可选，每个类别一个数") : tongue.Say("refused: weights of classes mean nothing here", "不接受：类别权重在此没有意义")),
        };
        if (_entry.Inputs[1].Kind != InputKind.Row)
        {
            items.Add(("ignore_index", row.IgnoreIndex is { } ignored
                ? tongue.Say($"rows with this label are left out; {ignored.ToString(CultureInfo.InvariantCulture)} unless given", $"标签与之相等的行不计入；省略时取 {ignored.ToString(CultureInfo.InvariantCulture)}")
                : tongue.Say("rows with this label are left out; none unless given", "标签与之相等的行不计入；省略时没有这样的标签")));
        }

        items.Add((tongue.Say("mean", "均值"), row.Mean == RowMean.ClassWeights
            ? tongue.Say("divides by the class weights of the rows' labels; without class weights by the rows", "除以各行标签的类别权重之和；无类别权重时除以行数")
            : row.Mean == RowMean.ScoresToLabel
            ? tongue.Say("divides by the number of scores up to and including each label: the questions that are asked", "除以各行直到其标签（含）为止的得分个数之和，即实际提问的次数")
            : tongue.Say("divides by the rows, with class weights too", "除以行数，有类别权重时也一样")));
        return [.. TextLayout.Heading(tongue.Say("Inputs, for each row of K classes", "输入（每行 K 个类别）")), .. items.SelectMany(i => layout.Item(i.Name, i.Text, items.Max(x => TextWidth.Of(x.Name))))];
    }

    /// <summary>Pictures, kinks, traits, link, best constant row.</summary>
    public IEnumerable<ExplainedLine> Facts()
    {
        var analysis = RowAnalysis.Of(loss);
        var findings = analysis.Traits.Select(t => (_facts.Name(t.Trait), t.Verdict, t.Verdict == TraitVerdict.Refuted ? _facts.Against(t, analysis.Link) : _facts.Evidence(t))).ToArray();
        return
        [
            .. Pictures(analysis),
            .. layout.Paragraph(tongue.Say("Kinks", "折点"), Kinks(analysis)),
            .. layout.Findings(tongue, ascii, findings),
            .. layout.Paragraph(tongue.Say("Link", "连接函数"), _facts.Link(analysis.Link)),
            .. layout.Paragraph(tongue.Say("Optimal constant row of a sample", "样本的最优常数行"), _facts.Optimum(analysis.Link, _takesLabels)),
        ];
    }

    private (IEnumerable<ExplainedLine> Value, IEnumerable<ExplainedLine> Gradient) OfLogProbability(RowExpression expression)
    {
        var plain = _takesLabels && expression.Smoothing == 0;
        var name = plain ? "p_y" : "p_k";
        var factor = expression.Factors == 1 ? "" : "a_k ";
        var value = Spoken(expression.ValueOfProbability(name));
        var (slope, negated) = expression.SlopeOfProbability(name);
        slope = Spoken(slope);
        var smoothing = expression.Smoothing == 0 ? "" : tongue.Say(", smoothed: t_k (1 - s) + s / K", "，平滑后为 t_k (1 - s) + s / K");
        var meaning = plain
            ? tongue.Say("with p = softmax(x), y the label", "其中 p = softmax(x)，y 为标签")
            : tongue.Say($"with p = softmax(x), t the target{(_takesLabels ? " (of a label: 1 for it, 0 for the others)" : "")}{smoothing}", $"其中 p = softmax(x)，t 为目标{(_takesLabels ? "（标签：该类为 1，其他类为 0）" : "")}{smoothing}");
        if (factor.Length > 0)
        {
            meaning += tongue.Say($", a = {expression.Factors} the factors of the classes", $"，a = {expression.Factors} 为各类别的系数");
            factor = plain ? "a_y " : factor;
        }

        var single = !value.Contains('\n', StringComparison.Ordinal) && !slope.Contains('\n', StringComparison.Ordinal);
        var f = single ? plain && factor.Length == 0 ? value : $"({value})" : "f";
        var g = single ? slope == "1" ? "" : IsProduct(slope) ? slope + " " : $"({slope}) " : negated ? "(-f') " : "f' ";
        var difference = negated ? "(p_k - 1[k = y])" : "(1[k = y] - p_k)";
        var text = plain ? factor + f : $"sum_k t_k {factor}{f}";
        var simple = factor.Length == 0 && g.Length == 0;
        var gradient = plain ? simple ? difference[1..^1] : $"{factor}{g}{difference}"
            : simple && negated ? tongue.Say("p_k sum_j t_j - t_k", "p_k sum_j t_j - t_k")
            : $"c_k - p_k sum_j c_j{tongue.Say(",  ", "，")}c_k = {(negated ? "-" : "")}t_k {factor}{g.TrimEnd()}";
        return (
            [.. TextLayout.Block(string.Join('\n', GeneralFormula.Beside(loss, text + value, tongue.Chinese).Append(text))), .. single ? [] : TextLayout.Block($"f = {value}"), .. layout.Text(meaning)],
            [.. TextLayout.Block(gradient), .. single ? [] : TextLayout.Block($"{(negated ? "-f'" : "f'")} = {slope}"), .. layout.Text(plain
                ? tongue.Say("with respect to x_k; 1[k = y] is 1 for the label and 0 for the other classes", "对 x_k 求导；1[k = y] 对标签类别为 1，对其他类别为 0")
                : tongue.Say("with respect to x_k", "对 x_k 求导"))]);
    }

    private (IEnumerable<ExplainedLine> Value, IEnumerable<ExplainedLine> Gradient) OfThreeClasses(RowExpression expression)
    {
        var value = Spoken(expression.Write(FormulaLanguage.Text));
        var first = Spoken(expression.WriteDerivative(FormulaLanguage.Text, 0));
        var second = Spoken(expression.WriteDerivative(FormulaLanguage.Text, 1));
        var own = layout.Text(string.Join(tongue.Say("; ", "；"), ReadableFormula.Lines(tongue.FormulaOf(_entry))));
        if (value.Length > LongestShown)
        {
            return (own, layout.Text(tongue.Say("exact, from the same formula; not shown, because it is too long to be read: `--as csharp --derivative` prints it for three classes", "由同一公式精确求得；过长而不便阅读，故不显示：可用 `--as csharp --derivative` 输出三个类别时的导数")));
        }

        var where = _takesLabels ? tongue.Say("written out for three classes, of which the first is the label:", "写出三个类别的情形，第一个为标签：") : tongue.Say("written out for three classes:", "写出三个类别的情形：");
        var gradient = layout.Text(tongue.Say("for three classes:", "三个类别时："))
            .Concat(Shown("x₁", first))
            .Concat(_takesLabels ? Shown("x₂", second) : []);
        return ([.. own, .. layout.Text(where), .. TextLayout.Block(value)], gradient);
    }

    private IEnumerable<ExplainedLine> Shown(string by, string text)
    {
        var head = tongue.Say($"with respect to {by}: ", $"对 {by}：");
        return text.Length > LongestShown
            ? layout.Text(head + tongue.Say("too long to be read; `--as csharp --derivative` prints it", "过长而不便阅读；可用 `--as csharp --derivative` 输出"))
            : text.Contains('\n', StringComparison.Ordinal) ? [.. layout.Text(head.TrimEnd()), .. TextLayout.Block("  " + text.Replace("\n", "\n  ", StringComparison.Ordinal))] : TextLayout.Block(head + text);
    }

    private string Spoken(string text) => tongue.Chinese ? Forms.Translated(text) : text;

    /// <summary>True if nothing is added or subtracted outside brackets.</summary>
    private static bool IsProduct(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' or '{' ? 1 : text[i] is ')' or '}' ? -1 : 0;
            if (depth == 0 && text[i] is '+' or '-')
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<ExplainedLine> Pictures(RowAnalysis analysis)
    {
        var section = analysis.Section;
        var axis = "x₁";
        if (ascii)
        {
            axis = "x_1";
        }

        var columns = Math.Clamp(Math.Min(layout.Width, WidestPicture) - 12 - axis.Length - 2, 16, WidestPicture);
        var count = Plot.Samples(columns, ascii);
        var x = Enumerable.Range(0, count).Select(i => section.From + (section.To - section.From) * i / (count - 1)).ToArray();
        var plot = new Plot(columns, PictureRows, ascii);
        var curves = section.Targets.Select(t => section.At(x, t)).ToArray();
        var names = section.Targets.Select(t => section.Targets.Count == 1 ? tongue.Say("target 0", "目标 0") : _takesLabels ? t == 1 ? tongue.Say("it is the label", "为标签") : tongue.Say("it is not", "不是标签") : $"{tongue.Say("target", "目标")} {t.ToString(CultureInfo.InvariantCulture)}").ToArray();
        var held = section.Others.Count == 0 ? "" : tongue.Say($"against the score {axis} of one class, the others at {Held(section)}", $"随某一类得分 {axis} 的变化，其他类取 {Held(section)}");
        var legend = string.Join("  ", names.Select((n, i) => names.Length == 1 ? n : $"{n}{tongue.Say(": ", "：")}{plot.Mark(i)}"));
        foreach (var (what, slopes) in new[] { (tongue.Say("Value", "函数值"), false), (tongue.Say("Slope", "斜率"), true) })
        {
            var lines = curves.Select((c, i) => new PlotLine(names[i], slopes ? c.Slopes : c.Values)).ToArray();
            var heading = slopes ? tongue.Say("Slope with respect to this score", "对该得分的斜率") : held.Length == 0 ? what : tongue.Say($"{what} {held}", $"{what}{held}");
            foreach (var line in TextLayout.Heading(heading).Concat(layout.Text(legend)).Concat(plot.Draw(lines, section.From, section.To, axis).Select(l => new ExplainedLine(new string(' ', TextLayout.Indent) + l))))
            {
                yield return line;
            }
        }
    }

    private static string Held(RowSection section) => section.Others[0].ToString("0.##", CultureInfo.InvariantCulture);

    private string Kinks(RowAnalysis analysis)
    {
        var own = tongue.Chinese ? _entry.ChineseKinks : _entry.Kinks;
        var seen = analysis.Kinks.GroupBy(k => k.TargetOfFirst).Select(g =>
        {
            var which = !_takesLabels ? tongue.Say($"target {g.Key.ToString(CultureInfo.InvariantCulture)}", $"目标为 {g.Key.ToString(CultureInfo.InvariantCulture)}")
                : g.Key == 1 ? tongue.Say("as the label", "作为标签") : tongue.Say("not as the label", "不作为标签");
            return $"{which}{tongue.Say(", ", "，")}{string.Join(tongue.Say("; ", "；"), g.Select(_facts.Kink))}";
        }).ToArray();
        var drawn = seen.Length == 0 ? "" : tongue.Say("In the picture: ", "图中：") + string.Join(tongue.Say("; ", "；"), seen);
        var none = analysis[RowTrait.ContinuousSlope] is { Holds: true } ? tongue.Say("none found", "未找到") : tongue.Say("none in the picture, but elsewhere (see below)", "图中没有，但别处有（见下）");
        return own.Length == 0 && drawn.Length == 0 ? none : own.Length == 0 ? drawn : drawn.Length == 0 ? own : own + tongue.Say(". ", "。") + drawn;
    }
}
