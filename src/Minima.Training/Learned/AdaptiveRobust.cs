using System.Text.Json.Nodes;
using Minima.Losses;

namespace Minima.Training;

/// <summary>Barron's adaptive loss as a module: the shape alpha and the scale are learned along with the model and saved with it.</summary>
/// <remarks>
/// <para>Formula: rho(r; alpha, scale) + log scale + log Z(alpha), rho the general robust loss, with alpha = 0.001 + 1.998 sigmoid(a) and scale = 1e-5 + softplus(s), a and s learned.</para>
/// <para>Input: residuals (prediction - target) in any shape; output: the loss of each, in that shape. The derivatives with respect to a and s are exact to first order.</para>
/// <para>Limits: alpha near 2 is the squared error, 1 approaches the absolute error for large residuals, near 0 is the Cauchy loss. One pair of alpha and scale serves all residuals.</para>
/// <para>Source: Barron 2019, CVPR, arXiv:1701.03077, section 3.</para>
/// </remarks>
/// <example><code>
/// var robust = new AdaptiveRobust();
/// var optimizer = new Adam([.. model.Parameters, .. robust.Parameters], 0.01);
/// robust.Forward(model.Forward(x) - y).Mean().Backward();
/// </code></example>
[Layer(
    "adaptive_robust",
    Summary = "Barron's adaptive loss, whose shape and scale are learned beside the model.",
    ChineseSummary = "Barron 的自适应损失，其形状与尺度同模型一起学习。",
    Source = "Barron 2019, A general and adaptive robust loss function, CVPR, arXiv:1701.03077")]
public sealed class AdaptiveRobust : Module
{
    private const double LeastAlpha = 0.001;
    private const double AlphaWidth = 1.998;
    private const double LeastScale = 1e-5;

    // The step of a five-point difference, whose error is below that of the quadrature.
    private const double Step = 2e-3;

    private readonly Parameter _alpha;
    private readonly Parameter _scale;

    /// <param name="alpha">The initial shape, between 0.001 and 1.999.</param>
    /// <param name="scale">The initial scale, above 1e-5, in the units of the residuals.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">An initial value outside its range.</exception>
    public AdaptiveRobust(double alpha = 1, double scale = 1, ElementType type = ElementType.Single)
    {
        if (!(alpha > LeastAlpha && alpha < LeastAlpha + AlphaWidth)) throw new TrainingException($"The shape of an adaptive loss cannot start at {alpha}; it must lie between {LeastAlpha} and {LeastAlpha + AlphaWidth}.");
        if (!(scale > LeastScale && double.IsFinite(scale))) throw new TrainingException($"The scale of an adaptive loss cannot start at {scale}; it must be finite and above {LeastScale}.");
        var share = (alpha - LeastAlpha) / AlphaWidth;
        _alpha = Add("alpha", Tensor.Full(Shape.Scalar, Math.Log(share / (1 - share)), type));

        // The inverse of softplus, without overflow.
        var excess = scale - LeastScale;
        _scale = Add("scale", Tensor.Full(Shape.Scalar, excess + Math.Log(-double.ExpM1(-excess)), type));
    }

    /// <summary>The current shape.</summary>
    public double Alpha => LeastAlpha + (AlphaWidth / (1 + Math.Exp(-_alpha.Value.Item())));

    /// <summary>The current scale.</summary>
    public double Scale
    {
        get
        {
            var s = _scale.Value.Item();
            return LeastScale + Math.Max(s, 0) + Math.Log(1 + Math.Exp(-Math.Abs(s)));
        }
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "adaptive_robust", ["type"] = Sizes.Name(_alpha.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Type != _alpha.Value.Type) throw Misfit(input, $"its shape and scale are {_alpha.Value.Type}: give both one type.");
        var alpha = LeastAlpha + (AlphaWidth * _alpha.Value.Sigmoid());
        var scale = LeastScale + _scale.Value.Softplus();
        var distance = 2 - alpha;
        var ratio = input / scale.BroadcastTo(input.Shape);
        var inner = 1 + (ratio * ratio / distance.BroadcastTo(input.Shape));
        var loss = (distance / alpha).BroadcastTo(input.Shape) * (inner.Pow((alpha / 2).BroadcastTo(input.Shape)) - 1);
        var normaliser = scale.Log() + LogNormaliser(alpha);
        return loss + normaliser.BroadcastTo(input.Shape);
    }

    /// <summary>log Z at alpha, with its derivative: linear in alpha around its current value.</summary>
    private static Tensor LogNormaliser(Tensor alpha)
    {
        var at = alpha.Item();
        double Log(double a) => BarronNormaliser.Log(a);
        var slope = at > 2 * Step
            ? (Log(at - (2 * Step)) - (8 * Log(at - Step)) + (8 * Log(at + Step)) - Log(at + (2 * Step))) / (12 * Step)
            : ((-3 * Log(at)) + (4 * Log(at + Step)) - Log(at + (2 * Step))) / (2 * Step);
        return (slope * (alpha - alpha.Detach())) + Log(at);
    }

    internal static AdaptiveRobust Build(LayerDescription description) => new(type: description.Type);
}
