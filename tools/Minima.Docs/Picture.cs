using Minima.Pages;

namespace Minima.Docs;

/// <summary>The curve of a loss and of its gradient.</summary>
internal static class Picture
{
    public static string Of(View view, Language language) => FunctionChart.Draw(
        TitleOf(view.Entry, language),
        new(view.From, view.To, AxisTitle(view)),
        view.Grid(),
        [.. view.Curves.Select(c => (Func<double[], double[]>)(x => c.At(x).Loss))],
        view.Entry.Inputs[0].Differentiated ? [.. view.Curves.Select(c => (Func<double[], double[]>)(x => c.At(x).Gradient))] : [],
        [.. view.Curves.Select(c => c.Label)],
        language);

    /// <summary>The title of the picture of a loss.</summary>
    public static string TitleOf(LossEntry entry, Language language) => $"{(language == Language.English ? entry.Name : entry.ChineseName)} · {entry.Key}";

    private static Words AxisTitle(View view) => view.Kind switch
    {
        AxisKind.Residual => new Words("residual: prediction - target", "残差：预测值 - 目标值"),
        AxisKind.Margin => new Words("margin, label +1", "间隔（标签 +1）"),
        AxisKind.Logit => "logit",
        AxisKind.Class => new Words($"prediction of class 0, the others {Numbers.Full(view.Setting!.Others[0])} and {Numbers.Full(view.Setting.Others[1])}", $"类别 0 的预测值，其余为 {Numbers.Full(view.Setting.Others[0])} 和 {Numbers.Full(view.Setting.Others[1])}"),
        AxisKind.Probability when view.Targets.Length == 2 => new Words("probability", "概率"),
        AxisKind.Prediction when view.Targets.Length == 2 => new Words("prediction", "预测值"),
        AxisKind.LogPrediction => new Words($"prediction (a logarithm), target = {Numbers.Full(view.Targets[0])}", $"预测值（对数），目标值 = {Numbers.Full(view.Targets[0])}"),
        AxisKind.Prediction or AxisKind.Probability => new Words($"prediction, target = {Numbers.Full(view.Targets[0])}", $"预测值，目标值 = {Numbers.Full(view.Targets[0])}"),
        _ when view.TargetIndex < 0 => view.Entry.Inputs[0].Name,
        _ => new Words($"{view.Entry.Inputs[0].Name}, target = {Numbers.Full(view.Targets[0])}", $"{view.Entry.Inputs[0].Name}，目标值 = {Numbers.Full(view.Targets[0])}"),
    };
}
