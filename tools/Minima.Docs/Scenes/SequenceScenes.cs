using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Scores along a sequence that make the right reading more and more likely, and a series that comes late.</summary>
internal static class SequenceScenes
{
    private const int Length = 24;

    /// <summary>Which class is right at each time: 0 is the blank.</summary>
    private static readonly int[] Reading = [0, 1, 1, 0, 2, 2];

    private static readonly int[] TagOf = [0, 1, 1, 0, 1, 1];

    private static readonly double[][] Target = Series(0);

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "prediction target" when entry.Inputs[1].Kind != InputKind.TensorOfLabels => [Late()],
        "prediction target" when entry.Parameters.Any(p => p.Name == "zero_infinity") => [Surer((s, late) => new() { ["prediction"] = Made.Json(Scores(s, late)), ["target"] = Made.Labels(1, 2) })],
        "prediction target" => [Joint()],
        "emissions transitions target" => [Tagged()],
        _ => [],
    };

    private static Scene Surer(Func<double, int, JsonObject> at) => new(
        new("the scores (dark is high; times to the right, classes down) speak more and more for the reading blank, 1, 1, blank, 2, 2", "得分（深色为高；向右为时刻，向下为类别）越来越支持“空白、1、1、空白、2、2”这一路径"),
        new("how much higher the right class scores", "正确类别的得分高出多少"),
        -4,
        6,
        s => at(s, 0),
        s => new PixelSketch(Shaded(Scores(s, 0))));

    private static double[][] Scores(double s, int late) => [.. Reading.Select((_, t) => Made.Some(3, k => k == Reading[Math.Max(0, t - late)] ? s : 0))];

    /// <summary>Classes downwards, times to the right, as shares.</summary>
    private static double[][] Shaded(double[][] scores) => Made.Rows(scores[0].Length, scores.Length, (k, t) => Made.Softmax(scores[t])[k]);

    /// <summary>Three times, one label: at every point of the grid the right next step scores higher.</summary>
    private static Scene Joint() => new(
        new("at each time, before and after the label (rows), the right step scores more and more: the label 1 at the second time, else on to the next time", "在每个时刻、标签之前与之后（各行），正确的一步得分越来越高：第二个时刻输出标签 1，否则进入下一时刻"),
        new("how much higher the right step scores", "正确一步的得分高出多少"),
        -4,
        6,
        s => new() { ["prediction"] = Made.Json(Made.Some(3, t => t).Select(t => new[] { Step(s, t == 1 ? 1 : 0), Step(s, 0) }).ToArray()), ["target"] = Made.Labels(1) },
        s => new PixelSketch(Made.Rows(2, 3, (u, t) => Made.Softmax(Step(s, 0))[0] * (u == 0 && t == 1 ? 0.4 : 1))));

    private static double[] Step(double s, int right) => Made.Some(3, k => k == right ? s : 0);

    private static Scene Tagged() => new(
        new("the scores (dark is high; times to the right, tags down) speak more and more for the tags 0, 1, 1, 0, 1, 1; tags like to stay", "得分（深色为高；向右为时刻，向下为标签）越来越支持标签序列 0、1、1、0、1、1；标签倾向于不变"),
        new("how much higher the right tag scores", "正确标签的得分高出多少"),
        -4,
        6,
        s => new() { ["emissions"] = Made.Json(Tags(s)), ["transitions"] = Made.Json(new double[][] { [0.5, -0.5], [-0.5, 0.5] }), ["target"] = Made.Labels(TagOf) },
        s => new PixelSketch(Shaded(Tags(s))));

    private static double[][] Tags(double s) => [.. TagOf.Select(tag => Made.Some(2, k => k == tag ? s : 0))];

    private static Scene Late() => new(
        new("the series (orange) comes some steps later than the target (dashed)", "序列（橙色）比目标（虚线）晚若干步"),
        new("steps late", "滞后步数"),
        -8,
        8,
        s => new() { ["prediction"] = Made.Json(Series(s)), ["target"] = Made.Json(Target) },
        s => new WaveSketch(-0.3, 1.3, ([.. Target.Select(x => x[0])], Sketch.Truth), ([.. Series(s).Select(x => x[0])], Sketch.Mover)));

    private static double[][] Series(double late) => Made.Rows(Length, 1, (i, _) => Math.Exp(-((i - 9 - late) * (i - 9 - late)) / 8) + (0.6 * Math.Exp(-((i - 15 - late) * (i - 15 - late)) / 5)));
}
