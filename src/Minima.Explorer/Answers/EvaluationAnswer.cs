using System.Text.Json;

namespace Minima.Explorer.Answers;

/// <summary>Value, terms and gradient of a loss at some predictions: elements with targets, or rows of classes with labels.</summary>
internal static class EvaluationAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        var loss = AskedLoss.Of(question);
        var prediction = Numbers.Read(question, "prediction");
        var gradient = new double[prediction.Length];
        var labels = question.TryGetProperty("labels", out var given) ? given.EnumerateArray().Select(label => label.GetInt32()).ToArray() : [];
        var rows = labels.Length > 0 ? labels.Length : question.TryGetProperty("rows", out var count) ? count.GetInt32() : 0;
        var terms = new double[rows > 0 ? rows : prediction.Length];
        var batch = new LossBatch<double> { Prediction = prediction, Gradient = gradient, Terms = terms };
        if (labels.Length > 0) batch.Labels = labels;
        else batch.Target = Numbers.Read(question, "target");
        if (rows > 0) batch.Classes = prediction.Length / rows;

        writer.Double("value", loss.Evaluate(batch).Value);
        writer.Doubles("terms", terms);
        writer.Doubles("gradient", gradient);
    }
}
