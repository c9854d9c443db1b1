using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A predicted disc that moves over the target's, and one that grows.</summary>
internal static class MaskScenes
{
    private const int Side = 16;
    private const double Middle = (Side - 1) / 2.0;
    private const double Radius = 4;
    private const double Never = -6;

    private static readonly double[][] Target = Made.Rows(Side, Side, (row, column) => Away(row, column, 0) <= Radius ? 1 : 0);

    public static IReadOnlyList<Scene> Of(LossEntry entry)
    {
        var inputs = Form(entry);
        return
        [
            new(new("the predicted disc, of the target's size, slides over the target (outlined)", "与目标同样大小的预测圆盘滑过目标（描边）"), new("shift in pixels", "位移（像素）"), -10, 10, s => inputs(Disc(s, Radius)), s => new PixelSketch(Disc(s, Radius), Target)),
            new(new("the predicted disc grows about the middle of the target (outlined)", "预测圆盘以目标（描边）中心为圆心逐渐变大"), new("radius in pixels, target 4", "半径（像素，目标为 4）"), 0, 9, r => inputs(Disc(0, r)), r => new PixelSketch(Disc(0, r), Target)),
        ];
    }

    private static double[][] Disc(double shift, double radius) => Made.Rows(Side, Side, (row, column) => Math.Clamp(Made.Sigmoid(2 * (radius + 0.5 - Away(row, column, shift))), 0.01, 0.99));

    private static double Away(int row, int column, double shift) => Math.Sqrt(((row - Middle) * (row - Middle)) + ((column - Middle - shift) * (column - Middle - shift)));

    /// <summary>From a picture of probabilities to what the loss takes: a background and a foreground where it sums over classes, scores of classes, logits.</summary>
    private static Func<double[][], JsonObject> Form(LossEntry entry)
    {
        if (entry.Inputs[1].Kind == InputKind.TensorOfLabels)
        {
            return p => new() { ["prediction"] = Made.Json(Flat(p).Select(share => new[] { 0, Made.Logit(share), Never }).ToArray()), ["target"] = Made.Json(Flat(Target).Select(t => (int)t).ToArray()) };
        }

        if (entry.Sums is not null)
        {
            return Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal)).Groups == SumGroups.Classes
                ? p => new() { ["prediction"] = Channels(p), ["target"] = Channels(Target) }
                : p => new() { ["prediction"] = Made.Json(Flat(p)), ["target"] = Made.Json(Flat(Target)) };
        }

        return entry.Inputs[0].Domain.IsReal
            ? p => new() { ["prediction"] = Made.Json(Array.ConvertAll(Flat(p), Made.Logit)), ["target"] = Made.Json(Flat(Target)) }
            : p => new() { ["prediction"] = Made.Json(p), ["target"] = Made.Json(Target) };
    }

    private static JsonNode Channels(double[][] p) => Made.Json(new[] { new[] { Array.ConvertAll(Flat(p), x => 1 - x), Flat(p) } });

    private static double[] Flat(double[][] rows) => [.. rows.SelectMany(row => row)];
}
