using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A picture that moves and one that grows noisy; a sound of the same kind; points in space.</summary>
internal static class ImageScenes
{
    private const int Side = 16;
    private const int Length = 64;

    private static readonly double[][] Target = Picture(0);
    private static readonly double[] Sound = Made.Some(Length, i => Wave(i));

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "prediction target" when entry.Inputs[0].Axes.EndsWith('T') => [Noisy(Pair), Late(Pair)],
        "prediction target" when entry.Inputs[0].Axes == "N D" => [Clouds.Moving(Pair), Clouds.Spreading(Pair)],
        "prediction target" when !entry.Inputs[0].Domain.IsReal => [Deep(), Grainy(Pair)],
        "prediction target" => [Sliding(Pair), Grainy(Pair)],
        "prediction" => [Grainy((prediction, _) => new() { ["prediction"] = prediction }), Contrast(prediction => new() { ["prediction"] = prediction })],
        "prediction image" => [Sliding((prediction, _) => new() { ["prediction"] = prediction, ["image"] = Made.Json(Target) }), Grainy((prediction, _) => new() { ["prediction"] = prediction, ["image"] = Made.Json(Target) })],
        "output perturbed noisy probe" => [Shrunk()],
        _ => [],
    };

    /// <summary>The same for a loss that takes all pixels in one list.</summary>
    public static IReadOnlyList<Scene> OfFlat() => [Sliding((prediction, target) => Pair(Flat(prediction), Flat(target))), Grainy((prediction, target) => Pair(Flat(prediction), Flat(target)))];

    private static JsonObject Pair(JsonNode prediction, JsonNode target) => new() { ["prediction"] = prediction, ["target"] = target };

    private static JsonArray Flat(JsonNode rows) => new([.. rows.AsArray().SelectMany(row => row!.AsArray().Select(x => x!.DeepClone()))]);

    private static Scene Sliding(Func<JsonNode, JsonNode, JsonObject> at) => new(
        new("the picture is the target, moved sideways (the target's disc is outlined)", "图像为向旁边移动后的目标图像（目标的圆盘已描边）"),
        new("shift in pixels", "位移（像素）"),
        -7,
        7,
        s => at(Made.Json(Picture(s)), Made.Json(Target)),
        s => new PixelSketch(Picture(s), Target));

    private static Scene Grainy(Func<JsonNode, JsonNode, JsonObject> at) => new(
        new("more and more noise is added to the picture", "图像中加入的噪声逐渐增强"),
        new("strength of the noise", "噪声强度"),
        0,
        0.15,
        s => at(Made.Json(Grain(s)), Made.Json(Target)),
        s => new PixelSketch(Grain(s)));

    private static Scene Contrast(Func<JsonNode, JsonObject> at) => new(
        new("the contrast of the picture grows from none", "图像的对比度由无逐渐增大"),
        new("contrast", "对比度"),
        0,
        1,
        s => at(Made.Json(Array.ConvertAll(Target, row => Array.ConvertAll(row, x => 0.5 + (s * (x - 0.5)))))),
        s => new PixelSketch(Array.ConvertAll(Target, row => Array.ConvertAll(row, x => 0.5 + (s * (x - 0.5))))));

    private static Scene Deep() => new(
        new("all depths are too small or too large by one factor", "所有深度都偏小或偏大同一倍数"),
        new("logarithm of the factor, base 2", "倍数的以 2 为底的对数"),
        -3,
        3,
        s => Pair(Made.Json(Times(Math.Pow(2, s))), Made.Json(Target)),
        s => new PixelSketch(Times(0.4 * Math.Pow(2, s))));

    private static double[][] Times(double factor) => Array.ConvertAll(Target, row => Array.ConvertAll(row, x => factor * x));

    private static Scene Noisy(Func<JsonNode, JsonNode, JsonObject> at) => new(
        new("more and more noise is added to the sound (the target is dashed)", "声音中加入的噪声逐渐增强（目标为虚线）"),
        new("strength of the noise", "噪声强度"),
        0,
        1,
        s => at(Made.Json(Rough(s)), Made.Json(Sound)),
        s => new WaveSketch(-2.2, 2.2, (Sound, Sketch.Truth), (Rough(s), Sketch.Mover)));

    private static Scene Late(Func<JsonNode, JsonNode, JsonObject> at) => new(
        new("the sound comes late (the target is dashed)", "声音滞后（目标为虚线）"),
        new("steps late", "滞后步数"),
        -8,
        8,
        s => at(Made.Json(Made.Some(Length, i => Wave(i - s))), Made.Json(Sound)),
        s => new WaveSketch(-2.2, 2.2, (Sound, Sketch.Truth), (Made.Some(Length, i => Wave(i - s)), Sketch.Mover)));

    /// <summary>A denoiser that shrinks what it gets: the estimate of its error needs no clean picture.</summary>
    private static Scene Shrunk()
    {
        const double Step = 0.01;
        var noisy = Made.Some(24, i => (0.12 * Made.Noise(i)) + (0.1 * Math.Sin(i / 3.0)));
        var probe = Made.Some(24, i => Made.Noise(i + 5) < 0 ? -1.0 : 1);
        return new(
            new("the output (orange) is the noisy input (dashed) times a factor", "输出（橙色）为含噪输入（虚线）乘以系数"),
            new("factor", "系数"),
            -0.5,
            1.5,
            factor => new() { ["output"] = Made.Json(Array.ConvertAll(noisy, y => factor * y)), ["perturbed"] = Made.Json(noisy.Zip(probe, (y, b) => factor * (y + (Step * b))).ToArray()), ["noisy"] = Made.Json(noisy), ["probe"] = Made.Json(probe) },
            factor => new WaveSketch(-0.35, 0.35, (noisy, Sketch.Truth), (Array.ConvertAll(noisy, y => factor * y), Sketch.Mover)))
        { Parameters = new JsonObject { ["tau"] = Step } };
    }

    /// <summary>A bright disc before a soft slope.</summary>
    private static double[][] Picture(double shift) => Made.Rows(Side, Side, (row, column) => 0.12 + (0.02 * row) + (0.55 * Made.Sigmoid(1.5 * (4.5 - Math.Sqrt(((row - 7.5) * (row - 7.5)) + ((column - 7.5 - shift) * (column - 7.5 - shift)))))));

    private static double[][] Grain(double strength) => Made.Rows(Side, Side, (row, column) => Math.Max(0.001, Target[row][column] + (strength * Made.Noise((Side * row) + column))));

    private static double Wave(double i) => Math.Sin(2 * Math.PI * i / 16) + (0.5 * Math.Sin(2 * Math.PI * i / 5.3));

    private static double[] Rough(double strength) => Made.Some(Length, i => Sound[i] + (strength * Made.Noise(i)));
}
