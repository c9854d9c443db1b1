using Minima.Pages;

namespace Minima.Docs;

/// <summary>The curve of a loss and of its gradient.</summary>
internal static class Picture
{
    public static string Of(View view) => FunctionChart.Draw(
        TitleOf(view.Entry),
        new(view.From, view.To, AxisTitle(view)),
        view.Grid(),
        [.. view.Curves.Select(c => (Func<double[], double[]>)(x => c.At(x).Loss))],
        view.Entry.Inputs[0].Differentiated ? [.. view.Curves.Select(c => (Func<double[], double[]>)(x => c.At(x).Gradient))] : [],
        [.. view.Curves.Select(c => c.Label)]);

    /// <summary>The title of the picture of a loss, in both languages.</summary>
    public static string TitleOf(LossEntry entry) => $"{entry.Name} · {entry.ChineseName} · {entry.Key}";

    private static string AxisTitle(View view) => view.Kind switch
    {
        AxisKind.Residual => "residual: prediction - target 残差",
        AxisKind.Margin => "margin, label +1 间隔（标签 +1）",
        AxisKind.Logit => "logit",
        AxisKind.Class => $"prediction of class 0, the others {Numbers.Full(view.Setting!.Others[0])} and {Numbers.Full(view.Setting.Others[1])} 类别 0 的预测值",
        AxisKind.Probability when view.Targets.Length == 2 => "probability 概率",
        AxisKind.Prediction when view.Targets.Length == 2 => "prediction 预测值",
        AxisKind.LogPrediction => $"prediction (a logarithm), target = {Numbers.Full(view.Targets[0])} 预测值（对数）",
        AxisKind.Prediction or AxisKind.Probability => $"prediction, target = {Numbers.Full(view.Targets[0])} 预测值",
        _ when view.TargetIndex < 0 => view.Entry.Inputs[0].Name,
        _ => $"{view.Entry.Inputs[0].Name}, target = {Numbers.Full(view.Targets[0])}",
    };
}
