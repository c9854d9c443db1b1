using System.Text.Json.Nodes;

namespace Minima.Training.Generative;

/// <summary>Replaces codes by the nearest entry of a learned codebook; gradients pass through unchanged.</summary>
/// <remarks>
/// <para>Formula: q(z) = e_k, k the entry with the smallest |z - e_k|; backwards dq/dz = 1 (straight through). The codebook learns by its own loss.</para>
/// <para>Source: van den Oord, Vinyals and Kavukcuoglu 2017, NeurIPS, arXiv:1711.00937.</para>
/// </remarks>
/// <example><code>
/// var codes = quantizer.Quantize(encoder.Forward(x));
/// var loss = rebuilt(decoder.Forward(codes.Passed), x) + new VectorQuantization().Apply(codes.Given, codes.Chosen);
/// </code></example>
[Layer(
    "vector_quantizer",
    Summary = "Codes are replaced by the nearest entry of a learned codebook; gradients pass as if they had not been.",
    ChineseSummary = "编码被换成学得码本中最近的一项；梯度照常通过。",
    Formula = "y = the nearest entry of the codebook",
    Source = "van den Oord, Vinyals and Kavukcuoglu 2017, Neural discrete representation learning, NIPS, arXiv:1711.00937")]
public sealed class VectorQuantizer : Module
{
    private readonly Parameter _codebook;

    /// <param name="entries">The number of entries in the codebook.</param>
    /// <param name="width">The number of elements in a code.</param>
    /// <param name="random">Draws the entries, uniform within 1 / entries of 0.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1.</exception>
    public VectorQuantizer(
        [Option(OptionKind.Count, "how many entries", "码本有多少项")] int entries,
        [Option(OptionKind.Count, "the length of an entry", "一项的长度")] int width,
        RandomState random,
        ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(random);
        Sizes.Positive(nameof(VectorQuantizer), nameof(entries), entries);
        Sizes.Positive(nameof(VectorQuantizer), nameof(width), width);
        var values = new double[entries * width];
        random.FillUniform(values, -1.0 / entries, 1.0 / entries);
        _codebook = Add("codebook", Tensor.Of(values, [entries, width]).To(type));
        (Entries, Width) = (entries, width);
    }

    /// <summary>The number of entries in the codebook.</summary>
    public int Entries { get; }

    /// <summary>The number of elements in a code.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override string ToString() => $"VectorQuantizer({Entries} entries, width {Width})";

    /// <summary>The nearest entry of each code; on a tie, the one with the lower index.</summary>
    /// <param name="codes">[N, width].</param>
    /// <exception cref="TrainingException">Another shape or type.</exception>
    public QuantizedCodes Quantize(Tensor codes)
    {
        var places = Nearest(codes);
        var chosen = _codebook.Value.Rows(places);
        return new(codes, chosen, codes + (chosen - codes).Detach(), places);
    }

    /// <summary>Looks up entries by their indices, int of any shape.</summary>
    /// <exception cref="TrainingException">The indices are not int, or one is outside the codebook.</exception>
    public Tensor Lookup(Tensor places) => _codebook.Value.Rows(places);

    /// <summary>Moves every entry that is nearest to no code onto a code drawn at random: an entry far from all codes never learns.</summary>
    /// <param name="codes">[N, width], for any N above 0.</param>
    /// <param name="random">Draws the codes.</param>
    /// <returns>The number of entries moved.</returns>
    /// <exception cref="TrainingException">Another shape or type, or no code.</exception>
    public int Revive(Tensor codes, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        using var silence = Autograd.NoGradient();
        var used = new bool[Entries];
        foreach (var place in Nearest(codes).Contiguous().Read<int>()) used[place] = true;
        var moved = used.Count(isUsed => !isUsed);
        if (moved == 0) return 0;
        var rows = codes.Shape[0] > 0 ? codes.ToArray() : throw new TrainingException("Cannot revive a codebook without codes; give the codes of a batch.");
        var book = _codebook.Value.ToArray();
        for (var entry = 0; entry < Entries; entry++)
        {
            if (used[entry]) continue;
            rows.AsSpan(random.NextInt(codes.Shape[0]) * Width, Width).CopyTo(book.AsSpan(entry * Width));
        }

        var all = Tensor.Of(book, _codebook.Value.Shape).To(_codebook.Value.Type);
        if (all.Type == ElementType.Double) all.Read<double>().CopyTo(_codebook.Value.Write<double>());
        else all.Read<float>().CopyTo(_codebook.Value.Write<float>());
        return moved;
    }

    internal static VectorQuantizer Build(LayerDescription one)
    {
        var (entries, width) = (one.Size("entries"), one.Size("width"));
        one.Announce((double)entries * width);
        return new VectorQuantizer(entries, width, one.Random, one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "vector_quantizer", ["entries"] = Entries, ["width"] = Width, ["type"] = Sizes.Name(_codebook.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Quantize(input).Passed;

    private Tensor Nearest(Tensor codes)
    {
        if (codes.Rank != 2 || codes.Shape[1] != Width || codes.Type != _codebook.Value.Type) throw Misfit(codes, $"it takes codes [N, {Width}] ({_codebook.Value.Type}).");
        using (Autograd.NoGradient()) return (-codes.PairwiseSquaredDistances(_codebook.Value)).ArgMax(^1);
    }
}
