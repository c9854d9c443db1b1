using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Joins all axes after the first: [batch, ..] becomes [batch, features].</summary>
[Layer(
    "flatten",
    Summary = "Joins all axes behind the first.",
    ChineseSummary = "把第一轴之后的各轴合为一轴。",
    Formula = "[batch, ..] becomes [batch, features]",
    Elsewhere = ["torch.nn.Flatten", "keras.layers.Flatten"])]
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "flatten" };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank == 0) throw Misfit(input, "it takes [batch, ..].");
        var rows = input.Shape[0];
        var features = 1;
        for (var axis = 1; axis < input.Rank; axis++) features *= input.Shape[axis];
        return input.Reshape([rows, features]);
    }

    internal static Flatten Build(LayerDescription _) => new();
}
