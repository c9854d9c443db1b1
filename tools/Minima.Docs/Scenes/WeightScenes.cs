using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>One of four weights that moves while the others are held, about 0 or about where it was before.</summary>
internal static class WeightScenes
{
    private const double Reach = 3;

    private static readonly double[] Anchor = [0.8, -0.6, 0.4, 0.3];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "weight" when entry.Inputs[0].Axes.Length == 0 => [About0(w => new() { ["weight"] = Made.Json(new double[][] { [w, -0.6], [0.4, 0.3] }) })],
        "weight" => [About0(w => new() { ["weight"] = Made.Json(new double[][] { [w, -0.6], [0.4, 0.3] }) }), Alike()],
        "weight anchor" => [Held(w => new() { ["weight"] = w, ["anchor"] = Made.Json(Anchor) })],
        "weight anchor importance" => [Held(w => new() { ["weight"] = w, ["anchor"] = Made.Json(Anchor), ["importance"] = Made.List(1, 0.2, 0.5, 0.1) })],
        "weight anchor previous fisher" => [Held(w => new() { ["weight"] = w, ["anchor"] = Made.Json(Anchor), ["previous"] = Made.List(0.8, 0.1, 0.3, 0), ["fisher"] = Made.List(0.4, 0.2, 0.2, 0.1) })],
        "weight anchor omega delta" => [Held(w => new() { ["weight"] = w, ["anchor"] = Made.Json(Anchor), ["omega"] = Made.List(0.5, 0.1, 0.3, 0.1), ["delta"] = Made.List(0.6, 0.4, 0.3, 0.2) })],
        "hidden" => [About0(w => new() { ["hidden"] = Made.Json(new double[][] { [w, -0.6], [0.4, 0.3] }) })],
        "activation" => [Activation()],
        "prediction" when entry.Inputs[0].Axes == "N K" => [Experts()],
        "prediction" => [Undecided()],
        "prediction old" => [Students.Of((student, teacher) => new() { ["prediction"] = student, ["old"] = teacher })],
        "jacobian" => [Slopes.Of([])],
        "gradient reference" => [TaskScenes.Turned(two => new() { ["gradient"] = Made.Json(two[1]), ["reference"] = Made.Json(two[0]) })],
        _ => [],
    };

    private static Scene About0(Func<double, JsonObject> at) => new(
        new("one of four weights (orange) moves while the others are held", "四个权重之一（橙色）移动，其余不变"),
        new("the weight", "该权重"),
        -Reach,
        Reach,
        at,
        w => new BarSketch([w, -0.6, 0.4, 0.3], -Reach, Reach, 0));

    /// <summary>Two rows of equal length: the second turns from the direction of the first to a right angle and on.</summary>
    private static Scene Alike() => new(
        new("the second row of a matrix (orange) turns away from the first (blue): 0 degrees is rank 1, 90 is orthogonal", "矩阵的第二行（橙色）转离第一行（蓝色）：0 度为秩 1，90 度为正交"),
        new("angle between the rows in degrees", "两行的夹角（度）"),
        0,
        180,
        angle => new() { ["weight"] = Made.Json(new[] { Made.Turned(20, 1.2), Made.Turned(20 + angle, 1.2) }) },
        angle => new PlaneSketch(1.4) { Arrows = [(Made.Turned(20, 1.2), Sketch.Truth), (Made.Turned(20 + angle, 1.2), Sketch.Mover)] });

    private static Scene Held(Func<JsonNode, JsonObject> at) => new(
        new("the most important of four weights (orange) moves away from where the last task left it (lines)", "四个权重中最重要的一个（橙色）偏离上一任务结束时的值（横线）"),
        new("the weight; it was 0.8", "该权重（原为 0.8）"),
        -2,
        Reach,
        w => at(Made.List(w, -0.4, 0.4, 0.1)),
        w => new BarSketch([w, -0.4, 0.4, 0.1], -2, Reach, 0) { Truths = Anchor });

    private static Scene Activation() => new(
        new("the mean activation of one of two units (orange) grows", "两个单元之一的平均激活（橙色）增大"),
        new("mean activation", "平均激活"),
        0.005,
        0.8,
        mean => new() { ["activation"] = Made.Json(new double[][] { [0.8 * mean, 0.1], [1.2 * mean, 0.06] }) },
        mean => new BarSketch([mean, 0.08], 0, 1, 0));

    private static Scene Experts()
    {
        double[][] Scores(double s) => [[s + 0.4, 0.8, 0.1], [s - 0.2, 0.3, 1], [s + 0.1, -0.4, 0.6], [s - 0.5, 0.9, -0.2]];
        return new(
            new("the scores of one of three experts (orange) rise for all rows, until it gets every row; bars are the mean probabilities", "三个专家之一（橙色）对所有样本的得分上升，直到它分得全部样本；条形为平均概率"),
            new("shift of the expert's scores", "该专家得分的平移量"),
            -4,
            6,
            s => new() { ["prediction"] = Made.Json(Scores(s)) },
            s => new BarSketch([.. Enumerable.Range(0, 3).Select(k => Scores(s).Average(row => Made.Softmax(row)[k]))], 0, 1, 0));
    }

    private static Scene Undecided() => new(
        new("the score of one of three classes (orange) rises past the others; bars are the probabilities", "三个类别之一的得分（橙色）上升，越过其他；条形为概率"),
        new("score of the class; the others have 0.5 and -0.5", "该类别的得分（其余为 0.5 与 -0.5）"),
        -6,
        6,
        x => new() { ["prediction"] = Made.Row(x, 0.5, -0.5) },
        x => new BarSketch(Made.Softmax([x, 0.5, -0.5]), 0, 1, 0));
}
