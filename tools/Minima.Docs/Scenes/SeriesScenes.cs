using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A forecast of a series that comes late, and one that is too small or too large.</summary>
internal static class SeriesScenes
{
    private const int Length = 48;
    private const double Period = 24;

    private static readonly double[] Target = Made.Some(Length, i => Series(i));

    public static IReadOnlyList<Scene> Of(LossEntry entry)
    {
        var isOfRows = entry.Sums is not null && Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal)).Groups == SumGroups.Rows;
        var hasHistory = entry.Inputs.Any(input => input.Name == "history");
        JsonObject Inputs(double[] prediction)
        {
            var inputs = isOfRows ? new JsonObject { ["prediction"] = Made.Row(prediction), ["target"] = Made.Row(Target) } : new JsonObject { ["prediction"] = Made.Json(prediction), ["target"] = Made.Json(Target) };
            if (hasHistory) inputs["history"] = Made.Json(Made.Some(Length, i => Series(i - Length)));
            return inputs;
        }

        return
        [
            new(new("the forecast repeats the series (dashed) some steps later", "预测比序列（虚线）晚若干步"), new("steps late", "滞后步数"), -12, 12, s => Inputs(Late(s)), s => new WaveSketch(0, 4, (Target, Sketch.Truth), (Late(s), Sketch.Mover))),
            new(new("the forecast is the series (dashed) times a factor", "预测为序列（虚线）乘以系数"), new("factor", "系数"), -0.5, 2.5, s => Inputs(Scaled(s)), s => new WaveSketch(-2, 6, (Target, Sketch.Truth), (Scaled(s), Sketch.Mover))),
        ];
    }

    private static double Series(double i) => 2 + Math.Sin(2 * Math.PI * i / Period) + (0.3 * Math.Sin(2 * Math.PI * i / (Period / 3)));

    private static double[] Late(double steps) => Made.Some(Length, i => Series(i - steps));

    private static double[] Scaled(double factor) => Array.ConvertAll(Target, t => factor * t);
}
