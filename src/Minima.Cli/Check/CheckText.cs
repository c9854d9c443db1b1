using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Check;

/// <summary>A report as text: one line for each check, wrapped at 80 columns.</summary>
internal static class CheckText
{
    public static void Write(LossCheckReport report, bool wrong, Tongue tongue, bool coloured, TextWriter output)
    {
        output.WriteLine($"{(report.Loss.Entry.IsText ? tongue.Say("formula", "公式") : report.Loss.ToString())}{tongue.Say(": ", "：")}{(report.Loss.Entry.IsText ? report.Loss.Entry.Formula : tongue.FormulaOf(report.Loss.Entry))}");
        var target = report.Target is { } t ? tongue.Say($", targets: {tongue.Of(t)}", $"，目标值：{tongue.Of(t)}") : "";
        var assumed = report.DomainsAreAssumed ? tongue.Say(" (found by trying; --prediction and --target override it)", "（由试探得出，可用 --prediction 和 --target 指定）") : "";
        Wrapped.WriteBeside("", 0, $"{tongue.Say("Predictions", "预测值")}: {tongue.Of(report.Prediction)}{target}{assumed}".Replace(": ", tongue.Say(": ", "："), StringComparison.Ordinal), output);
        output.WriteLine();
        var names = report.Findings.Select(f => Name(f.Kind, tongue)).ToArray();
        var statuses = report.Findings.Select(f => Word(f.Status, tongue)).ToArray();
        var (statusWidth, nameWidth) = (statuses.Max(TextWidth.Of), names.Max(TextWidth.Of));
        for (var i = 0; i < names.Length; i++)
        {
            var finding = report.Findings[i];
            var head = Wrapped.Pad(statuses[i], statusWidth) + "  " + Wrapped.Pad(names[i], nameWidth) + "  ";
            var indent = new string(' ', statusWidth + nameWidth + 4);
            var lines = Wrapped.Lines(tongue.Say(finding.English, finding.Chinese), Screen.WidthOfFiles - indent.Length).ToArray();
            output.WriteLine((coloured ? Colour(finding.Status) + head[..statuses[i].Length] + "\u001b[0m" + head[statuses[i].Length..] : head) + lines[0]);
            foreach (var line in lines.Skip(1))
            {
                output.WriteLine(indent + line);
            }

            if (finding.Right is { } right)
            {
                // Expressions are not wrapped, so that they can be copied.
                var label = tongue.Say("right: ", "正确写法：");
                output.WriteLine(indent + label + string.Join(Environment.NewLine + indent + new string(' ', TextWidth.Of(label)), right.Split('\n')));
            }
        }

        output.WriteLine();
        var count = report.Findings.Count(f => f.Status == LossCheckStatus.Wrong);
        var warnings = report.Findings.Count(f => f.Status == LossCheckStatus.Warning);
        output.WriteLine(count > 0
            ? tongue.Say($"{count} wrong, {Count(warnings, "warning")}.", $"{count} 处错误，{warnings} 处警告。")
            : wrong
                ? tongue.Say($"Nothing wrong, {Count(warnings, "warning")}; --strict treats warnings as errors.", $"没有错误，{warnings} 处警告；--strict 将警告视为错误。")
                : tongue.Say($"Nothing wrong{(warnings == 0 ? "" : ", " + Count(warnings, "warning"))}.", $"没有错误{(warnings == 0 ? "" : $"，{warnings} 处警告")}。"));
    }

    /// <summary>The name of a check.</summary>
    public static string Name(LossCheckKind kind, Tongue tongue) => kind switch
    {
        LossCheckKind.Value => tongue.Say("value", "函数值"),
        LossCheckKind.Slope => tongue.Say("slope", "斜率"),
        LossCheckKind.Gradient => tongue.Say("gradient", "梯度"),
        LossCheckKind.Hessian => tongue.Say("Hessian", "黑塞矩阵"),
        LossCheckKind.Curvature => tongue.Say("curvature", "曲率"),
        LossCheckKind.Kinks => tongue.Say("kinks", "折点"),
        LossCheckKind.BoundedBelow => tongue.Say("lower bound", "下界"),
        LossCheckKind.Minimum => tongue.Say("lowest at", "最小值位置"),
        LossCheckKind.Overflow => tongue.Say("overflow", "溢出"),
        LossCheckKind.Digits => tongue.Say("digits", "有效数字"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Word(LossCheckStatus status, Tongue tongue) => status switch
    {
        LossCheckStatus.Ok => tongue.Say("ok", "通过"),
        LossCheckStatus.Note => tongue.Say("note", "说明"),
        LossCheckStatus.Warning => tongue.Say("warning", "警告"),
        LossCheckStatus.Wrong => tongue.Say("WRONG", "错误"),
        LossCheckStatus.Skipped => tongue.Say("skipped", "跳过"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static string Colour(LossCheckStatus status) => status switch
    {
        LossCheckStatus.Wrong => "\u001b[1;31m",
        LossCheckStatus.Warning => "\u001b[33m",
        LossCheckStatus.Ok => "\u001b[32m",
        _ => "\u001b[2m",
    };

    private static string Count(int count, string word) => $"{count} {word}{(count == 1 ? "" : "s")}";
}
