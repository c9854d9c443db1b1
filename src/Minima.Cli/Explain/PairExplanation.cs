using System.Globalization;
using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>Two losses side by side, as lines of text of a given width; one below the other if there is no room for two columns.</summary>
internal sealed class PairExplanation(Loss first, Loss second, Tongue tongue, int width, bool ascii)
{
    /// <summary>Below this width two columns are too narrow to read.</summary>
    public const int NarrowestColumns = 76;

    private const int WidestPicture = 100;
    private const int PictureRows = 12;

    private readonly Loss[] _losses = [first, second];
    private readonly string[] _labels = PairLabels.Of(first, second);
    private readonly TextLayout _layout = new(width);
    private readonly Columns _columns = new(width, ascii);

    /// <summary>The lines, in order.</summary>
    public IEnumerable<ExplainedLine> Lines() =>
    [
        .. Section("", loss => [tongue.NameOf(loss.Entry), .. Prose(tongue.TextOf(loss.Entry).Summary)]),
        .. Section(tongue.Say("Formula", "公式"), loss => Formula(loss).Split('\n')),
        .. Section(tongue.Say("Derivative", "导数"), loss => Derivative(loss)?.Split('\n') ?? []),
        .. Section(tongue.Say("Parameters", "参数"), Parameters),
        .. Section(tongue.Say("Inputs", "输入"), Inputs),
        .. Pictures(),
        .. Section(tongue.Say("Kinks", "折点"), loss => Prose(Facts(loss).Kinks)),
        .. Traits(),
        .. Section(tongue.Say("Link", "连接函数"), loss => Prose(Facts(loss).Link)),
        .. Section(tongue.Say("Optimal constant of a sample", "样本的最优常数"), loss => Prose(Facts(loss).Optimum)),
        .. Section(tongue.Say("Use it when", "何时使用"), loss => Prose(tongue.TextOf(loss.Entry).Use)),
        .. Section(tongue.Say("Not when", "何时不用"), loss => Prose(tongue.TextOf(loss.Entry).Avoid)),
    ];

    private PairFacts Facts(Loss loss) => new(loss, tongue);

    /// <summary>A heading, and below it the text for each loss; nothing if both texts are empty.</summary>
    private IEnumerable<ExplainedLine> Section(string heading, Func<Loss, IReadOnlyList<string>> content)
    {
        var texts = Array.ConvertAll(_losses, loss => content(loss));
        if (texts.All(t => t.Count == 0)) return [];
        IEnumerable<ExplainedLine> head = heading.Length == 0 ? [] : TextLayout.Heading(heading);
        return head.Concat(_columns.Write(_labels, texts[0], texts[1], labelled: heading.Length == 0));
    }

    private IReadOnlyList<string> Prose(string text) => [.. Wrapped.Lines(text, _columns.Inner)];

    private string Formula(Loss loss)
    {
        var row = loss.Entry.Row is null ? null : tongue.FormulaOf(loss.Entry);
        return row is { Length: > 0 } ? string.Join('\n', ReadableFormula.Lines(row)) : ReadableFormula.Value(loss, tongue.Chinese);
    }

    /// <summary>The derivative of a point loss. That of a row loss is omitted: `minima explain` of one loss has the room to name its variables.</summary>
    private string? Derivative(Loss loss) => loss.Entry.Row is null ? ReadableFormula.Derivative(loss, tongue.Chinese) : null;

    private string[] Parameters(Loss loss) =>
        [.. loss.Entry.Parameters.Select((p, i) => $"{p.Name} = {ParameterInfo.Format(loss.Parameters[i])}").DefaultIfEmpty(tongue.Say("none", "无"))];

    private string[] Inputs(Loss loss) => loss.Entry.Row is not null
        ? [.. Prose(tongue.Say("rows of classes: a number for each class", "按类别成行：每个类别一个数"))]
        : [.. loss.Entry.Inputs.SelectMany((input, i) => Prose($"{input.Name}{tongue.Say(": ", "：")}{tongue.Of(loss.DomainOf(i))}"))];

    private IEnumerable<ExplainedLine> Pictures()
    {
        if (PairCurves.Of(first, second) is not { } curves)
        {
            return _layout.Paragraph(
                tongue.Say("Picture", "图形"),
                tongue.Say("none of both together: they are not functions of the same thing. `minima explain` shows each alone.", "无法画在同一张图中：两者的自变量不同。用 `minima explain` 可分别查看。"));
        }

        var axis = curves.Coordinate switch
        {
            null => ascii ? "x_1" : "x₁",
            LossCoordinate.Residual => tongue.Say("residual", "残差"),
            LossCoordinate.Margin => tongue.Say("margin", "间隔"),
            _ => tongue.Say("prediction", "预测值"),
        };
        var columns = Math.Clamp(Math.Min(width, WidestPicture) - 12 - TextWidth.Of(axis) - 2, 16, WidestPicture);
        var plot = new Plot(columns, PictureRows, ascii);
        var samples = _losses.Select((_, i) => curves.At(i, Plot.Samples(columns, ascii))).ToArray();
        string[] marks = [.. _labels.Select((label, i) => $"{plot.Mark(i)} {label}{At(curves, i)}")];
        string[] legend = TextWidth.Of(string.Join("   ", marks)) <= width - TextLayout.Indent ? [string.Join("   ", marks)] : [.. marks.SelectMany(mark => Wrapped.Lines(mark, width - TextLayout.Indent))];
        var lines = new List<ExplainedLine>();
        foreach (var slopes in new[] { false, true })
        {
            PlotLine[] drawn = [.. samples.Select((s, i) => new PlotLine(_labels[i], slopes ? s.Slopes : s.Values))];
            if (drawn.All(l => l.Heights.All(double.IsNaN))) continue;
            lines.AddRange(TextLayout.Heading(slopes ? tongue.Say("Slope", "斜率") : tongue.Say("Value", "函数值")));
            lines.AddRange(legend.SelectMany(TextLayout.Block));
            lines.AddRange(plot.Draw(drawn, curves.From, curves.To, axis).Select(l => new ExplainedLine(new string(' ', TextLayout.Indent) + l)));
        }

        return lines;
    }

    /// <summary>The suffix of a curve's name: its target, and the fixed values of other inputs.</summary>
    private string At(PairCurves curves, int loss)
    {
        var held = curves.Held[loss].Select(h => $"{h.Name} = {ParameterInfo.Format(h.Value)}");
        var target = curves switch
        {
            { Coordinate: null, Others: { } others } => [tongue.Say($"as the label, the others at {Round(others)}", $"为标签，其他类取 {Round(others)}")],
            { Targets.Count: > 0 } => new[] { tongue.Say($"target {Round(curves.Targets[loss])}", $"目标值 {Round(curves.Targets[loss])}") },
            _ => [],
        };
        var all = string.Join(tongue.Say(", ", "，"), target.Concat(held));
        return all.Length == 0 ? "" : tongue.Say($" ({all})", $"（{all}）");
    }

    private static string Round(double x) => x.ToString("0.###", CultureInfo.InvariantCulture);

    private IEnumerable<ExplainedLine> Traits()
    {
        var (left, right) = (Facts(first), Facts(second));
        if (!left.IsLike(right))
        {
            return Section(tongue.Say("What holds", "成立的性质"), loss => [.. Facts(loss).Traits.Where(t => t.Holds).SelectMany(t => Prose(t.Name))]);
        }

        var pairs = left.Traits.Join(right.Traits, t => t.Name, t => t.Name, (l, r) => (Left: l, Right: r), StringComparer.Ordinal).ToArray();
        var only = pairs.Where(p => (p.Left.Holds && p.Right.Fails) || (p.Left.Fails && p.Right.Holds)).ToArray();
        var unknown = pairs.Where(p => p.Left.Verdict == TraitVerdict.Unknown || p.Right.Verdict == TraitVerdict.Unknown);
        return
        [
            .. Group(tongue.Say("Holds for both", "两者都成立"), "✓", "+", pairs.Where(p => p.Left.Holds && p.Right.Holds).Select(p => (p.Left.Name, Constants(p.Left.Constant, p.Right.Constant)))),
            .. Group(tongue.Say($"Holds for {_labels[0]}, not for {_labels[1]}", $"{_labels[0]} 成立，{_labels[1]} 不成立"), "✓", "+", only.Where(p => p.Left.Holds).Select(p => (p.Left.Name, p.Left.Constant))),
            .. Group(tongue.Say($"Holds for {_labels[1]}, not for {_labels[0]}", $"{_labels[1]} 成立，{_labels[0]} 不成立"), "✓", "+", only.Where(p => p.Right.Holds).Select(p => (p.Right.Name, p.Right.Constant))),
            .. Group(tongue.Say("Holds for neither", "两者都不成立"), "✗", "-", pairs.Where(p => p.Left.Fails && p.Right.Fails).Select(p => (p.Left.Name, ""))),
            .. Group(tongue.Say("Unknown for at least one", "至少对其一未知"), "?", "?", unknown.Select(p => (p.Left.Name, Constants(Word(p.Left), Word(p.Right))))),
        ];
    }

    private string Word(PairTrait trait) => trait.Verdict switch
    {
        TraitVerdict.Proved => trait.Constant.Length == 0 ? tongue.Say("holds", "成立") : trait.Constant,
        TraitVerdict.Refuted => tongue.Say("does not hold", "不成立"),
        _ => tongue.Say("unknown", "未知"),
    };

    private string Constants(string left, string right) =>
        left == right ? left : string.Join(tongue.Say("; ", "；"), new[] { (_labels[0], left), (_labels[1], right) }.Where(c => c.Item2.Length > 0).Select(c => $"{c.Item1}{tongue.Say(": ", "：")}{c.Item2}"));

    private IEnumerable<ExplainedLine> Group(string heading, string mark, string asciiMark, IEnumerable<(string Name, string Constant)> traits)
    {
        var texts = traits.Select(t => t.Constant.Length == 0 ? t.Name : $"{t.Name}{tongue.Say(": ", "：")}{t.Constant}").ToArray();
        return texts.Length == 0 ? [] : TextLayout.Heading(heading).Concat(texts.SelectMany(text => Wrapped.Lines(text, width - TextLayout.Indent - 2)
            .Select((line, i) => new ExplainedLine(new string(' ', TextLayout.Indent) + (i > 0 ? "  " : (ascii ? asciiMark : mark) + " ") + line))));
    }
}
