using Minima.Tabular;

namespace Minima.Docs;

/// <summary>The page of one loss of boxes or of sums in one language: there is no single number to draw it along. Whatever it says comes from the catalogue or from running the loss.</summary>
internal sealed class ShapePage(LossEntry entry, IReadOnlyList<ScenePicture> pictures, Tongue tongue) : Page(entry, tongue)
{
    private readonly LossEntry entry = entry;
    private readonly Tongue tongue = tongue;
    private readonly ShapeSample sample = new(entry);

    public string Write(IEnumerable<VersusPage> pairs)
    {
        var text = tongue.TextOf(entry);
        Title();
        Scenes(pictures);
        Choice(text);
        Values();
        Formulas();
        Line(sample.IsOfBoxes
            ? tongue.Say(
                "A box has the corners (x1, y1) and (x2, y2), the width w and the height h; I is the area that both boxes share, U that of their union, (cw, ch) the size of the smallest box around both, (dx, dy) the way between the centres; t marks the target.",
                "边界框的两角为 (x1, y1) 与 (x2, y2)，w 为宽，h 为高；I 为两框交集面积，U 为并集面积，(cw, ch) 为同时包住两框的最小外接框尺寸，(dx, dy) 为两中心之差；带 t 者属于目标框。")
            : tongue.Say("p or x is the prediction, t the target, r = prediction - target; sums run over the elements that are taken together.", "p 或 x 为预测值，t 为目标值，r = 预测值 - 目标值；求和遍历归为一组的元素。"));
        Parameters();
        Inputs();
        Libraries();
        Relations(pairs);
        Properties();
        Code();
        OtherNames();
        Source();
        return Finished();
    }

    private void Inputs()
    {
        Heading("Inputs", "输入");
        Table(
            [tongue.Say("name", "名称"), tongue.Say("must be", "取值范围"), tongue.Say("has a gradient", "是否求梯度")],
            entry.Inputs.Select((input, i) => new[] { $"`{input.Name}`", tongue.Of(input, sample.Loss.DomainOf(i)), input.Differentiated ? tongue.Say("yes", "是") : tongue.Say("no", "否") }));
        Line(sample.IsOfBoxes
            ? tongue.Say(
                "Both have the same shape, whose last axis has length 4. A box whose second corner lies before its first is refused; one without area is not. A `sample_weight` and a `mask` have one number for each box.",
                "两者形状相同，最后一轴长度为 4。第二角位于第一角之前的框会被拒绝，面积为零的框则允许。`sample_weight` 与 `mask` 每个框一个数。")
            : Groups());
    }

    private string Groups()
    {
        var groups = sample.Loss.Groups switch
        {
            SumGroups.Rows => tongue.Say("Both have the same shape; sums run over each row, a position of the first axis.", "两者形状相同；对每一行（第一轴的一个位置）分别求和。"),
            SumGroups.Classes => tongue.Say("Both have the same shape [batch, class, ...]; sums run over the positions of each (batch, class).", "两者形状相同，为 [批次, 类别, ...]；对每个（批次，类别）的全部位置求和。"),
            SumGroups.ClassesOfBatch => tongue.Say("Both have the same shape [batch, class, ...]; sums run over the batch for each class.", "两者形状相同，为 [批次, 类别, ...]；对每个类别在整个批次上求和。"),
            _ => tongue.Say("Both have the same shape; sums run over all elements.", "两者形状相同；对全部元素求和。"),
        };
        return groups + (entry.Sums! switch
        {
            { IsScalar: true } => tongue.Say(" The result is one scalar: it takes no reduction, no `sample_weight` and no `mask`.", "结果为一个标量：不接受归约方式、`sample_weight` 与 `mask`。"),
            { OverClasses: true } => tongue.Say(" All classes of a row make one term; `sample_weight` and `mask` have one number for each.", "每行的所有类别合为一项；`sample_weight` 与 `mask` 每项一个数。"),
            _ => tongue.Say(" Each makes one term; `sample_weight` and `mask` have one number for each.", "每组为一项；`sample_weight` 与 `mask` 每项一个数。"),
        });
    }

    private void Properties()
    {
        Heading("Properties", "属性");
        var hasNone = entry.StopsGradient ? tongue.Say("none: the gradient is not everywhere the derivative of the value", "无：梯度并非处处是损失值的导数")
            : entry.Sums is { IsScalar: true } ? tongue.Say("none: the loss is a scalar", "无：该损失为标量")
            : tongue.Say("exact, or Gauss-Newton (never negative)", "精确，或高斯-牛顿（不为负）");
        Table(
            [tongue.Say("property", "属性"), tongue.Say("value", "内容")],
            [
                [tongue.Say("family", "损失族"), Family()],
                [tongue.Say("kinks (and the slope taken there)", "折点（及该处所取的斜率）"), entry.Kinks.Length == 0 ? tongue.Say("none", "无") : tongue.Say(entry.Kinks, entry.ChineseKinks)],
                [tongue.Say("lower bound", "下界"), double.IsNegativeInfinity(entry.LowerBound) ? tongue.Say("none: the value may be negative", "无：损失值可以为负") : Numbers.Full(entry.LowerBound)],
                [tongue.Say("second derivative", "二阶导数"), hasNone],
                [tongue.Say("float results", "单精度结果"), sample.IsOfBoxes
                    ? FloatResults(tongue, entry)
                    : tongue.Say("those of double on the same inputs, rounded once", "同一输入上的双精度结果舍入一次")],
            ]);
    }

    private void Code()
    {
        var value = Numbers.Short(sample.Value);
        Heading("In C#", "在 C# 中使用");
        Block("csharp", sample.ByType);
        Line(tongue.Say($"The value is {value}. The same loss by name:", $"损失值为 {value}。也可以按名称使用："));
        Block("csharp", sample.ByName);
        Heading("On the command line", "在命令行中使用");
        Line(tongue.Say("Value and gradient, from any language that can write a line of JSON:", "任何能写出一行 JSON 的语言都可以取得损失值与梯度："));
        Block("sh", $"echo '{sample.Request}' | minima evaluate");
    }

    private void Values()
    {
        Heading("Computed values", "计算值");
        if (sample.IsOfBoxes)
        {
            Table(
                ["`prediction`", "`target`", tongue.Say("loss", "损失"), tongue.Say("gradient", "梯度")],
                Enumerable.Range(0, sample.Terms.Length).Select(n => new[]
                {
                    List(sample.Prediction.Slice(4 * n, 4)), List(sample.Target.Slice(4 * n, 4)), Numbers.Short(sample.Terms[n]), List(sample.Gradient.AsSpan(4 * n, 4)),
                }));
            Line(tongue.Say("The boxes of the code below; gradients are those of the mean. At the default parameters, in double, to six digits.", "即下文代码中的边界框；梯度对应平均值。参数取默认值，双精度计算，保留六位有效数字。"));
            return;
        }

        Table(
            ["`prediction`", "`target`", tongue.Say("gradient", "梯度")],
            Enumerable.Range(0, sample.Gradient.Length).Select(i => new[] { Numbers.Full(sample.Prediction[i]), Numbers.Full(sample.Target[i]), Numbers.Short(sample.Gradient[i]) }));
        Line(tongue.Say("The elements of the code below in their order. At the default parameters, in double, to six digits.", "即下文代码中的元素，按原顺序排列。参数取默认值，双精度计算，保留六位有效数字。"));
    }

    private static string List(ReadOnlySpan<double> values) => string.Join(", ", values.ToArray().Select(Numbers.Short));
}
