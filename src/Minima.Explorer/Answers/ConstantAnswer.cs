using System.Text.Json;
using Minima.Analysis;

namespace Minima.Explorer.Answers;

/// <summary>The best constant of a sample, and the interval of equally good ones.</summary>
internal static class ConstantAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        var best = LossAnalysis.Of(AskedLoss.Of(question)).OptimalConstant(Numbers.Read(question, "target"), Numbers.Read(question, "weight"));
        writer.Double("value", best.Value);
        writer.Double("low", best.Low);
        writer.Double("high", best.High);
        writer.Double("mean", best.MeanLoss);
        writer.WriteString("kind", best.Kind.ToString());
        writer.WriteBoolean("proven", best.Evidence == Evidence.Proven);
    }
}
