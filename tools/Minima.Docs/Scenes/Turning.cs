using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A predicted vector that turns away from the true one, and one that is too short or too long.</summary>
internal static class Turning
{
    private const double TrueAngle = 25;

    public static double[] True { get; } = Made.Turned(TrueAngle, 1.2);

    public static Scene Turned(Func<double[], JsonObject> at) => new(
        new("the predicted vector (orange) turns away from the true one (blue)", "预测向量（橙色）转离真实向量（蓝色）"),
        new("angle in degrees", "夹角（度）"),
        -180,
        180,
        angle => at(Made.Turned(TrueAngle + angle, 1.2)),
        angle => Drawn(Made.Turned(TrueAngle + angle, 1.2)));

    public static Scene Stretched(Func<double[], JsonObject> at) => new(
        new("the predicted vector (orange) is the true one (blue) times a factor", "预测向量（橙色）为真实向量（蓝色）乘以系数"),
        new("factor", "系数"),
        -1,
        3,
        factor => at([factor * True[0], factor * True[1]]),
        factor => Drawn([factor * True[0], factor * True[1]]));

    private static PlaneSketch Drawn(double[] predicted) => new(1.5) { Arrows = [(True, Sketch.Truth), (predicted, Sketch.Mover)] };
}
