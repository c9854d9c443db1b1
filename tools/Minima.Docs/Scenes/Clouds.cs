using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Two clouds of points of which one moves, and one that spreads.</summary>
internal static class Clouds
{
    private const int Points = 9;

    public static double[][] Cloud(double shift, double spread, int seed = 0) => [.. Enumerable.Range(0, Points).Select(i => new[] { shift + (spread * Made.Noise(i + seed)), spread * Made.Noise(i + seed + 40) })];

    public static Scene Moving(Func<JsonNode, JsonNode, JsonObject> at, bool isFlat = false) => new(
        new("the predicted points (squares) move past the target's (discs)", "预测点（方块）移过目标点（圆点）"),
        new("shift of the cloud", "点云的位移"),
        -4,
        4,
        s => at(Form(Cloud(s, 1, 5), isFlat), Form(Cloud(0, 1), isFlat)),
        s => Drawn(Cloud(s, 1, 5), isFlat));

    public static Scene Spreading(Func<JsonNode, JsonNode, JsonObject> at, bool isFlat = false) => new(
        new("the predicted points (squares) spread out about the middle of the target's (discs)", "预测点（方块）以目标点（圆点）中心为中心散开"),
        new("spread of the cloud, target 1", "点云的散布（目标为 1）"),
        0.02,
        4,
        s => at(Form(Cloud(0, s, 5), isFlat), Form(Cloud(0, 1), isFlat)),
        s => Drawn(Cloud(0, s, 5), isFlat));

    private static JsonNode Form(double[][] cloud, bool isFlat) => isFlat ? Made.Json(cloud.Select(point => point[0]).ToArray()) : Made.Json(cloud);

    private static PlaneSketch Drawn(double[][] cloud, bool isFlat) => new(2.6)
    {
        Size = isFlat ? 2.6 : 3.4,
        Dots = [.. Cloud(0, 1).Select(at => (On(at, isFlat, 0.5), Sketch.Truth)), .. cloud.Select(at => (On(at, isFlat, -0.5), Sketch.Mover))],
    };

    /// <summary>Numbers lie on two lines, so that those of one do not hide those of the other.</summary>
    private static double[] On(double[] at, bool isFlat, double height) => isFlat ? [at[0], height] : at;
}
