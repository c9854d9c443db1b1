namespace Minima.Training.Diagnosis;

/// <summary>Converts reports of the guard to findings.</summary>
public static class NonFiniteFindings
{
    /// <summary>The finding of a report: code, place, numbers, cause and remedy in both languages.</summary>
    public static Finding ToFinding(this NonFiniteReport report)
    {
        var place = report.Tensor ?? $"{(report.InGradient ? "the gradient of " : "")}{report.Operation}{(report.Layer is null ? "" : $" in layer {report.Layer}")}";
        var chinese = report.Tensor ?? $"{(report.Layer is null ? "" : $"层 {report.Layer} 的 ")}{report.Operation}{(report.InGradient ? " 的梯度" : "")}";
        var range = report.InputRange is { } input ? new Localized($", its input from {NumberText.Short(input.Low)} to {NumberText.Short(input.High)}", $"，其输入在 {NumberText.Short(input.Low)} 到 {NumberText.Short(input.High)} 之间") : Localized.Same("");
        return new Finding(report.Entry, new Localized(
            $"at step {report.Step} {place} (shape {report.Shape}) has {report.NonFinite.Count} {(report.NonFinite.Count == 1 ? "number that is" : "numbers that are")} not finite{range.English}.",
            $"第 {report.Step} 步，{chinese}（形状 {report.Shape}）有 {report.NonFinite.Count} 个数不是有限数{range.Chinese}。"));
    }
}
