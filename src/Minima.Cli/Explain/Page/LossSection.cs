using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Pages;
using Minima.Tabular;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>The section of a page on one loss.</summary>
internal sealed class LossSection(Loss loss, string id)
{
    /// <summary>Derivatives longer than this as text are collapsed.</summary>
    private const int LongestShown = 700;

    private static readonly (string Word, string Name)[] Code = [("csharp", "C#"), ("python", "Python"), ("javascript", "JavaScript"), ("sql", "SQL"), ("latex", "LaTeX")];

    private readonly LossEntry _entry = loss.Entry;

    /// <summary>The name of a loss as a heading; a formula that was given as text is its own name.</summary>
    public static Localized Title(Loss loss) => loss.Entry.IsText ? Localized.Same(loss.Entry.Formula) : Tongue.InBoth(t => t.NameOf(loss.Entry));

    /// <summary>Writes the section, and adds the data and functions of its curves to the page.</summary>
    public void AddTo(Page page, bool alone)
    {
        var body = page.Body;
        body.Open("section", ("class", "loss"), ("id", $"about-{id}"), ("data-loss", id), ("aria-labelledby", $"{id}-title"));
        body.Element(alone ? "h1" : "h2", Title(loss), ("id", $"{id}-title"));
        Tags(body);
        body.Element("p", Tongue.InBoth(t => t.TextOf(_entry).Summary), ("class", "lead"));
        Formulas(body);
        if (LossCurves.CanDraw(loss))
        {
            Charts(body, page);
        }

        SvgPictures.Add(body, ShapePictures.Of(loss), id);
        Advice(body);
        Facts(body);
        Tables(body);
        CodeForms(body);
        body.Close();
    }

    /// <summary>The formula as MathML, in both languages: as declared with every parameter, and as derived at the given ones; as text if there is neither.</summary>
    public static void Formula(Html body, Loss loss, bool derivative)
    {
        var (declared, derived) = (derivative ? null : FormulaWriter.WriteGeneral(loss, FormulaLanguage.MathMl), Forms.TryDerive(loss, FormulaLanguage.MathMl, derivative));
        if (declared is null && derived is null)
        {
            Own(body, loss);
            return;
        }

        var isOfRows = RowAnalysis.CanAnalyse(loss);
        var lacksParameters = !derivative && derived is not null && GeneralFormula.Beside(loss, derived, chinese: false).Count > 0;
        if (!isOfRows && (declared is not null || lacksParameters)) Own(body, loss);
        if (declared is not null) MathMl(body, declared, derivative);
        if (lacksParameters && (declared is not null || !isOfRows)) body.Element("p", new Localized("At these parameters:", "在这些参数下："), ("class", "note"));
        if (derived is not null && (declared is null || lacksParameters)) MathMl(body, derived, derivative);
    }

    /// <summary>The entry's own formula, a line for each of its parts.</summary>
    private static void Own(Html body, Loss loss) => body.Element("pre", Tongue.InBoth(t => string.Join('\n', ReadableFormula.Lines(t.FormulaOf(loss.Entry)))), ("class", "wrap"));

    private static void MathMl(Html body, string markup, bool derivative)
    {
        var chinese = markup.Replace("<mtext>if&#xA0;</mtext>", "<mtext>若&#xA0;</mtext>", StringComparison.Ordinal).Replace("<mtext>otherwise</mtext>", "<mtext>其他情形</mtext>", StringComparison.Ordinal);
        body.Open("div", ("class", "formula"), ("tabindex", "0"), ("role", "group"), ("data-label-en", derivative ? "derivative" : "formula"), ("data-label-zh", derivative ? "导数" : "公式"));
        if (chinese == markup)
        {
            body.Markup(markup);
        }
        else
        {
            body.Open("div", ("lang", "en")).Markup(markup).Close().Open("div", ("lang", "zh-Hans")).Markup(chinese).Close();
        }

        body.Close();
    }

    private void Tags(Html body)
    {
        body.Open("ul", ("class", "tags"));
        if (!_entry.IsText)
        {
            body.Open("li").Element("code", _entry.Key).Close();
        }

        var given = _entry.Parameters.Zip(loss.Parameters).Select(p => $"{p.First.Name} = {ParameterInfo.Format(p.Second)}").ToArray();
        foreach (var text in given.Concat(_entry.Aliases))
        {
            body.Element("li", text);
        }

        body.Close();
    }

    private void Formulas(Html body)
    {
        body.Open("div", ("class", "grid"));
        body.Open("div", ("class", "card")).Element("h3", new Localized("Formula", "公式"));
        Formula(body, loss, derivative: false);
        if (_entry.TakesTensors && Legend.Of(_entry, _entry.Formula, _entry.Latex).Plain is { IsEmpty: false } legend) body.Element("p", legend, ("class", "note"));
        if (RowAnalysis.CanAnalyse(loss))
        {
            RowText(body, gradient: false);
        }

        body.Close();
        if (_entry.Inputs[0].Differentiated && (RowAnalysis.CanAnalyse(loss) || Forms.TryWrite(loss, "mathml", derivative: true) is not null))
        {
            var name = _entry.Inputs[0].Name;
            body.Open("div", ("class", "card")).Element("h3", new Localized($"Derivative with respect to {name}", $"对 {name} 的导数"));
            if (RowAnalysis.CanAnalyse(loss))
            {
                RowText(body, gradient: true);
            }
            else if ((Forms.TryWrite(loss, "text", derivative: true)?.Length ?? 0) <= LongestShown)
            {
                Formula(body, loss, derivative: true);
            }
            else
            {
                body.Open("details").Element("summary", new Localized("A long expression", "表达式较长"));
                Formula(body, loss, derivative: true);
                body.Close();
            }

            body.Close();
        }

        body.Close();
    }

    /// <summary>The words that explain the formula of a row loss, as in the terminal.</summary>
    private void RowText(Html body, bool gradient)
    {
        var text = Tongue.InBoth(tongue =>
        {
            var lines = new RowExplanation(loss, tongue, new TextLayout(96), ascii: false).Formulas().ToList();
            var second = lines.FindIndex(1 + lines.FindIndex(l => l.IsHeading), l => l.IsHeading);
            var part = gradient ? lines[(second + 1)..] : lines[(lines.FindIndex(l => l.IsHeading) + 1)..second];
            return string.Join('\n', part.Select(l => l.Text.StartsWith("  ", StringComparison.Ordinal) ? l.Text[2..] : l.Text)).Trim();
        });
        body.Element("pre", text, ("class", "wrap"));
    }

    private void Charts(Html body, Page page)
    {
        var curves = new LossCurves(loss, id);
        body.Element("h2", new Localized("What it does to an error", "误差如何计入损失"), ("id", $"{id}-curves"));
        body.Open("div", ("class", "sliders")).Close();
        body.Open("div", ("class", "charts"));
        foreach (var chart in curves.Charts)
        {
            var (name, says) = (LossCurves.NameOf(chart), chart switch
            {
                "value" => new Localized("what an error costs", "误差的代价"),
                "gradient" => new Localized("how hard it pulls", "拉动预测的力度"),
                _ => new Localized("how fast the gradient changes; the divisor in Newton steps and boosting", "拉力的变化率：牛顿法与提升树以它为除数"),
            });
            body.Open("figure", ("class", chart == "value" ? "chart wide" : "chart"), ("data-what", chart));
            body.Open("figcaption").Text(new Localized(Capital(name.English), name.Chinese)).Text(" ").Open("small").Text(says).Close().Close();
            body.Close();
        }

        body.Close();
        curves.AddTo(page);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private void Advice(Html body)
    {
        (Localized Heading, Localized Text)[] all =
        [
            (new("Use it when", "适用"), Tongue.InBoth(t => t.TextOf(_entry).Use)),
            (new("Not when", "不适用"), Tongue.InBoth(t => t.TextOf(_entry).Avoid)),
            (new("Limits", "极限与特例"), Tongue.InBoth(t => t.TextOf(_entry).Limits)),
        ];
        var cards = Array.FindAll(all, card => !card.Text.IsEmpty);
        if (cards.Length == 0)
        {
            return;
        }

        body.Element("h2", new Localized("When to use it, and when not", "何时使用，何时不用"));
        body.Open("div", ("class", "grid"));
        foreach (var (heading, text) in cards)
        {
            body.Open("div", ("class", "card")).Element("h3", heading).Element("p", text).Close();
        }

        body.Close();
    }

    private void Facts(Html body)
    {
        if (LossAnalysis.CanAnalyse(loss))
        {
            var analysis = LossAnalysis.Of(loss);
            Facts(
                body,
                Kinks(analysis),
                Say(f => f.Link(analysis.Link)),
                Say(f => f.Functional(analysis)),
                [.. analysis.Traits.Select(t => (Say(f => f.Name(t.Trait)), t.Verdict, Say(f => t.Verdict == TraitVerdict.Refuted ? f.Against(t) : Joined(f.Constant(t), f.Evidence(t), f == FactsText.Chinese))))]);
        }
        else if (RowAnalysis.CanAnalyse(loss))
        {
            var analysis = RowAnalysis.Of(loss);
            var labels = _entry.Inputs[1].Kind != InputKind.Row;
            Localized Row(Func<RowFactsText, string> say) => new(say(RowFactsText.English), say(RowFactsText.Chinese));
            var own = new Localized(_entry.Kinks, _entry.ChineseKinks);
            Facts(
                body,
                !own.IsEmpty ? own : analysis[RowTrait.ContinuousSlope] is { Verdict: TraitVerdict.Refuted } ? new("where the traits below say so", "见下列性质") : new("none found", "未找到"),
                Row(f => f.Link(analysis.Link)),
                Row(f => f.Optimum(analysis.Link, labels)),
                [.. analysis.Traits.Select(t => (Row(f => f.Name(t.Trait)), t.Verdict, Row(f => t.Verdict == TraitVerdict.Refuted ? f.Against(t, analysis.Link) : f.Evidence(t))))]);
        }
    }

    private static Localized Say(Func<FactsText, string> say) => new(say(FactsText.English), say(FactsText.Chinese));

    private static string Joined(string constant, string evidence, bool chinese) => constant.Length == 0 ? evidence : constant + (chinese ? "；" : "; ") + evidence;

    private static Localized Kinks(LossAnalysis analysis)
    {
        var kinks = Say(f => f.Kinks(analysis));
        var jumps = Say(f => f.CurvatureJumps(analysis));
        var letters = Say(f => f.Letters(analysis));
        var all = kinks.IsEmpty ? new("none", "无") : kinks;
        if (!jumps.IsEmpty)
        {
            all = new($"{all.English}; curvature jumps at {jumps.English}", $"{all.Chinese}；曲率在 {jumps.Chinese} 处跳变");
        }

        return kinks.IsEmpty && jumps.IsEmpty ? all : new($"{all.English} (with {letters.English})", $"{all.Chinese}（{letters.Chinese}）");
    }

    private void Facts(Html body, Localized kinks, Localized link, Localized optimum, (Localized Name, TraitVerdict Verdict, Localized Why)[] traits)
    {
        body.Element("h2", new Localized("What follows from the formula", "由公式推出的性质"));
        var at = string.Join(", ", _entry.Parameters.Zip(loss.Parameters).Select(p => $"{p.First.Name} = {ParameterInfo.Format(p.Second)}"));
        if (at.Length > 0)
        {
            body.Element("p", new Localized($"Derived, not typed by hand, at {at}.", $"以下均由公式推导，参数取 {at}。"), ("class", "note"));
        }

        body.Open("div", ("class", "card")).Open("dl");
        foreach (var (name, text) in new[] { (new Localized("Kinks", "折点"), kinks), (new Localized("Link", "连接函数"), link), (new Localized("Best constant", "最优常数"), optimum) })
        {
            body.Element("dt", name).Element("dd", text);
        }

        body.Close().Close();
        body.Open("div", ("class", "grid below"));
        (TraitVerdict Verdict, Localized Heading, string Style)[] parts =
        [
            (TraitVerdict.Proved, new("What holds", "成立的性质"), "facts yes"),
            (TraitVerdict.Refuted, new("What does not hold", "不成立的性质"), "facts no"),
            (TraitVerdict.Unknown, new("Unknown: neither proved nor refuted", "未知：既未证明，也未找到反例"), "facts unknown"),
        ];
        foreach (var (verdict, heading, style) in parts.Where(p => traits.Any(t => t.Verdict == p.Verdict)))
        {
            body.Open("div", ("class", "card")).Element("h3", heading);
            body.Open("ul", ("class", style));
            foreach (var (name, _, why) in traits.Where(t => t.Verdict == verdict))
            {
                body.Open("li").Text(name);
                if (!why.IsEmpty)
                {
                    body.Open("small").Text(why).Close();
                }

                body.Close();
            }

            body.Close().Close();
        }

        body.Close();
    }

    private void Tables(Html body)
    {
        if (_entry.Parameters.Count > 0)
        {
            body.Element("h3", new Localized("Parameters", "参数"));
            Table(body, [new("name", "名称"), new("value here", "本页取值"), new("may be", "取值范围"), new("meaning", "含义")], _entry.Parameters.Zip(loss.Parameters).Select(p => new[]
            {
                Localized.Same(p.First.Name),
                Localized.Same(ParameterInfo.Format(p.Second)),
                Tongue.InBoth(t => InputWords.Of(p.First, t)),
                p.First.Meaning,
            }));
        }

        if (_entry.Row is null)
        {
            body.Element("h3", new Localized("Inputs", "输入"));
            Table(body, [new("name", "名称"), new("may be", "取值范围"), new("gradient", "梯度")], _entry.Inputs.Select((input, i) => new[]
            {
                Localized.Same(input.Name),
                Tongue.InBoth(t => InputWords.Of(input, loss.DomainOf(i), t) + (input.BoundTo is { } value ? t.Say($", {ParameterInfo.Format(value)} where it is left out", $"，省略时取 {ParameterInfo.Format(value)}") : "")),
                input.Differentiated ? new("yes", "有") : new("no", "无"),
            }));
        }

        var names = LibraryName.Of(_entry);
        if (names.Count > 0)
        {
            body.Element("h3", new Localized("In other libraries", "其他库中的名称"));
            Table(body, [new("name", "名称"), new("how its default call differs", "其默认调用的差别")], names.Select(n => new[]
            {
                Localized.Same($"{n.Library.Split(' ')[0]} {n.Name}"),
                Tongue.InBoth(t => LibraryWords.Of(n, t.Chinese).Replace("`", "", StringComparison.Ordinal)),
            }));
        }

        if (_entry.Source.Length > 0)
        {
            body.Open("p", ("class", "note")).Text(new Localized("Source: ", "出处：")).Text(_entry.Source).Close();
        }
    }

    private static void Table(Html body, Localized[] heads, IEnumerable<Localized[]> rows)
    {
        body.Open("div", ("class", "scroll tall")).Open("table").Open("thead").Open("tr");
        foreach (var head in heads)
        {
            body.Element("th", head, ("scope", "col"));
        }

        body.Close().Close().Open("tbody");
        foreach (var row in rows)
        {
            body.Open("tr");
            for (var i = 0; i < row.Length; i++)
            {
                body.Element(i == 0 ? "th" : "td", row[i], i == 0 ? [("scope", "row")] : []);
            }

            body.Close();
        }

        body.Close().Close().Close();
    }

    private void CodeForms(Html body)
    {
        body.Open("details", ("class", "code")).Element("summary", new Localized("The formula and its derivative as code", "公式及导数的代码"));
        foreach (var (word, name) in Code)
        {
            string[] texts = [.. Written(word, false), .. _entry.Inputs[0].Differentiated ? Written(word, true) : []];
            if (texts.Length > 0)
            {
                body.Element("h3", name).Element("pre", string.Join("\n\n", texts), ("tabindex", "0"));
            }
        }

        body.Close();
    }

    private string[] Written(string word, bool derivative) => Forms.TryWrite(loss, word, derivative) is { } text ? [text.Trim()] : [];
}
