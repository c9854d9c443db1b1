using System.Text.Json;
using Minima.Tensors.Streams;

namespace Minima.Explorer.Answers;

/// <summary>The alarms of an adaptive window on a stream, and its width and mean after each item.</summary>
internal static class DriftAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        var values = Numbers.Read(question, "values");
        var window = new AdaptiveWindow(question.GetProperty("delta").GetDouble());
        var alarms = new List<double>();
        var widths = new double[values.Length];
        var means = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (window.Add(values[i]) == DriftState.Drift) alarms.Add(window.Count);
            (widths[i], means[i]) = (window.Width, window.Value);
        }

        writer.Doubles("alarms", [.. alarms]);
        writer.Doubles("widths", widths);
        writer.Doubles("means", means);
    }
}
