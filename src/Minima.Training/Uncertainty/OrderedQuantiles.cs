using System.Text.Json.Nodes;

namespace Minima.Training.Uncertainty;

/// <summary>A head whose outputs are quantiles that never cross: the lowest, and positive gaps above it.</summary>
/// <remarks>
/// <para>Formula: h = x W + b; q_1 = h_1 - spread/2, q_k = q_(k-1) + softplus(h_k + c), c such that the gaps are equal and add to the spread if h is 0.</para>
/// <para>Shapes: input [.., inputs], output [.., count], ascending along the last axis.</para>
/// <para>Source: Park et al. 2022, AISTATS, arXiv:2111.06581 (cumulative positive gaps); Chernozhukov, Fernandez-Val and Galichon 2010 for the problem of crossing.</para>
/// </remarks>
/// <example><code>
/// ImmutableArray&lt;double&gt; levels = [0.05, 0.5, 0.95];
/// var model = new Sequential(new Linear(10, 32, random), Activations.ByName("relu"), new OrderedQuantiles(32, levels.Length, random));
/// new MultiQuantile(levels).Apply(model.Forward(x), y).Backward();
/// </code></example>
[Layer(
    "ordered_quantiles",
    Summary = "A head whose outputs are quantiles that never cross.",
    ChineseSummary = "输出为互不交叉的分位数的头。",
    Formula = "the lowest, and softplus gaps above it")]
public sealed class OrderedQuantiles : Module
{
    /// <summary>The distance from the quantile at 0.05 to that at 0.95 of a standard normal distribution.</summary>
    public const double NormalSpread = 3.2897072539029444;

    private readonly Linear _numbers;
    private readonly double _offset;

    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="count">The number of quantiles, at least two.</param>
    /// <param name="random">Draws the initial weights.</param>
    /// <param name="spread">The distance from the lowest to the highest quantile before training, in units of the target: standardise targets, or set it.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, fewer than two quantiles, or a spread that is not finite and above 0.</exception>
    public OrderedQuantiles(
        [Option(OptionKind.Count, "how many numbers it takes", "接受多少个数")] int inputs,
        [Option(OptionKind.Count, "how many quantiles", "多少个分位数")] int count,
        RandomState random,
        double spread = NormalSpread,
        ElementType type = ElementType.Single)
    {
        if (count < 2) throw new TrainingException($"OrderedQuantiles: count is {count}; an order needs at least 2 quantiles.");
        Spread = Sizes.Positive(nameof(OrderedQuantiles), nameof(spread), spread);
        _numbers = Add("numbers", new Linear(inputs, count, random, initializer: Initializer.GlorotUniform, type: type));

        // The inverse of softplus, without overflow.
        var gap = spread / (count - 1);
        _offset = gap + Math.Log(-double.ExpM1(-gap));
    }

    /// <summary>The distance from the lowest to the highest quantile before training.</summary>
    public double Spread { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"OrderedQuantiles({_numbers.Inputs} -> {_numbers.Outputs}, spread {Spread})");

    internal static OrderedQuantiles Build(LayerDescription one)
    {
        var (inputs, count) = (one.Size("inputs"), one.Size("count"));
        one.Announce((double)inputs * count);
        return new OrderedQuantiles(inputs, count, one.Random, one.Number("spread", NormalSpread), one.Type);
    }

    /// <exception cref="TrainingException">Fewer than two levels, one that is not between 0 and 1, or one that is not above the one before it.</exception>
    internal static void CheckLevels(IReadOnlyList<double> levels)
    {
        if (levels.Count < 2) throw new TrainingException($"{levels.Count} levels of quantiles were given; there must be at least 2.");
        for (var i = 0; i < levels.Count; i++)
        {
            if (!(levels[i] > 0 && levels[i] < 1) || (i > 0 && levels[i] <= levels[i - 1])) throw new TrainingException(FormattableString.Invariant($"Level {i} of some quantiles is {levels[i]}; levels must ascend between 0 and 1."));
        }
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "ordered_quantiles", ["inputs"] = _numbers.Inputs, ["count"] = _numbers.Outputs, ["spread"] = Spread, ["type"] = Sizes.Name(_numbers.Parameters[0].Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var numbers = _numbers.Forward(input);
        var last = numbers.Rank - 1;
        var lowest = numbers.Slice(last, 0, 1) - (Spread / 2);
        var gaps = (numbers.Slice(last, 1, numbers.Shape[last] - 1) + _offset).Softplus();
        return Tensor.Concatenate(last, lowest, gaps).CumulativeSum();
    }
}
