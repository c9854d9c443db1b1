using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A box that moves over another, and one that stretches about its centre.</summary>
internal static class BoxScenes
{
    private const double Size = 2;
    private const double Reach = 4;

    private static readonly double[] Target = [0, 0, Size, Size];

    public static IReadOnlyList<Scene> Of() =>
    [
        new(new("a box as large as the target slides past it", "与目标框同样大小的框滑过目标框"), new("shift of the box, whose side is 2", "框的位移（边长 2）"), -Reach, Reach, s => Inputs(Shifted(s)), s => new BoxSketch(Target, Shifted(s), -Reach, Reach + Size)),
        new(new("a box as high as the target stretches about its centre", "与目标框等高的框以其中心为轴横向伸展"), new("width of the box, target 2", "框的宽度（目标为 2）"), 0, 3 * Size, width => Inputs(Stretched(width)), width => new BoxSketch(Target, Stretched(width), 1 - (2 * Size), 1 + (2 * Size))),
    ];

    private static JsonObject Inputs(double[] prediction) => new() { ["prediction"] = Made.Row(prediction), ["target"] = Made.Row(Target) };

    private static double[] Shifted(double s) => [s, 0, s + Size, Size];

    private static double[] Stretched(double width) => [1 - (width / 2), 0, 1 + (width / 2), Size];
}
