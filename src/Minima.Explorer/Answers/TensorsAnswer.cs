using System.Text.Json;

namespace Minima.Explorer.Answers;

/// <summary>
/// Value and gradients of a loss on tensors: each of its inputs is given under its name, as a list of numbers or of rows of numbers. If nothing is differentiated,
/// the terms are the answer, such as the joint direction of several tasks.
/// </summary>
internal static class TensorsAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        if (AskedLoss.Of(question) is not TensorLoss loss) throw new ArgumentException("the loss is not written on tensors", nameof(question));
        using var step = StepScope.Begin();
        var given = question.GetProperty("inputs");
        var inputs = new List<Tensor>();
        var leaves = new List<(string Name, Tensor Leaf)>();
        foreach (var info in loss.Entry.Inputs)
        {
            var input = info.Kind == InputKind.TensorOfLabels ? Labels(given.GetProperty(info.Name)) : Elements(given.GetProperty(info.Name));
            if (info.Differentiated)
            {
                input = input.WithGradient();
                leaves.Add((info.Name, input));
            }

            inputs.Add(input);
        }

        if (leaves.Count == 0)
        {
            writer.Doubles("terms", loss.Apply(inputs.ToArray(), new LossArguments { Reduction = Reduction.None }).ToArray());
            return;
        }

        var value = loss.Apply(inputs.ToArray());
        var gradients = Autograd.Gradient(value, [.. leaves.Select(leaf => leaf.Leaf)]);
        writer.Double("value", value.ToArray()[0]);
        writer.WriteStartObject("gradients");
        for (var i = 0; i < leaves.Count; i++) writer.Doubles(leaves[i].Name, gradients[i].ToArray());
        writer.WriteEndObject();
    }

    private static Tensor Labels(JsonElement list)
    {
        int[] labels = [.. list.EnumerateArray().Select(one => one.GetInt32())];
        return Tensor.Of(labels, [labels.Length]);
    }

    private static Tensor Elements(JsonElement list)
    {
        var rows = list.GetArrayLength();
        if (rows == 0 || list[0].ValueKind != JsonValueKind.Array) return Tensor.Of((double[])[.. list.EnumerateArray().Select(Numbers.Read)], [rows]);
        double[] numbers = [.. list.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(Numbers.Read))];
        return Tensor.Of(numbers, [rows, numbers.Length / rows]);
    }
}
