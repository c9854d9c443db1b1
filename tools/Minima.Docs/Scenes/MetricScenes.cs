using System.Text.Json.Nodes;
using Minima.Pages;

namespace Minima.Docs;

/// <summary>Points on a circle: one turns away from its own class, its centre or its partner.</summary>
internal static class MetricScenes
{
    private static readonly Words Angle = new("angle in degrees", "夹角（度）");

    private static readonly int[] Classes = [0, 0, 0, 1, 1, 1];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "prediction target" when entry.Inputs[1].Kind == InputKind.TensorOfLabels => [InBatch()],
        "prediction target" => [Partner(p => new() { ["prediction"] = Made.Row(p), ["target"] = Made.Row(Made.Turned(0)) })],
        "prediction weight target" => [Centre(isSeveral: entry.Inputs[1].Axes.StartsWith('C'))],
        "anchor positive negative" => [Negative(), Approaching()],
        "anchor positive" => [Views("anchor", "positive")],
        "prediction other target" => [Labelled(entry)],
        "image text log_scale" => [Pairs("image", "text", new() { ["log_scale"] = Made.List(2) })],
        "image text log_scale bias" => [Pairs("image", "text", new() { ["log_scale"] = Made.List(2.3), ["bias"] = Made.List(-5) })],
        "query key" => [Pairs("query", "key", [])],
        "student teacher center" => [Students.Of((student, teacher) => new() { ["student"] = student, ["teacher"] = teacher, ["center"] = Made.List(0, 0, 0) })],
        "prediction other" => [Students.Of((student, teacher) => new() { ["prediction"] = student, ["other"] = teacher })],
        _ => [],
    };

    /// <summary>A batch of two classes of three points.</summary>
    private static Scene InBatch() => new(
        new("one point of a class (orange) turns away from the two others (blue) to the points of another class (green)", "某类的一个点（橙色）由同类的另两个点（蓝色）转向另一类的点（绿色）"),
        Angle,
        0,
        180,
        angle => new() { ["prediction"] = Made.Json(Batch(angle)), ["target"] = Made.Labels(Classes) },
        angle => new PlaneSketch(1.25) { HasCircle = true, Dots = [.. Batch(angle).Select((at, i) => (at, i == 0 ? Sketch.Mover : i < 3 ? Sketch.Truth : Sketch.Other))] });

    private static double[][] Batch(double angle) => [Made.Turned(angle), Made.Turned(-14), Made.Turned(17), Made.Turned(155), Made.Turned(178), Made.Turned(204)];

    private static Scene Partner(Func<double[], JsonObject> at) => new(
        new("the prediction (orange) turns away from its target (blue)", "预测（橙色）转离其目标（蓝色）"),
        Angle,
        -180,
        180,
        angle => at(Made.Turned(angle)),
        angle => new PlaneSketch(1.25) { HasCircle = true, Arrows = [(Made.Turned(0), Sketch.Truth), (Made.Turned(angle), Sketch.Mover)] });

    private static Scene Centre(bool isSeveral) => new(
        new("a point (orange) turns away from the vector of its class (blue), past those of the other classes (green)", "点（橙色）由本类的向量（蓝色）转向其他类的向量（绿色）"),
        Angle,
        -180,
        180,
        angle => new() { ["prediction"] = Made.Row(Made.Turned(angle, 1.1)), ["weight"] = isSeveral ? Made.Json(new[] { new[] { Made.Turned(-10), Made.Turned(15) }, [Made.Turned(115), Made.Turned(140)], [Made.Turned(230), Made.Turned(250)] }) : Made.Json(new[] { Made.Turned(0), Made.Turned(120), Made.Turned(240) }), ["target"] = Made.Labels(0) },
        angle => new PlaneSketch(1.3)
        {
            HasCircle = true,
            Arrows = [.. (isSeveral ? [-10, 15, 115, 140, 230, 250] : new double[] { 0, 120, 240 }).Select(a => (Made.Turned(a), a is > -20 and < 20 ? Sketch.Truth : Sketch.Other))],
            Dots = [(Made.Turned(angle, 1.1), Sketch.Mover)],
        });

    private static Scene Negative() => new(
        new("the negative (orange) turns from the anchor past the positive (both blue) to the other side", "负例（橙色）由锚点出发，经过正例（二者为蓝色），转到另一侧"),
        new("angle of the negative; the positive has 40", "负例的角度（正例为 40）"),
        0,
        180,
        angle => Triplet(Made.Turned(40), Made.Turned(angle)),
        angle => new PlaneSketch(1.25) { HasCircle = true, Dots = [(Made.Turned(0), Sketch.Truth), (Made.Turned(40), Sketch.Truth), (Made.Turned(angle), Sketch.Mover)] });

    private static Scene Approaching() => new(
        new("the positive (orange) moves away from the anchor (blue), past the distance of the negative (green)", "正例（橙色）远离锚点（蓝色），超过负例（绿色）的距离"),
        new("distance of the positive; the negative has 1.5", "正例的距离（负例为 1.5）"),
        0,
        3,
        distance => Triplet([1 + distance, 0], [1, 1.5]),
        distance => new PlaneSketch(2) { Dots = [([-1.5, -0.7], Sketch.Truth), ([-1.5, 0.8], Sketch.Other), ([distance - 1.5, -0.7], Sketch.Mover)] });

    private static JsonObject Triplet(double[] positive, double[] negative) => new() { ["anchor"] = Made.Row(Made.Turned(0)), ["positive"] = Made.Row(positive), ["negative"] = Made.Row(negative) };

    /// <summary>Two views of a batch of points, of which one is turned as a whole.</summary>
    private static Scene Views(string first, string second) => new(
        new("the second view of all points (orange) is turned against the first (blue)", "所有点的第二个视图（橙色）相对第一个视图（蓝色）旋转"),
        Angle,
        -180,
        180,
        angle => new() { [first] = Made.Json(View(0)), [second] = Made.Json(View(angle)) },
        angle => new PlaneSketch(1.7) { Dots = [.. View(0).Select(at => (at, Sketch.Truth)), .. View(angle).Select(at => (at, Sketch.Mover))] });

    private static double[][] View(double angle) => [.. new (double Angle, double Radius)[] { (10, 1.4), (75, 0.9), (150, 1.2), (200, 0.6), (265, 1.3), (320, 1) }.Select(point => Made.Turned(point.Angle + angle, point.Radius))];

    private static Scene Labelled(LossEntry entry)
    {
        var different = entry.Inputs[2].Domain.IsLabel ? -1.0 : 0;
        JsonObject At(double angle, double label) => new() { ["prediction"] = Made.Row(Made.Turned(0)), ["other"] = Made.Row(Made.Turned(angle)), ["target"] = Made.List(label) };
        return new(
            new("the other point (orange) turns away from the first (blue), once as one of the same class, once as one of another", "另一点（橙色）转离第一点（蓝色）：一条曲线视二者为同类，另一条视为异类"),
            Angle,
            -180,
            180,
            angle => At(angle, 1),
            angle => new PlaneSketch(1.25) { HasCircle = true, Arrows = [(Made.Turned(0), Sketch.Truth), (Made.Turned(angle), Sketch.Mover)] })
        { Variants = [(new("same class", "同类"), angle => At(angle, 1)), (new("different classes", "异类"), angle => At(angle, different))] };
    }

    private static Scene Pairs(string first, string second, JsonObject more) => new(
        new("the partner (orange) of the first of four vectors (blue) turns to those of the others", "四个向量（蓝色）中第一个的配对（橙色）转向其他向量的配对"),
        Angle,
        -180,
        180,
        angle =>
        {
            var inputs = new JsonObject { [first] = Made.Json(new[] { Made.Turned(0), Made.Turned(90), Made.Turned(180), Made.Turned(270) }), [second] = Made.Json(new[] { Made.Turned(angle), Made.Turned(85), Made.Turned(190), Made.Turned(260) }) };
            foreach (var (name, value) in more) inputs[name] = value!.DeepClone();
            return inputs;
        },
        angle => new PlaneSketch(1.3) { HasCircle = true, Arrows = [(Made.Turned(0), Sketch.Truth), (Made.Turned(90), Sketch.Truth), (Made.Turned(180), Sketch.Truth), (Made.Turned(270), Sketch.Truth), (Made.Turned(angle), Sketch.Mover)] });
}
