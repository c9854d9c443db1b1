using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A row of scores: that of the label rises past the others, or a peak walks over classes that have an order.</summary>
internal static class ClassScenes
{
    private const double Reach = 6;

    private static readonly double[] Rivals = [0.5, -0.5];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "prediction target" when entry.Inputs[0].Axes == "H T K" => [Label(x => new() { ["prediction"] = Made.Json(new double[][][] { [Row(x), [0.2, 1, -0.3]], [Row(x), [0.4, 0.1, 0.8]] }), ["target"] = Made.Json(new int[][] { [0, 1], [0, 2] }) })],
        "prediction target" when entry.Inputs[0].Axes == "B K" => [Peak(5, 2, peak => new() { ["prediction"] = Made.Json(new[] { Made.Softmax(Bump(5, peak)), Made.Softmax(Bump(5, 0.5)), Made.Softmax(Bump(5, 3)) }), ["target"] = Made.Json(new double[][] { [0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0] }) })],
        "prediction target" when entry.Inputs[1].Kind != InputKind.TensorOfLabels => [Peak(4, 1.5, peak => new() { ["prediction"] = Made.Json(new[] { Bump(4, peak) }), ["target"] = Made.List(entry.Inputs[1].Domain.IsReal ? 0 : 1.5) })],
        "prediction target" => [OneLabel(x => new() { ["prediction"] = Made.Row(Row(x)), ["target"] = Made.Labels(0) })],
        "prediction target neighbour" => [OneLabel(x => new() { ["prediction"] = Made.Row(Row(x)), ["target"] = Made.Labels(0), ["neighbour"] = Made.Row(0.75, 0.25, 0) })],
        "prediction target candidates" => [OneLabel(x => new() { ["prediction"] = Made.Row(Row(x)), ["target"] = Made.Labels(0), ["candidates"] = Made.Row(0, 0, 1) }), Unwanted()],
        "prediction target moving_average" => [OneLabel(x => new() { ["prediction"] = Made.Row(Row(x)), ["target"] = Made.Labels(0), ["moving_average"] = Made.Row(0.7, 0.2, 0.1) })],
        "prediction teacher" => [Students.Of((student, teacher) => new() { ["prediction"] = student, ["teacher"] = teacher })],
        "hidden weight target" => [Hidden()],
        "head tail target" => [Label(x => new() { ["head"] = Made.Row(x, 0.3, 0), ["tail"] = Made.Row(0.2, -0.1), ["target"] = Made.Labels(0) })],
        "prediction sampled log_expected_count_true log_expected_count_sampled" => [Label(x => new() { ["prediction"] = Made.List(x), ["sampled"] = Made.Row(Rivals), ["log_expected_count_true"] = Made.List(-1), ["log_expected_count_sampled"] = Made.Row(-0.5, -1.5) })],
        "prediction thresholds target" => [Ordered()],
        "center positive negative" => [Words()],
        "log_probability old reference reward" => [Policy()],
        _ => [],
    };

    /// <summary>The score of the label of a row, as for classes without any more inputs.</summary>
    public static Scene OneLabel(Func<double, JsonObject> at) => Label(at);

    public static double[] Row(double x) => [x, .. Rivals];

    public static Scene Label(Func<double, JsonObject> at) => new(
        new("the score of the label (orange) rises from far below the others to far above", "标签的得分（橙色）由远低于其他类别升到远高于它们"),
        new("score of the label; the highest rival has 0.5", "标签的得分（最高的对手为 0.5）"),
        -Reach,
        Reach,
        at,
        x => new BarSketch(Row(x), -Reach, Reach, 0));

    /// <summary>Scores with a peak at a class that need not be whole.</summary>
    public static double[] Bump(int classes, double peak) => Made.Some(classes, k => -1.5 * (k - peak) * (k - peak));

    public static Scene Peak(int classes, double target, Func<double, JsonObject> at) => new(
        new("the most likely class walks along the order of classes; bars are its probabilities", "最可能的类别沿类别次序移动；条形为各类概率"),
        new($"class of the peak, target {target:0.#}", $"峰值所在的类别（目标为 {target:0.#}）"),
        0,
        classes - 1,
        at,
        peak => new BarSketch(Made.Softmax(Bump(classes, peak)), 0, 1));

    private static Scene Unwanted() => new(
        new("the score of a token that must not come (orange) rises past that of the right one", "不应出现的词元的得分（橙色）上升，越过正确词元"),
        new("score of the unwanted token", "不应出现的词元的得分"),
        -Reach,
        Reach,
        x => new() { ["prediction"] = Made.Row(1, 0, x), ["target"] = Made.Labels(0), ["candidates"] = Made.Row(0, 0, 1) },
        x => new BarSketch([1, 0, x], -Reach, Reach, 2));

    private static Scene Hidden() => new(
        new("the hidden vector (orange) turns away from the output vector of the right token (blue), past those of others (green)", "隐藏向量（橙色）由正确词元的输出向量（蓝色）转向其他词元的输出向量（绿色）"),
        new("angle in degrees", "夹角（度）"),
        -180,
        180,
        angle => new() { ["hidden"] = Made.Row(Made.Turned(angle, 2)), ["weight"] = Made.Json(new[] { Made.Turned(0), Made.Turned(100), Made.Turned(220) }), ["target"] = Made.Labels(0) },
        angle => new PlaneSketch(1.4) { Arrows = [(Made.Turned(0), Sketch.Truth), (Made.Turned(100), Sketch.Other), (Made.Turned(220), Sketch.Other), (Made.Turned(angle, 1.3), Sketch.Mover)] });

    private static Scene Ordered() => new(
        new("the prediction (square) moves over the thresholds (discs) between the grades", "预测值（方块）移过各等级之间的阈值（圆点）"),
        new("prediction; grade 1 lies from -1 to 1", "预测值（等级 1 位于 -1 到 1 之间）"),
        -5,
        5,
        x => new() { ["prediction"] = Made.List(x), ["thresholds"] = Made.List(-1, 1, 2.5), ["target"] = Made.Labels(1) },
        x => new PlaneSketch(3.4) { Dots = [([-1, 0], Sketch.Truth), ([1, 0], Sketch.Truth), ([2.5, 0], Sketch.Truth), ([x, 0], Sketch.Mover)] });

    private static Scene Words() => new(
        new("the vector of a word that occurs with the centre (orange) turns away from it (blue); two drawn words (green) stay", "与中心词同现的词的向量（橙色）转离中心词（蓝色）；两个采样的词（绿色）不动"),
        new("angle in degrees", "夹角（度）"),
        -180,
        180,
        angle => new() { ["center"] = Made.Row(Made.Turned(0, 2)), ["positive"] = Made.Row(Made.Turned(angle, 2)), ["negative"] = Made.Json(new[] { new[] { Made.Turned(110), Made.Turned(250) } }) },
        angle => new PlaneSketch(1.4) { Arrows = [(Made.Turned(0, 1.3), Sketch.Truth), (Made.Turned(110), Sketch.Other), (Made.Turned(250), Sketch.Other), (Made.Turned(angle, 1.3), Sketch.Mover)] });

    private static Scene Policy() => new(
        new("the log-probability of the best of three answers (orange) moves away from what it was under the policy that drew it", "三个回答中最好者的对数概率（橙色）偏离采样策略下的原值"),
        new("change of the log-probability", "对数概率的变化"),
        -1,
        1,
        x => new() { ["log_probability"] = Made.Json(new double[][] { [x - 1.5, x - 1.2], [-1.4, -1.6], [-1.3, -1.1] }), ["old"] = Made.Json(new double[][] { [-1.5, -1.2], [-1.4, -1.6], [-1.3, -1.1] }), ["reference"] = Made.Json(new double[][] { [-1.5, -1.2], [-1.4, -1.6], [-1.3, -1.1] }), ["reward"] = Made.List(1, 0, 0.2) },
        x => new BarSketch([x, 0, 0], -1, 1, 0));
}
