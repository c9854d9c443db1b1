using System.Text.Json.Nodes;

namespace Minima.Training.Generative;

/// <summary>Scales and shifts one half of an item by functions of the other: a layer whose inverse and log-determinant cost no more than the layer.</summary>
/// <remarks>
/// <para>Formula: y = m x + (1 - m) (x exp(s(m x)) + t(m x)), m 1 at every other place; log |dy/dx| = sum of s where m is 0; x = m y + (1 - m) (y - t(m y)) exp(-s(m y)).</para>
/// <para>Numerics: s = 2 tanh(..), so that a layer stretches by at most e^2.</para>
/// <para>Source: Dinh, Sohl-Dickstein and Bengio 2017 (RealNVP), ICLR, arXiv:1605.08803.</para>
/// </remarks>
[Layer(
    "affine_coupling",
    Summary = "One half of an item scales and shifts the other: a layer with an inverse.",
    ChineseSummary = "一半元素缩放并平移另一半：可逆的层。",
    Formula = "y_1 = x_1, y_2 = x_2 exp(s(x_1)) + t(x_1)",
    Source = "Dinh, Sohl-Dickstein and Bengio 2017, Density estimation using Real NVP, ICLR, arXiv:1605.08803")]
public sealed class AffineCoupling : Module
{
    private const double MostLogScale = 2;

    private readonly int[] _hidden;
    private readonly Module _network;
    private readonly Tensor _kept;

    /// <param name="width">The number of elements in an item, at least 2.</param>
    /// <param name="keepsEven">If true, the elements 0, 2, 4 .. stay unchanged; if false, the others.</param>
    /// <param name="hidden">The widths of the hidden layers of s and t, which share one network.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A width below 2, or a hidden width below 1.</exception>
    public AffineCoupling(
        [Option(OptionKind.Count, "the length of the last axis", "最后一轴的长度")] int width,
        [Option(OptionKind.Flag, "whether the even elements stay as they are", "是否保持偶数位元素不变")] bool keepsEven,
        ReadOnlySpan<int> hidden,
        RandomState random,
        ElementType type = ElementType.Single)
    {
        if (width < 2) throw new TrainingException($"Cannot make a coupling for items of {width} numbers; it needs at least 2, of which one half moves the other.");
        Width = width;
        KeepsEven = keepsEven;
        _hidden = hidden.ToArray();
        var kept = Enumerable.Range(0, width).Select(place => place % 2 == 0 == keepsEven ? 1.0 : 0);
        _kept = Tensor.Of([.. kept], [1, width]).To(type).Keep();
        _network = Add("network", Models.Mlp(width, hidden, 2 * width, random, type: type));
    }

    /// <summary>The number of elements in an item.</summary>
    public int Width { get; }

    /// <summary>True if the elements 0, 2, 4 .. stay unchanged; false if the others.</summary>
    internal bool KeepsEven { get; }

    /// <summary>The element type.</summary>
    internal ElementType Type => _kept.Type;

    /// <inheritdoc/>
    public override string ToString() => $"AffineCoupling({Width})";

    /// <summary>From items [N, width] towards the latent space: y, and log |dy/dx| [N].</summary>
    /// <exception cref="TrainingException">Another shape.</exception>
    public (Tensor Latent, Tensor LogDeterminant) Encode(Tensor items)
    {
        var (kept, moved, logScale, shift) = Parts(items);
        return (kept + (moved * ((items * logScale.Exp()) + shift)), (moved * logScale).Sum(^1));
    }

    /// <summary>From the latent space back: the inverse of <see cref="Encode"/>.</summary>
    /// <exception cref="TrainingException">Another shape.</exception>
    public Tensor Decode(Tensor latent)
    {
        var (kept, moved, logScale, shift) = Parts(latent);
        return kept + (moved * ((latent - shift) * (-logScale).Exp()));
    }

    internal static AffineCoupling Build(LayerDescription one)
    {
        var width = one.Size("width");
        var hidden = one.SizesOf("hidden");
        double numbers = width;
        var inputs = width;
        foreach (var outputs in hidden.Append(2 * width))
        {
            numbers += ((double)inputs + 1) * outputs;
            inputs = outputs;
        }

        one.Announce(numbers);
        return new AffineCoupling(width, one.Flag("keeps_even", true), hidden, one.Random, one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() =>
        new() { ["kind"] = "affine_coupling", ["width"] = Width, ["keeps_even"] = KeepsEven, ["hidden"] = new JsonArray([.. _hidden.Select(width => (JsonNode)width)]), ["type"] = Sizes.Name(Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Encode(input).Latent;

    /// <summary>The half that stays, the mask of the other half, and its log-scale and shift.</summary>
    private (Tensor Kept, Tensor Moved, Tensor LogScale, Tensor Shift) Parts(Tensor items)
    {
        if (items.Rank != 2 || items.Shape[1] != Width || items.Type != _kept.Type) throw Misfit(items, $"it takes rows [N, {Width}] ({_kept.Type}).");
        var mask = _kept.BroadcastTo(items.Shape);
        var kept = items * mask;
        var both = _network.Forward(kept);
        return (kept, 1 - mask, MostLogScale * both.Slice(1, 0, Width).Tanh(), both.Slice(1, Width, Width));
    }
}
