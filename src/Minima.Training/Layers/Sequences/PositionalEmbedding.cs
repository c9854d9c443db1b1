using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Adds a learned vector to each position: y[b, t, :] = x[b, t, :] + weight[t, :]. x is [batch, positions, width].</summary>
/// <remarks>Source: Gehring et al. 2017, "Convolutional sequence to sequence learning", ICML, arXiv:1705.03122.</remarks>
[Layer(
    "positional_embedding",
    Summary = "Adds a learned vector to each position.",
    ChineseSummary = "给每个位置加一个学得的向量。",
    Formula = "y[t] = x[t] + weight[t]",
    Source = "Gehring et al. 2017, Convolutional sequence to sequence learning, ICML, arXiv:1705.03122")]
public sealed class PositionalEmbedding : Module
{
    private readonly Parameter _weight;

    /// <param name="positions">The length of the longest sequence.</param>
    /// <param name="width">The length of a vector.</param>
    /// <param name="random">Draws the initial vectors.</param>
    /// <param name="standardDeviation">The standard deviation of the initial vectors, which are normal with mean 0.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, or a deviation that is negative or not finite.</exception>
    public PositionalEmbedding(
        [Option(OptionKind.Count, "the longest sequence", "最长的序列")] int positions,
        [Option(OptionKind.Count, "the length of a vector", "向量的长度")] int width,
        RandomState random,
        double standardDeviation = 0.02,
        ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(random);
        Sizes.Positive(nameof(PositionalEmbedding), nameof(positions), positions);
        Sizes.Positive(nameof(PositionalEmbedding), nameof(width), width);
        _weight = Add("weight", Sizes.Normal([positions, width], standardDeviation, random, type));
        Positions = positions;
        Width = width;
    }

    /// <summary>The length of the longest sequence.</summary>
    public int Positions { get; }

    /// <summary>The length of a vector.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override string ToString() => $"PositionalEmbedding({Positions} positions, width {Width})";

    internal static PositionalEmbedding Build(LayerDescription one)
    {
        var (positions, width) = (one.Size("positions"), one.Size("width"));
        one.Announce((double)positions * width);
        return new PositionalEmbedding(positions, width, one.Random, type: one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "positional_embedding", ["positions"] = Positions, ["width"] = Width, ["type"] = Sizes.Name(_weight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var weight = _weight.Value;
        if (input.Rank != 3 || input.Shape[1] > Positions || input.Shape[2] != Width || input.Type != weight.Type)
        {
            throw Misfit(input, $"its weight has the shape {weight.Shape} ({weight.Type}), so it takes [batch, at most {Positions}, {Width}].");
        }

        return input + weight.Slice(0, 0, input.Shape[1]).BroadcastTo(input.Shape);
    }
}
