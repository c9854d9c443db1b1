using System.Text.Json;

namespace Minima.Explorer.Answers;

/// <summary>Value and gradients of a loss that is written on tensors: each of its inputs is a list of numbers under its name.</summary>
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
            var numbers = Numbers.Read(given, info.Name);
            var input = Tensor.Of(numbers, [numbers.Length]);
            if (info.Differentiated)
            {
                input = input.WithGradient();
                leaves.Add((info.Name, input));
            }

            inputs.Add(input);
        }

        var value = loss.Apply(inputs.ToArray());
        var gradients = Autograd.Gradient(value, [.. leaves.Select(leaf => leaf.Leaf)]);
        writer.Double("value", value.ToArray()[0]);
        writer.WriteStartObject("gradients");
        for (var i = 0; i < leaves.Count; i++) writer.Doubles(leaves[i].Name, gradients[i].ToArray());
        writer.WriteEndObject();
    }
}
