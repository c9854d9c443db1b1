using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>x + f(x): the inner layers f learn the residual. f keeps the shape.</summary>
/// <remarks>Source: He et al. 2016, "Deep residual learning for image recognition", CVPR, arXiv:1512.03385.</remarks>
[Layer(
    "residual",
    Summary = "The layers inside learn what to add to the input.",
    ChineseSummary = "内部各层学习要加到输入上的量。",
    Formula = "y = x + f(x)",
    Source = "He et al. 2016, Deep residual learning for image recognition, CVPR, arXiv:1512.03385")]
public sealed class Residual : Module
{
    /// <param name="inner">f.</param>
    public Residual(Module inner) => Inner = Add("inner", inner);

    /// <summary>f.</summary>
    public Module Inner { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Residual({Inner})";


    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "residual", ["inner"] = Inner.Describe() };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var change = Inner.Forward(input);
        return change.Shape == input.Shape ? input + change : throw Misfit(input, $"its inner layer gave the shape {change.Shape}, which must be that of the input.");
    }

    internal static Residual Build(LayerDescription one) => new(one.Layer("inner"));
}
