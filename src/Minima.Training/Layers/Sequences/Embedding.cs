using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>A vector for each word: y[.., :] = weight[x[..], :]. x is int of any shape, y has the width of the vectors as an additional axis.</summary>
/// <remarks>The gradient of a row is the sum over all positions of its word, in their order: bit-identical on any number of threads.</remarks>
[Layer(
    "embedding",
    Summary = "A learned vector for each word.",
    ChineseSummary = "每个词一个学得的向量。",
    Formula = "y = weight[x]",
    Elsewhere = ["torch.nn.Embedding", "keras.layers.Embedding", "flax.linen.Embed"])]
public sealed class Embedding : Module
{
    private readonly Parameter _weight;

    /// <param name="count">The number of words: indices are 0 to count - 1.</param>
    /// <param name="width">The length of a vector.</param>
    /// <param name="random">Draws the initial vectors.</param>
    /// <param name="standardDeviation">The standard deviation of the initial vectors, which are normal with mean 0.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, or a deviation that is negative or not finite.</exception>
    public Embedding(
        [Option(OptionKind.Count, "how many words", "多少个词")] int count,
        [Option(OptionKind.Count, "the length of a vector", "向量的长度")] int width,
        RandomState random,
        double standardDeviation = 1,
        ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(random);
        Sizes.Positive(nameof(Embedding), nameof(count), count);
        Sizes.Positive(nameof(Embedding), nameof(width), width);
        _weight = Add("weight", Sizes.Normal([count, width], standardDeviation, random, type));
        Count = count;
        Width = width;
    }

    /// <summary>The number of words.</summary>
    public int Count { get; }

    /// <summary>The length of a vector.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({Count} words, width {Width})";

    internal static Embedding Build(LayerDescription one)
    {
        var (count, width) = (one.Size("count"), one.Size("width"));
        one.Announce((double)count * width);
        return new Embedding(count, width, one.Random, type: one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "embedding", ["count"] = Count, ["width"] = Width, ["type"] = Sizes.Name(_weight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Type != ElementType.Int32 || input.Rank >= Shape.MostAxes) throw Misfit(input, "it takes int indices of at most five axes.");
        return RowsByIndex.Apply(_weight.Value, input);
    }
}
