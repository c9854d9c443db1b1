using System.Text.Json.Nodes;
using Minima.Tensors.Losses;

namespace Minima.Training.Quantization;

/// <summary>Rounds a whole tensor to one grid, as integers will later, and passes gradients through: to the tensor, and to the step if it is learned.</summary>
/// <remarks>
/// <para>Formula: step clip(round(x / step), lowest, highest). The gradient passes where x rounds to a level of the grid and stops outside; that of the step is
/// (round(v) - v) / sqrt(N highest) inside, v = x / step, and the end of the grid over the same root outside. N is the number of elements, of one item if axis 0 is a batch.</para>
/// <para>A step that training drives to 0 or below counts as 1e-8, and its gradient still passes, so that it can recover.</para>
/// <para>Source: Esser et al. 2020, ICLR, arXiv:1902.08153.</para>
/// </remarks>
[Layer(
    "fake_quantizer",
    Summary = "Rounds a whole tensor to one grid, as integers will later, and lets gradients pass.",
    ChineseSummary = "像日后的整数那样把整个张量舍入到同一网格，并让梯度通过。",
    Formula = "y = step round(x / step)",
    Elsewhere = ["torch.ao.quantization.FakeQuantize"])]
public sealed class FakeQuantizer : Module
{
    private const double LeastStep = 1e-8;
    private readonly Parameter _step;
    private readonly bool _isBatch;

    /// <summary>Creates a quantizer with an initial step.</summary>
    /// <param name="format">The grid.</param>
    /// <param name="step">The distance between two levels: above 0. <see cref="StepSearch"/> finds one.</param>
    /// <param name="isLearned">True if training changes the step.</param>
    /// <param name="isBatch">True if axis 0 is a batch of items, as for activations.</param>
    /// <param name="type">The element type of the tensors to round: float or double.</param>
    /// <exception cref="TrainingException">A step that is not above 0.</exception>
    public FakeQuantizer(QuantizationFormat format, double step, bool isLearned = true, bool isBatch = false, ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (!(step > 0) || !double.IsFinite(step)) throw new TrainingException($"A quantizer cannot have the step {step}; it must be above 0 and finite. {nameof(StepSearch)}.{nameof(StepSearch.Find)} gives one for given numbers.");
        Format = format;
        _isBatch = isBatch;
        _step = Add("step", Tensor.Full([1], step, type));
        _step.IsTrainable = isLearned;
    }

    /// <summary>The grid.</summary>
    public QuantizationFormat Format { get; }

    /// <summary>The distance between two levels.</summary>
    public double Step => FixedStep.Item();

    /// <summary>True if training changes the step.</summary>
    public bool IsLearned => _step.IsTrainable;

    /// <summary>The step as a number without gradient.</summary>
    internal Tensor FixedStep => _step.Value.Detach().Reshape(Shape.Scalar).Max(Tensor.Scalar(LeastStep, _step.Value.Type));

    /// <inheritdoc/>
    public override string ToString() => $"FakeQuantizer({Format})";

    /// <summary>The levels of a tensor: whole numbers that, times <see cref="Step"/>, are the rounded tensor. Their gradient is that of the rounded tensor divided by the step.</summary>
    /// <exception cref="TrainingException">The element type differs from that of the step.</exception>
    public Tensor Levels(Tensor x)
    {
        if (x.Type != _step.Value.Type) throw Misfit(x, $"its step is {_step.Value.Type}.");
        var step = FixedStep;
        var (levels, inside, slope) = QuantizationGrid.QuantizeByLearnedStep(x, step, Format.Lowest, Format.Highest, _isBatch && x.Rank > 0 ? (double)x.Count / Math.Max(x.Shape[0], 1) : x.Count);
        return levels + ((QuantizationGrid.StraightThrough(x).If(inside) + (QuantizationGrid.StraightThrough(_step.Value.Reshape(Shape.Scalar)) * slope)) / step);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "fake_quantizer", ["bits"] = Format.Bits, ["signed"] = Format.IsSigned, ["learned"] = IsLearned, ["batch"] = _isBatch, ["type"] = Sizes.Name(_step.Value.Type) };

    /// <summary>A quantizer from its description; its step is loaded with the weights.</summary>
    internal static FakeQuantizer Build(LayerDescription one)
    {
        one.Announce(1);
        return new FakeQuantizer(new QuantizationFormat(one.Size("bits"), one.Flag("signed", true)), 1, one.Flag("learned", true), one.Flag("batch", false), one.Type);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Levels(input) * FixedStep;
}
