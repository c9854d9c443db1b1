using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Scores of made samples that rise past those of real ones, critics that grow steep, and inputs that are attacked.</summary>
internal static class AdversarialScenes
{
    private const double Reach = 5;

    private static readonly double[] Real = [1.2, 0.4, 2, 2.8];
    private static readonly double[] Fake = [0.2, -1.4, -0.6, 1];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "real fake" => [Fooled(fake => new() { ["real"] = Made.Json(Real), ["fake"] = fake })],
        "fake" => [Fooled(fake => new() { ["fake"] = fake })],
        "fake real" => [Clouds.Moving((fake, real) => new() { ["fake"] = fake, ["real"] = real })],
        "gradient" => [Slopes.Of(entry.Parameters.Any(p => p.Name == "norm") ? new JsonObject { ["noise"] = Made.Json(new double[][] { [0.2, 0.9], [0.5, 0.1] }) } : [], isOneOutput: true)],
        "natural adversarial target" => [Attacked(scores => new() { ["natural"] = Made.Row(ClassScenes.Row(2)), ["adversarial"] = scores, ["target"] = Made.Labels(0) })],
        "prediction target" when entry.Sums is not null => ImageScenes.OfFlat(),
        "prediction target" when entry.Inputs[1].Kind == InputKind.TensorOfLabels => [ClassScenes.Label(x => new() { ["prediction"] = Made.Row(x, 0.5, -0.5, -1), ["target"] = Made.Labels(0) })],
        "prediction target" => [Attacked(scores => new() { ["prediction"] = scores, ["target"] = Made.Row(ClassScenes.Row(2)) })],
        "logits mean log_variance code continuous" => [ClassScenes.Label(x => new() { ["logits"] = Made.Row(ClassScenes.Row(x)), ["mean"] = Made.Row(0.2), ["log_variance"] = Made.Row(0), ["code"] = Made.Labels(0), ["continuous"] = Made.Row(0.5) })],
        "x y" => [Players()],
        "x start gradient" => [Step()],
        _ => [],
    };

    private static Scene Fooled(Func<JsonNode, JsonObject> at) => new(
        new("the discriminator's scores of made samples (squares) rise past those of real ones (discs)", "判别器对生成样本的得分（方块）上升，越过真实样本的得分（圆点）"),
        new("shift of the scores of made samples", "生成样本得分的平移量"),
        -Reach,
        Reach,
        shift => at(Made.Json(Array.ConvertAll(Fake, x => x + shift))),
        shift => new PlaneSketch(3.4) { Size = 3, Dots = [.. Real.Select(x => (new[] { x, 0.9 }, Sketch.Truth)), .. Fake.Select(x => (new[] { x + shift, -0.9 }, Sketch.Mover))] });

    private static Scene Attacked(Func<JsonNode, JsonObject> at) => new(
        new("an attack changes the score of the label (orange) from the 2 that the clean input has", "攻击改变标签的得分（橙色），干净输入的得分为 2"),
        new("score of the label under attack", "受攻击时标签的得分"),
        -6,
        6,
        x => at(Made.Row(ClassScenes.Row(x))),
        x => new BarSketch(ClassScenes.Row(x), -6, 6, 0) { Truths = ClassScenes.Row(2) });

    private static Scene Players()
    {
        JsonObject At(double x, double y) => new() { ["x"] = Made.List(x), ["y"] = Made.List(y) };
        return new(
            new("the first player moves (orange) while the second is held (blue): its slope has the sign of the other's place", "第一个参与者移动（橙色），第二个不动（蓝色）：前者的斜率取决于后者的位置"),
            new("place of the first player", "第一个参与者的位置"),
            -2,
            2,
            x => At(x, 1),
            x => new PlaneSketch(1.6) { Dots = [([x, 1], Sketch.Mover), ([0, 0], Sketch.Truth)] })
        { Variants = [("y = 1", x => At(x, 1)), ("y = 0", x => At(x, 0)), ("y = -1", x => At(x, -1))] };
    }

    private static Scene Step() => new(
        new("the gradient (orange) turns: the attacked pixels follow its signs only, a fixed step each", "梯度（橙色）转动：受攻击的像素只随其符号变化，各走固定一步"),
        new("angle of the gradient in degrees", "梯度的角度（度）"),
        -180,
        180,
        angle => new() { ["x"] = Made.List(0.5, 0.5), ["start"] = Made.List(0.5, 0.5), ["gradient"] = Made.Json(Made.Turned(angle)) },
        angle => new PlaneSketch(1.3) { Arrows = [(Made.Turned(angle), Sketch.Mover)] })
    {
        Readings = [(new("first pixel, was 0.5", "第一个像素（原为 0.5）"), (_, value) => value.AsArray()[0]!.GetValue<double>()), (new("second pixel, was 0.5", "第二个像素（原为 0.5）"), (_, value) => value.AsArray()[1]!.GetValue<double>())],
    };
}
