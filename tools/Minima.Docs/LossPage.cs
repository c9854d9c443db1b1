using System.Text.RegularExpressions;
using Minima.Analysis;
using Minima.Cli.Explain;
using Minima.Tabular;
using Minima.Writers;

namespace Minima.Docs;

/// <summary>The page of one loss in one language. Whatever it says comes from the catalogue or from running the loss.</summary>
internal sealed class LossPage(View view, Tongue tongue) : Page(view.Entry, tongue)
{
    private readonly LossEntry entry = view.Entry;
    private readonly Tongue tongue = tongue;

    public string Write(IEnumerable<VersusPage> pairs)
    {
        var text = tongue.TextOf(entry);
        Title();
        Line($"![{tongue.Say("Curve of the loss and of its gradient", "损失及其梯度的曲线")}](../img/{entry.Key}.{tongue.Code}.svg)");
        Line(Caption());
        Choice(text);
        Values();
        Formula();
        Parameters();
        Inputs();
        Libraries();
        Relations(pairs);
        Properties();
        Traits();
        Code();
        OtherNames();
        Source();
        return Finished();
    }

    private string Caption()
    {
        var target = Numbers.Full(view.Targets[0]);
        var along = view.Kind switch
        {
            AxisKind.Class when view.Targets.Length == 2 => tongue.Say(
                $"against the prediction of class 0 of three, the others held at {Held()}; target = 1 where class 0 is the label, target = 0 where class 1 is",
                $"横轴为三个类别中类别 0 的预测值，其余两类固定为 {Held()}；target = 1 表示标签为类别 0，target = 0 表示标签为类别 1"),
            AxisKind.Class => tongue.Say(
                $"against the prediction of class 0 of three, the others held at {Held()}; the target row is 0, 1, -1",
                $"横轴为三个类别中类别 0 的预测值，其余两类固定为 {Held()}；目标行为 0、1、-1"),
            AxisKind.Residual => tongue.Say("against the residual (prediction - target)", "横轴为残差（预测值 - 目标值）"),
            AxisKind.Margin => tongue.Say("against the margin, for the label +1", "横轴为间隔，标签取 +1"),
            AxisKind.Logit => tongue.Say("against the logit, for the targets 1 and 0", "横轴为 logit（对数几率），目标值取 1 与 0"),
            AxisKind.Probability when view.Targets.Length == 2 => tongue.Say("against the probability, for the targets 1 and 0", "横轴为概率，目标值取 1 与 0"),
            AxisKind.Prediction when view.Targets.Length == 2 => tongue.Say("against the prediction, for the targets 1 and 0", "横轴为预测值，目标值取 1 与 0"),
            AxisKind.LogPrediction => tongue.Say($"against the prediction (a logarithm), for the target {target}", $"横轴为预测值（对数），目标值取 {target}"),
            AxisKind.Own => tongue.Say($"against `{entry.Inputs[0].Name}`, for the target {target}", $"横轴为 `{entry.Inputs[0].Name}`，目标值取 {target}"),
            _ => tongue.Say($"against the prediction, for the target {target}", $"横轴为预测值，目标值取 {target}"),
        };
        return tongue.Say($"*Left: the loss; right: its gradient; {along}. Computed by running the loss.*", $"*左图为损失，右图为梯度；{along}。曲线由运行该损失得到。*");
    }

    private string Held() => string.Join(tongue.Say(" and ", " 与 "), view.Setting!.Others.Select(Numbers.Full));

    private void Formula()
    {
        Formulas();
        Mathematics();
        var letters = view.Kind switch
        {
            AxisKind.Class => tongue.Say("x is the row of predictions, y the label, t the target row, w the class weights (1 where there are none), K the number of classes.", "x 为一行预测值，y 为标签，t 为目标行，w 为类别权重（未给出时为 1），K 为类别数。"),
            AxisKind.Residual or AxisKind.Prediction => Legend.Of(entry, entry.Formula, "").Text.In(tongue.Chinese),
            AxisKind.Margin => tongue.Say("s is the prediction (the score), y the label (-1 or +1), m = y s the margin.", "s 为预测值（得分），y 为标签（-1 或 +1），m = y s 为间隔。"),
            AxisKind.Logit => tongue.Say("x is the prediction, a logit; t the target (0 to 1).", "x 为预测值，即 logit（对数几率）；t 为目标值（0 到 1）。"),
            AxisKind.Probability => tongue.Say("p is the predicted probability, t the target (0 to 1).", "p 为预测概率，t 为目标值（0 到 1）。"),
            AxisKind.LogPrediction => tongue.Say("x is the prediction, the logarithm of the expected amount; t the target.", "x 为预测值，即期望数量的对数；t 为目标值。"),
            _ => tongue.Say("The letters are the inputs below.", "式中字母即下列输入。"),
        };
        letters += entry.Formula.Contains("else ", StringComparison.Ordinal) ? tongue.Say("", "else 表示其余情形。") : "";
        if (letters.Length > 0) Line(letters);
    }

    /// <summary>Formula and derivative as the writers write them from the graph.</summary>
    private void Mathematics()
    {
        if (entry.Row is not null)
        {
            var expression = RowExpression.Of(view.Default);
            new RowMathematics(expression, tongue, entry.Inputs[1].Kind != InputKind.Row, At(expression.Write(FormulaLanguage.Latex), expression.FixedParameters) + Near(expression.BoundedParameters)).Write(Line, latex => Display(Lettered(latex)));
            return;
        }

        Line(Letters());
        Display(Lettered(FormulaWriter.Write(view.Default, FormulaLanguage.Latex)));
        if (entry.Inputs[0].Differentiated)
        {
            Line(tongue.Say($"Its derivative with respect to `{entry.Inputs[0].Name}`:", $"对 `{entry.Inputs[0].Name}` 的导数："));
            Display(Lettered(FormulaWriter.WriteDerivative(view.Default, FormulaLanguage.Latex)));
        }
    }

    /// <summary>What the letters of the derived formula are, and which parameters it holds at their values only.</summary>
    private string Letters()
    {
        var names = entry.Inputs.Select(i => i.Name).ToArray();
        var letters = string.Join(tongue.Say(", ", "，"), new[] { ("prediction", Letter.Prediction, tongue.Say("the prediction", "预测值")), ("target", Letter.Target, tongue.Say("the target", "目标值")) }.Where(l => names.Contains(l.Item1)).Select(l => tongue.Say($"{l.Item2} is {l.Item3}", $"{l.Item2} 为{l.Item3}")));
        var at = At(FormulaWriter.Write(view.Default, FormulaLanguage.Latex), FormulaWriter.FixedParameters(view.Default));
        return tongue.Say($"Derived from the code{at}{(letters.Length == 0 ? "" : $"; here {letters}")}:", $"由代码导出{at}{(letters.Length == 0 ? "" : $"；式中 {letters}")}：");
    }

    /// <summary>The parameters that a formula does not name, or holds at their values only, with these.</summary>
    private string At(string latex, IReadOnlyList<string> held)
    {
        var fixedOnes = Values(name => held.Contains(name, StringComparer.Ordinal) || !GeneralFormula.Names(latex, name));
        return fixedOnes.Length == 0 ? "" : tongue.Say($" at {string.Join(", ", fixedOnes)}", $"，取 {string.Join("，", fixedOnes)}");
    }

    /// <summary>The parameters that a formula has by name, but that are held between bounds far from their values.</summary>
    private string Near(IReadOnlyList<string> bounded)
    {
        var near = Values(name => bounded.Contains(name, StringComparer.Ordinal));
        return near.Length == 0 ? "" : tongue.Say($" (near {string.Join(", ", near)}: the loss holds them between bounds)", $"（在 {string.Join("，", near)} 附近成立：损失把它们限制在界内）");
    }

    private string[] Values(Func<string, bool> isWanted) =>
        [.. entry.Parameters.Select((p, i) => (p.Name, Value: view.Default.Parameters[i])).Where(p => isWanted(p.Name)).Select(p => $"`{p.Name}` = {ParameterInfo.Format(p.Value)}")];

    /// <summary>The letters of the formula as text, where a p would be a probability: x for a logit or a logarithm, s for a score with the label y.</summary>
    private (string Prediction, string Target) Letter => view.Kind switch
    {
        AxisKind.Logit or AxisKind.LogPrediction => ("x", "t"),
        AxisKind.Margin => ("s", "y"),
        _ => ("p", "t"),
    };

    private string Lettered(string latex) => Renamed(Renamed(latex, "p", Letter.Prediction), "t", Letter.Target);

    private static string Renamed(string latex, string from, string to) => new Regex($"(?<![A-Za-z\\\\]){from}(?![A-Za-z])", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Replace(latex, to);

    private void Inputs()
    {
        Heading("Inputs", "输入");
        Table(
            [tongue.Say("name", "名称"), tongue.Say("must be", "取值范围"), tongue.Say("has a gradient", "是否求梯度"), tongue.Say("may be left out", "可否省略")],
            entry.Inputs.Select((input, i) => new[]
            {
                $"`{input.Name}`",
                tongue.Of(input, view.Default.DomainOf(i)),
                input.Differentiated ? tongue.Say("yes", "是") : tongue.Say("no", "否"),
                input.BoundTo is { } value ? tongue.Say($"yes: it is then {Numbers.Full(value)}", $"可以，此时取 {Numbers.Full(value)}") : tongue.Say("no", "不可"),
            }));
        if (entry.Row is { } row)
        {
            Line(tongue.Say(
                $"The class axis is the last one unless `class_axis` says otherwise. A `sample_weight` and a `mask` have one number for each row{(row.TakesClassWeights ? ", `class_weight` one for each class" : "")}.{Ignored(row)}",
                $"类别轴为最后一轴，也可用 `class_axis` 指定。`sample_weight` 与 `mask` 每行一个数{(row.TakesClassWeights ? "，`class_weight` 每个类别一个数" : "")}。{Ignored(row)}"));
            return;
        }

        Line(tongue.Say(
            "All inputs have the same shape. It also takes a `sample_weight` and a `mask`.",
            "所有输入形状相同。该损失另外接受样本权重 `sample_weight` 与掩码 `mask`。"));
    }

    private string Ignored(RowInfo row) => (entry.Inputs[1].Kind, row) switch
    {
        (InputKind.Row, _) => "",
        (_, { IgnoreIndex: { } label }) => tongue.Say(
            $" Rows with the label {label} (`ignore_index`) are left out; the mean divides by the class weights of the others' labels.",
            $"标签为 {label}（`ignore_index`）的行不计入；平均值除以其余各行标签的类别权重之和。"),
        _ => tongue.Say(" Rows with the label `ignore_index`, where it is given, are left out.", "给出 `ignore_index` 时，标签与之相等的行不计入。"),
    };

    private void Properties()
    {
        Heading("Properties", "属性");
        var bound = double.IsNegativeInfinity(entry.LowerBound)
            ? tongue.Say("none: the value may be negative", "无：损失值可以为负")
            : Numbers.Full(entry.LowerBound);
        Table(
            [tongue.Say("property", "属性"), tongue.Say("value", "内容")],
            [
                [tongue.Say("family", "损失族"), Family()],
                [tongue.Say("task", "任务"), tongue.Of(entry.Task)],
                .. entry.Row is null ? Derived() : DerivedOfRows(),
                [tongue.Say("lower bound", "下界"), bound],
                [tongue.Say("second derivative", "二阶导数"), SecondDerivative()],
                [tongue.Say("scale of the residual", "残差的尺度"), Scale()],
                [tongue.Say("float results", "单精度结果"), FloatResults(tongue, entry)],
            ]);
    }

    private string[][] Derived()
    {
        var analysis = LossAnalysis.Of(view.Default);
        var facts = tongue.Facts;
        var none = tongue.Say("none", "无");
        return
        [
            [tongue.Say("link", "连接函数"), facts.Link(analysis.Link)],
            [tongue.Say("optimal constant of a sample", "样本的最优常数"), facts.Functional(analysis)],
            [tongue.Say("kinks (and the slope taken there)", "折点（及该处所取的斜率）"), facts.Kinks(analysis) is { Length: > 0 } told ? told : none],
            [tongue.Say("curvature jumps", "曲率跳变处"), facts.CurvatureJumps(analysis) is { Length: > 0 } joins ? joins : none],
        ];
    }

    /// <summary>Of a loss over rows: the kinks as its file says them, the rest derived.</summary>
    private string[][] DerivedOfRows()
    {
        var link = RowAnalysis.Of(view.Default).Link;
        return
        [
            [tongue.Say("link", "连接函数"), tongue.RowFacts.Link(link)],
            [tongue.Say("optimal constant row of a sample", "样本的最优常数行"), tongue.RowFacts.Optimum(link, entry.Inputs[1].Kind != InputKind.Row)],
            [tongue.Say("kinks (and the slope taken there)", "折点（及该处所取的斜率）"), entry.Kinks.Length == 0 ? tongue.Say("none", "无") : tongue.Say(entry.Kinks, entry.ChineseKinks)],
        ];
    }

    /// <summary>What was derived and tried; counts and counter-examples are for `minima explain`.</summary>
    private void Traits()
    {
        Heading("Traits", "性质");
        if (entry.Row is not null)
        {
            TraitsOfRows();
            return;
        }

        var analysis = LossAnalysis.Of(view.Default);
        var facts = tongue.Facts;
        Table(
            [tongue.Say("trait", "性质"), tongue.Say("holds", "是否成立")],
            analysis.Traits.Select(t => new[]
            {
                facts.Name(t.Trait),
                Word(t.Verdict) + (facts.Constant(t) is { Length: > 0 } constant ? tongue.Say($": {constant}", $"：{constant}") : ""),
            }));
        Line(tongue.Say(
            $"Of the formula at the default parameters, over all inputs: yes is proved, no has a counter-example that double-double arithmetic confirms, and unknown is neither. `minima explain {entry.Key}` shows the counter-examples.",
            $"由公式在默认参数下对全部输入推出：“是”已证明，“否”有经双倍双精度算术确认的反例，“未知”则两者皆无。`minima explain {entry.Key}` 给出反例。"));
    }

    private void TraitsOfRows()
    {
        var analysis = RowAnalysis.Of(view.Default);
        Table(
            [tongue.Say("trait", "性质"), tongue.Say("holds", "是否成立")],
            analysis.Traits.Select(t => new[]
            {
                tongue.RowFacts.Name(t.Trait),
                Word(t.Verdict) + (t.Constant is { } constant ? tongue.Say($": never beyond {Numbers.Short(constant)}", $"：不超过 {Numbers.Short(constant)}") : ""),
            }));
        Line(tongue.Say(
            $"At the default parameters, for rows of {analysis.Classes} classes or, where `minima explain {entry.Key}` says so, of any number: yes is proved, no has a counter-example that double-double arithmetic confirms, and unknown is neither.",
            $"在默认参数下，对 {analysis.Classes} 个类别的行（`minima explain {entry.Key}` 注明者则对任意类别数）：“是”已证明，“否”有经双倍双精度算术确认的反例，“未知”则两者皆无。"));
    }

    private string Word(TraitVerdict verdict) => verdict switch
    {
        TraitVerdict.Proved => tongue.Say("yes", "是"),
        TraitVerdict.Refuted => tongue.Say("no", "否"),
        _ => tongue.Say("unknown", "未知"),
    };

    private string SecondDerivative() => entry.StopsGradient
        ? tongue.Say("none: the gradient is not everywhere the derivative of the value", "无：梯度并非处处是损失值的导数")
        : tongue.Say("exact, or Gauss-Newton (never negative)", "精确，或高斯-牛顿（不为负）");

    private string Scale() => entry switch
    {
        { HasUnitResidual: true } => tongue.Say("a unit of 1 is built in: scale the target, or the result depends on its units", "公式内含单位 1：应先缩放目标值，否则结果取决于其单位"),
        _ when entry.Parameters.Any(p => p.InTargetUnits) => tongue.Say("set by the parameters in units of the target", "由与目标值同单位的参数决定"),
        _ => tongue.Say("none", "无"),
    };

    private void Code()
    {
        var snippets = new Snippets(view);
        var mean = tongue.Say($"The mean is {Numbers.Short(snippets.Mean)}.", $"平均值为 {Numbers.Short(snippets.Mean)}。");
        Heading("In C#", "在 C# 中使用");
        Block("csharp", snippets.ByType);
        Line(mean + tongue.Say(" The same loss by name:", "也可以按名称使用："));
        Block("csharp", snippets.ByName);
        Heading("On the command line", "在命令行中使用");
        if (entry.Task != LossTask.None && entry.Row is null)
        {
            Line(tongue.Say("Train a linear model with it on your own data and compare it with the default:", "在自己的数据上用它训练线性模型，并与默认损失比较："));
            Block("sh", $"minima compare your.csv --target column --loss {entry.Key}");
        }

        Line(tongue.Say("Value and gradient, from any language that can write a line of JSON:", "任何能写出一行 JSON 的语言都可以取得损失值与梯度："));
        Block("sh", $"echo '{snippets.Request}' | minima evaluate");
    }

    private void Values()
    {
        Heading("Computed values", "计算值");
        var first = entry.Inputs[0];
        var rows = new List<string[]>();
        foreach (var target in view.Targets.Reverse())
        {
            var samples = view.DefaultAt(target).At(view.Points);
            for (var i = 0; i < samples.X.Length; i++)
            {
                var row = new List<string> { Numbers.Short(samples.X[i]) };
                if (view.TargetIndex >= 0)
                {
                    row.Add(Numbers.Full(target));
                }

                row.Add(Numbers.Short(samples.Loss[i]));
                row.AddRange(samples.Gradient.Skip(i).Take(1).Select(Numbers.Short));
                row.AddRange(samples.Curvature.Skip(i).Take(1).Select(Numbers.Short));

                rows.Add([.. row]);
            }
        }

        var header = new List<string> { $"`{first.Name}`" };
        if (view.TargetIndex >= 0)
        {
            header.Add("`target`");
        }

        header.Add(tongue.Say("loss", "损失"));
        if (first.Differentiated)
        {
            header.Add(tongue.Say("gradient", "梯度"));
        }

        if (first.Differentiated && !entry.StopsGradient)
        {
            header.Add(tongue.Say("second derivative", "二阶导数"));
        }

        Table([.. header], rows);
        if (view.Setting is not null)
        {
            Line(tongue.Say(
                $"Rows of three classes: the prediction of class 0 as in the table, those of the others {Held()}; gradient and second derivative are those of class 0. At the default parameters, in double, to six digits.",
                $"每行三个类别：类别 0 的预测值如表所示，其余两类为 {Held()}；梯度与二阶导数均针对类别 0。参数取默认值，双精度计算，保留六位有效数字。"));
            return;
        }

        var rest = Enumerable.Range(1, entry.Inputs.Count - 1).Where(i => i != view.TargetIndex)
            .Select(i => $"`{entry.Inputs[i].Name}` = {Numbers.Full(view.InputsAt(0)[i])}").ToArray();
        var others = rest.Length == 0 ? "" : tongue.Say($", {string.Join(", ", rest)}", $"，{string.Join("、", rest)}");
        Line(tongue.Say($"At the default parameters{others}, in double, to six digits.", $"参数取默认值{others}，双精度计算，保留六位有效数字。"));
    }
}
