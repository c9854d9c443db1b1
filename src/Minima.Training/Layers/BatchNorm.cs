using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// Normalises each channel to mean 0 and variance 1 over the batch, then scales and shifts it: y = (x - mean) / sqrt(variance + epsilon) weight + bias.
/// x is [batch, channels] or [batch, channels, positions ..]. Training uses the mean and variance of the batch and updates running estimates;
/// prediction uses the running estimates.
/// </summary>
/// <remarks>
/// <para>As in PyTorch: running = (1 - momentum) running + momentum batch; the batch is normalised by its variance with divisor n, the running variance uses divisor n - 1.</para>
/// <para>The running estimates are buffers: saved with the model, not trained. Source: Ioffe and Szegedy 2015, "Batch normalization", ICML, arXiv:1502.03167.</para>
/// </remarks>
[Layer(
    "batch_norm",
    Summary = "Every channel gets mean 0 and variance 1 over the batch, then a learned scale and shift.",
    ChineseSummary = "每个通道在批内归一为均值 0、方差 1，再乘以学得的尺度并加上平移。",
    Formula = "y = (x - mean) / sqrt(variance + epsilon) weight + bias",
    Source = "Ioffe and Szegedy 2015, Batch normalization, ICML, arXiv:1502.03167",
    Elsewhere = ["torch.nn.BatchNorm2d", "keras.layers.BatchNormalization", "flax.linen.BatchNorm"])]
public sealed class BatchNorm : Module
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly ModelBuffer _mean;
    private readonly ModelBuffer _variance;

    /// <param name="channels">The length of axis 1.</param>
    /// <param name="momentum">The weight of a new batch in the running estimates, above 0 up to 1.</param>
    /// <param name="epsilon">Added to the variance; above 0.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">Channels below 1, an epsilon that is not above 0, or a momentum outside (0, 1].</exception>
    public BatchNorm(
        [Option(OptionKind.Count, "how many channels", "多少个通道")] int channels,
        [Option(OptionKind.Fraction, "how much of each batch enters the running means", "每批有多少计入滑动均值")] double momentum = 0.1,
        [Option(OptionKind.Positive, "what is added to the variance", "加到方差上的数")] double epsilon = 1e-5,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(BatchNorm), nameof(channels), channels);
        if (!(momentum > 0 && momentum <= 1)) throw new TrainingException(FormattableString.Invariant($"BatchNorm: momentum is {momentum}; it is the weight of a new batch in the running estimates, above 0 up to 1."));
        Channels = channels;
        Momentum = momentum;
        Epsilon = Sizes.Positive(nameof(BatchNorm), nameof(epsilon), epsilon);
        _weight = Add("weight", Tensor.Ones([channels], type));
        _bias = Add("bias", Tensor.Zeros([channels], type));
        _mean = AddBuffer("running_mean", Tensor.Zeros([channels], type));
        _variance = AddBuffer("running_variance", Tensor.Ones([channels], type));
    }

    /// <summary>The length of axis 1.</summary>
    public int Channels { get; }

    /// <summary>The weight of a new batch in the running estimates.</summary>
    public double Momentum { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string ToString() => $"BatchNorm({Channels})";

    internal static BatchNorm Build(LayerDescription one)
    {
        var channels = one.Size("channels");
        one.Announce(channels);
        return new BatchNorm(channels, one.Number("momentum", 0.1), one.Number("epsilon", 1e-5), one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "batch_norm", ["channels"] = Channels, ["momentum"] = Momentum, ["epsilon"] = Epsilon, ["type"] = Sizes.Name(_weight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var weight = _weight.Value;
        if (input.Rank < 2 || input.Shape[1] != Channels || input.Type != weight.Type) throw Misfit(input, $"its weight has the shape {weight.Shape} ({weight.Type}), so it takes [batch, {Channels}] or [batch, {Channels}, ..].");
        if (!IsTraining) return Predict(input);
        var batch = input.Shape[0];
        var count = input.Count / Channels;
        if (count < 2) throw Misfit(input, "in training it needs at least two values of each channel to compute a variance. Make the last batch of an epoch larger, or drop it.");

        var result = BatchNormOperation.Apply(input.Rank == 2 ? input : input.Reshape([batch, Channels, count / batch]), weight, _bias.Value, Epsilon, out var statistics);
        Follow(statistics.Read<double>(), count);
        return result.Reshape(input.Shape);
    }

    private Tensor Predict(Tensor input)
    {
        var factor = _weight.Value * (_variance.Value + Epsilon).Pow(-0.5);
        var summand = _bias.Value - (_mean.Value * factor);
        if (input.Rank == 2) return (input * factor.BroadcastTo(input.Shape)) + summand.BroadcastTo(input.Shape);
        var batch = input.Shape[0];
        var positions = input.Count / Math.Max(batch * Channels, 1);
        var rows = input.Reshape([batch * Channels, positions]);
        return ((rows * BatchNormOperation.Everywhere(factor, batch, positions)) + BatchNormOperation.Everywhere(summand, batch, positions)).Reshape(input.Shape);
    }

    private void Follow(ReadOnlySpan<double> statistics, int count)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            Follow(_mean.Value, channel, statistics[3 * channel]);
            Follow(_variance.Value, channel, statistics[(3 * channel) + 1] * count / (count - 1));
        }
    }

    private void Follow(Tensor running, int channel, double value)
    {
        if (running.Type == ElementType.Single)
        {
            var values = running.Write<float>();
            values[channel] = (float)(((1 - Momentum) * values[channel]) + (Momentum * value));
        }
        else
        {
            var values = running.Write<double>();
            values[channel] = ((1 - Momentum) * values[channel]) + (Momentum * value);
        }
    }
}
