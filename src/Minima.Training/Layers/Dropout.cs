using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// While training, sets each element to 0 with probability <see cref="Rate"/> and divides it by 1 - rate otherwise, which keeps its expectation. Prediction leaves it unchanged.
/// </summary>
/// <remarks>Checkpoints save its random state. Source: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15.</remarks>
[Layer(
    "dropout",
    Summary = "While training, elements become 0 by chance; the others grow, so that the mean stays.",
    ChineseSummary = "训练时元素随机变为 0；其余放大，使均值不变。",
    Formula = "y = x mask / (1 - rate)",
    Source = "Srivastava et al. 2014, Dropout: a simple way to prevent neural networks from overfitting, JMLR 15, 1929-1958",
    Elsewhere = ["torch.nn.Dropout", "keras.layers.Dropout", "flax.linen.Dropout"])]
public sealed class Dropout : Module
{
    private readonly RandomState _random;

    /// <param name="rate">The probability of 0, in [0, 1).</param>
    /// <param name="random">Supplies one number, the seed of the layer's own generator.</param>
    /// <exception cref="TrainingException">A rate outside [0, 1).</exception>
    public Dropout(
        [Option(OptionKind.Fraction, "the share of elements that become 0; 0.5 unless a description says otherwise", "变为 0 的元素所占比例；描述中未给出时为 0.5", IsOptional = true)] double rate,
        RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(rate >= 0 && rate < 1)) throw new TrainingException(FormattableString.Invariant($"Dropout: rate is {rate}; it is the proportion of elements that become 0, from 0 up to but not 1."));
        Rate = rate;
        _random = new RandomState(random.NextBits());
        AddRandom(_random);
    }

    /// <summary>The probability of 0.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Dropout({Rate})");

    internal static Dropout Build(LayerDescription one) => new(one.Number("rate", 0.5), one.Random);

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "dropout", ["rate"] = Rate };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => IsTraining && Rate > 0 ? input * DropoutMask.Draw(input, Rate, _random) : input;
}
