using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>Requests with precision float64.</summary>
internal readonly struct DoubleElement : IElement<double>
{
    public static double Round(double value) => value;

    public static bool IsInfinity(double value) => double.IsInfinity(value);

    public static LossResult Evaluate(Loss loss, in LossBatch<double> batch) => loss.Evaluate(batch);

    public static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }
}
