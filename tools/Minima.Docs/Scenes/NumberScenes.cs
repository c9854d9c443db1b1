using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>One number that walks over the levels to which it is rounded.</summary>
internal static class NumberScenes
{
    private const double Reach = 1.6;
    private const double Level = 0.25;

    public static IReadOnlyList<Scene> Of(string inputs) => inputs switch
    {
        "x" => [Rounded(x => new() { ["x"] = Made.List(x) })],
        "x step" => [Rounded(x => new() { ["x"] = Made.List(x), ["step"] = Made.List(Level) })],
        "rounding" => [Rounding()],
        _ => [],
    };

    private static Scene Rounded(Func<double, JsonObject> at) => new(
        new("one number (square) walks over levels that lie 0.25 apart (discs)", "一个数（方块）移过间隔 0.25 的各级（圆点）"),
        new("the number x", "数 x"),
        -Reach,
        Reach,
        at,
        x => new PlaneSketch(Reach / 1.5) { Dots = [.. Enumerable.Range(-4, 9).Select(i => (new[] { i * Level, -0.3 }, Sketch.Truth)), ([x, 0.3], Sketch.Mover)] });

    private static Scene Rounding() => new(
        new("the number that decides between rounding down and up grows; the bar is the share of the way up", "决定向下或向上舍入的数增大；条形为向上的比例"),
        new("rounding variable", "舍入变量"),
        -5,
        5,
        x => new() { ["rounding"] = Made.List(x) },
        x => new BarSketch([Math.Clamp((1.2 * Made.Sigmoid(x)) - 0.1, 0, 1)], 0, 1, 0));
}
