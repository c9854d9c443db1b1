using System.Text;
using System.Text.RegularExpressions;
using Minima.Cli.Explain;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>What the pages of all losses share: headings and tables, names, parameters, sources.</summary>
internal abstract class Page(LossEntry entry, Tongue tongue)
{
    private readonly StringBuilder page = new();

    /// <summary>Names, links, one sentence.</summary>
    protected void Title()
    {
        var other = tongue.Say($"[中文](../zh/{entry.Key}.md)", $"[English](../en/{entry.Key}.md)");
        Line($"# {tongue.NameOf(entry)} (`{entry.Key}`)");
        Line($"[{tongue.Say("All losses", "全部损失")}](../{tongue.Say("README.md", "README.zh.md")}) · {other} · [{tongue.Say("source code", "源代码")}](../../../src/{entry.Type.Assembly.GetName().Name}/Losses/{entry.Family}/{entry.Type.Name}.cs)");
        Line(tongue.TextOf(entry).Summary);
    }

    /// <summary>The pictures of a loss whose inputs have shapes of their own: what moves in them, and what the loss says to it.</summary>
    protected void Scenes(IReadOnlyList<ScenePicture> pictures)
    {
        Line(string.Join(' ', pictures.Select((picture, i) => $"![{picture.Alternative(tongue)}](../img/{ScenePicture.File(entry, i, tongue)})")));
        var what = string.Join(tongue.Say(". In the second picture ", "。第二幅图中，"), pictures.Select(picture => tongue.Say(picture.What.English, picture.What.Chinese)));
        Line(tongue.Say(
            $"*In the sketches 1 to 3, which belong to the marked places of the axis, {what}. Below them: {(pictures[0].IsReading ? "what comes out" : "the loss")}, computed by running it.*",
            $"*小图 1 至 3 对应横轴上标出的位置：{what}。下方曲线为运行得到的{(pictures[0].IsReading ? "输出" : "损失")}。*"));
    }

    /// <summary>The text, with where it comes from.</summary>
    protected string Finished()
    {
        Line($"---\n\n{tongue.Say("Written by `tools/Minima.Docs` from the catalogue; do not edit.", "由 `tools/Minima.Docs` 根据目录生成，请勿手工修改。")}");
        return page.ToString().TrimEnd('\n') + "\n";
    }

    protected void Line(string text) => page.Append(text).Append("\n\n");

    protected void Heading(string english, string chinese) => Line("## " + tongue.Say(english, chinese));

    protected void Block(string language, string text) => Line($"```{language}\n{text}\n```");

    /// <summary>The formula as its file declares it: the text, LaTeX with every parameter where it needs to say it, and what the letters are.</summary>
    protected void Formulas()
    {
        Heading("Formula", "公式");
        var (code, sentences) = ReadableFormula.Parts(tongue.FormulaOf(entry));
        Block("text", code);
        if (sentences.Length > 0) Line(sentences);
        if (entry.Latex.Length > 0) Display(entry.Latex);
        if (entry.TakesTensors && Legend.Of(entry, entry.Formula, entry.Latex).Text is { IsEmpty: false } legend) Line(legend.In(tongue.Chinese));
    }

    /// <summary>LaTeX, its two English words in the language of the page.</summary>
    protected void Display(string latex) => Line($"$$\n{latex.Replace("\\text{if }", tongue.Say("\\text{if }", "\\text{若 }"), StringComparison.Ordinal).Replace("\\text{otherwise}", tongue.Say("\\text{otherwise}", "\\text{其他情形}"), StringComparison.Ordinal)}\n$$");

    protected void Table(string[] header, IEnumerable<string[]> rows)
    {
        page.Append("| ").AppendJoin(" | ", header).Append(" |\n|").Insert(page.Length, "---|", header.Length).Append('\n');
        foreach (var row in rows)
        {
            page.Append("| ").AppendJoin(" | ", row.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }

        page.Append('\n');
    }

    /// <summary>The name of its family, which links to what is written about it.</summary>
    protected string Family() => $"[{tongue.Of(entry.Family)}](../../{FamilyPage(entry.Family, tongue)})";

    /// <summary>The document about a family, under docs.</summary>
    public static string FamilyPage(LossFamily family, Tongue tongue) => $"{tongue.Say("", "zh/")}families/{Wording.Snake(family).Replace('_', '-')}.md";

    /// <summary>How far float results lie from the double formula, and in what an ulp is taken.</summary>
    protected static string FloatResults(Tongue tongue, LossEntry entry) => tongue.Say(
        $"within {entry.FloatUlps} ulps of the double formula on the same inputs{(entry.Row is null ? "" : ", up to 33 classes")}; an ulp is that of the result or, where it is larger, of the [movement](../../numerics.md#float) that rounding the inputs causes",
        $"与同一输入上的双精度公式相差不超过 {entry.FloatUlps} ulp{(entry.Row is null ? "" : "（不超过 33 个类别时）")}；此处 1 ulp 取结果与输入舍入引起的[变动](../../zh/numerics.md#单精度)二者中较大者的 ulp");

    protected void Choice(LossText text)
    {
        if (text.Use.Length > 0)
        {
            Line(tongue.Say("**Use it when** ", "**何时使用**：") + Linked(text.Use));
        }

        if (text.Avoid.Length > 0)
        {
            Line(tongue.Say("**Not when** ", "**何时不用**：") + Linked(text.Avoid));
        }
    }

    protected void Parameters()
    {
        Heading("Parameters", "参数");
        if (entry.Parameters.Count == 0)
        {
            Line(tongue.Say("None.", "无。"));
            return;
        }

        Table(
            [tongue.Say("name", "名称"), tongue.Say("type", "类型"), tongue.Say("default", "默认值"), tongue.Say("must be", "取值范围"), tongue.Say("meaning", "含义")],
            entry.Parameters.Select(p => new[]
            {
                $"`{p.Name}`",
                tongue.Of(p) + (p.BindsInput is null ? "" : tongue.Say("; may also be given as an input", "；也可作为输入给出")),
                p.IsRequired ? tongue.Say("none: must be given", "无：必须给出") : $"`{ParameterInfo.Format(p.Default)}`",
                (p.Kind is ParameterKind.Boolean or ParameterKind.Choice ? "" : tongue.Of(p.Domain)) + (p.InTargetUnits ? tongue.Say(", in units of the target", "，与目标值同单位") : ""),
                p.Meaning.In(tongue.Chinese),
            }));
    }

    /// <summary>What the loss turns into, and the losses and pages to compare it with.</summary>
    protected void Relations(IEnumerable<VersusPage> pairs)
    {
        Heading("Limits and related losses", "极限、特例与相关损失");
        if (tongue.TextOf(entry).Limits is { Length: > 0 } limits) Line(Linked(limits));
        Line(tongue.Say("See also: ", "参见：") + string.Join(tongue.Say(", ", "、"), entry.Related.Select(other => $"[{tongue.NameOf(other)}]({other.Key}.md)")) + tongue.Say(".", "。"));
        string[] links = [.. pairs.Where(pair => pair.Keys.Contains(entry.Key, StringComparer.Ordinal)).Select(pair => $"[{pair.Title.In(tongue.Chinese)}](../../{tongue.Say("", "zh/")}versus/{pair.File})")];
        if (links.Length > 0) Line(tongue.Say("Compared on data: ", "在数据上的比较：") + string.Join(tongue.Say(", ", "、"), links) + tongue.Say(".", "。"));
    }

    /// <summary>The text with links to the losses that it names, each where it is named first.</summary>
    private string Linked(string text)
    {
        foreach (var key in entry.Related.Select(other => other.Key).Where(entry.LatinWords.Contains).OrderByDescending(key => key.Length))
        {
            text = new Regex($"(?<![\\w\\[/`]){key}(?![\\w\\]`])", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Replace(text, $"[`{key}`]({key}.md)", 1);
        }

        return text;
    }

    protected void OtherNames()
    {
        if (entry.Aliases.Count == 0) return;
        Heading("Other names", "别名");
        Line(tongue.Say(
            $"Found under these names too, in any spelling of case, `_` and `-`: {string.Join(", ", entry.Aliases.Select(a => $"`{a}`"))}.",
            $"以下名称同样可以查到它（不区分大小写，忽略 `_` 与 `-`）：{string.Join("、", entry.Aliases.Select(a => $"`{a}`"))}。"));
    }

    /// <summary>Conventions of other libraries.</summary>
    protected void Libraries()
    {
        var libraries = LibraryName.Of(entry);
        Heading("In other libraries", "其他库中的名称");
        if (libraries.Count == 0)
        {
            Line(tongue.Say(
                "None: it is not among the names of PyTorch, Keras, scikit-learn, XGBoost, LightGBM, CatBoost and others that are [compared](../../parity.md).",
                "无：与之[比较](../../zh/parity.md)的 PyTorch、Keras、scikit-learn、XGBoost、LightGBM、CatBoost 等库的名称中没有此损失。"));
            return;
        }

        Table(
            [tongue.Say("library", "库"), tongue.Say("name", "名称"), tongue.Say("its default call", "其默认调用")],
            libraries.Select(name => new[] { name.Library, $"`{name.Name}`", LibraryWords.Of(name, tongue.Chinese) }));
    }

    protected void Source()
    {
        if (entry.Source.Length == 0) return;
        Heading("Source", "出处");
        Line(entry.Source);
    }
}
