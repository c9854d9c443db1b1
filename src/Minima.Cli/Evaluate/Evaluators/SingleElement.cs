using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>Requests with precision float32.</summary>
internal readonly struct SingleElement : IElement<float>
{
    public static float Round(double value) => (float)value;

    public static bool IsInfinity(float value) => float.IsInfinity(value);

    public static LossResult Evaluate(Loss loss, in LossBatch<float> batch) => loss.Evaluate(batch);

    public static void Write(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            DoubleElement.Write(writer, value);
        }
    }
}
