using System.Globalization;
using Minima.Cli.Learn;
using Minima.Pages;

namespace Minima.Docs;

/// <summary>The losses of a lesson and their gradients as pictures: those that `minima learn` draws in a terminal.</summary>
internal static class LessonPictures
{
    private const int GridSteps = 400;

    /// <summary>A picture for each lesson, by its path from docs/losses.</summary>
    public static IEnumerable<(string File, string Text)> All()
    {
        foreach (var number in LessonText.Numbers)
        {
            var (english, chinese) = (LessonText.Read(number, chinese: false), LessonText.Read(number, chinese: true));
            var picture = english.Picture ?? throw new InvalidOperationException($"lesson {number}: no line <!-- picture: ... --> names its losses.");
            var file = $"../images/lessons/{number.ToString("00", CultureInfo.InvariantCulture)}";
            yield return ($"{file}.en.svg", Draw(english.Title, picture, Language.English));
            yield return ($"{file}.zh.svg", Draw(chinese.Title, picture, Language.Chinese));
        }
    }

    private static string Draw(string title, LessonPicture picture, Language language)
    {
        var (target, from, to) = (picture.Target, picture.From, picture.To);
        Curve[] curves = [.. picture.Losses.Select(text => new Curve(text, LossSpec.Parse(text).Create(), [from, target]))];
        return FunctionChart.Draw(
            title,
            new(from, to, new($"prediction, target = {Numbers.Full(target)}", $"预测值，目标值 = {Numbers.Full(target)}")),
            [.. Enumerable.Range(0, GridSteps + 1).Select(i => from + ((to - from) * i / GridSteps))],
            [.. curves.Select(curve => (Func<double[], double[]>)(x => curve.At(x).Loss))],
            [.. curves.Select(curve => (Func<double[], double[]>)(x => curve.At(x).Gradient))],
            [.. curves.Select(curve => curve.Label)],
            language);
    }
}
