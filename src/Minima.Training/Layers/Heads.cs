using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Several heads on one input, for several tasks on a shared trunk: their outputs are concatenated along the last axis.</summary>
/// <remarks>Input [.., n]; output [.., k_1 + k_2 + ...] in the order of the heads, which are named 0, 1, 2 and so on. Source: Caruana 1997, "Multitask learning".</remarks>
/// <example><code>
/// var model = new Sequential(new Linear(64, 32, random), Activations.ByName("relu"), new Heads(new Linear(32, 10, random), new Linear(32, 1, random)));
/// </code></example>
[Layer(
    "heads",
    Summary = "Several heads on one input, their outputs side by side.",
    ChineseSummary = "同一输入上的多个头，输出并排。",
    Formula = "y = [f_1(x), f_2(x), ...]")]
public sealed class Heads : Module
{
    private readonly Module[] _heads;

    /// <param name="heads">One for each task.</param>
    /// <exception cref="TrainingException">There is none.</exception>
    public Heads(params ReadOnlySpan<Module> heads)
    {
        if (heads.Length == 0) throw new TrainingException("Heads needs at least one head: a module for each task.");
        _heads = heads.ToArray();
        for (var i = 0; i < _heads.Length; i++) Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), _heads[i]);
    }

    /// <summary>The heads in order.</summary>
    public IReadOnlyList<Module> All => _heads;

    /// <inheritdoc/>
    public override string ToString() => $"Heads({string.Join(", ", All)})";

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "heads", ["heads"] = new JsonArray([.. _heads.Select(head => head.Describe())]) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var outputs = new Tensor[_heads.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = _heads[i].Forward(input);
            if (outputs[i].Rank != outputs[0].Rank || outputs[i].Shape.Without(outputs[i].Rank - 1) != outputs[0].Shape.Without(outputs[0].Rank - 1))
            {
                throw Misfit(input, $"head {i} gave the shape {outputs[i].Shape}, but head 0 gave {outputs[0].Shape}; they may differ in the last axis only.");
            }
        }

        return outputs.Length == 1 ? outputs[0] : Tensor.Concatenate(outputs[0].Rank - 1, outputs);
    }

    internal static Heads Build(LayerDescription one) => new(one.Layers("heads"));
}
