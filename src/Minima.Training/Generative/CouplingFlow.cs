using System.Globalization;
using System.Text.Json.Nodes;

namespace Minima.Training.Generative;

/// <summary>A normalising flow of affine couplings, which keep each half in turn: maps items to a standard normal latent space and back, with the exact log-determinant.</summary>
/// <remarks>Source: Dinh, Sohl-Dickstein and Bengio 2017 (RealNVP), ICLR, arXiv:1605.08803.</remarks>
/// <example><code>
/// var flow = new CouplingFlow(width: 2, couplings: 6, [64, 64], random);
/// var (latent, logDeterminant) = flow.Encode(batch);
/// new NormalizingFlow().Apply(latent, logDeterminant).Backward();
/// var items = flow.Draw(100, random);
/// </code></example>
[Layer(
    "coupling_flow",
    Summary = "Affine couplings one behind the other: items to a standard normal code and back.",
    ChineseSummary = "相继的仿射耦合：样本与标准正态编码互相变换。",
    Formula = "y = f_n(... f_1(x))",
    Source = "Dinh, Sohl-Dickstein and Bengio 2017, arXiv:1605.08803")]
public sealed class CouplingFlow : Module
{
    private readonly AffineCoupling[] _couplings;

    /// <param name="width">The number of elements in an item, at least 2.</param>
    /// <param name="couplings">The number of couplings, at least 2: with one, half of the elements would never change.</param>
    /// <param name="hidden">The widths of each layer's hidden layers.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A width or a number of layers below 2.</exception>
    public CouplingFlow(int width, int couplings, ReadOnlySpan<int> hidden, RandomState random, ElementType type = ElementType.Single)
    {
        if (couplings < 2) throw new TrainingException($"Cannot make a flow of {couplings} couplings; it needs at least 2, or one half of the numbers is never moved.");
        _couplings = new AffineCoupling[couplings];
        for (var i = 0; i < couplings; i++) _couplings[i] = Add(Place(i), new AffineCoupling(width, i % 2 == 0, hidden, random, type));
    }

    private CouplingFlow(AffineCoupling[] couplings)
    {
        _couplings = couplings;
        for (var i = 0; i < couplings.Length; i++) Add(Place(i), couplings[i]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"CouplingFlow({_couplings[0].Width}, {_couplings.Length} couplings)";

    /// <summary>Maps items [N, width] to the latent space; also returns log |dz/dx| [N].</summary>
    public (Tensor Latent, Tensor LogDeterminant) Encode(Tensor items)
    {
        var (latent, sum) = _couplings[0].Encode(items);
        foreach (var coupling in _couplings.AsSpan(1))
        {
            (latent, var one) = coupling.Encode(latent);
            sum += one;
        }

        return (latent, sum);
    }

    /// <summary>Maps latent points to items: the inverse of <see cref="Encode"/>.</summary>
    public Tensor Decode(Tensor latent)
    {
        for (var i = _couplings.Length - 1; i >= 0; i--) latent = _couplings[i].Decode(latent);
        return latent;
    }

    /// <summary>Items from standard normal latent points.</summary>
    public Tensor Draw(int items, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Decode(Sizes.Normal([items, _couplings[0].Width], 1, random, _couplings[0].Type));
    }

    internal static CouplingFlow Build(LayerDescription one)
    {
        var layers = one.Layers("couplings");
        if (layers.Length < 2) throw one.Fault("couplings", $"has {layers.Length} layers; a flow takes at least 2, or one half of the numbers is never moved");
        var couplings = new AffineCoupling[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            couplings[i] = layers[i] as AffineCoupling ?? throw one.Fault($"couplings[{Place(i)}]", $"is a {layers[i]}, which has no inverse here; give affine couplings");
            if (couplings[i].Width != couplings[0].Width || couplings[i].Type != couplings[0].Type) throw one.Fault($"couplings[{Place(i)}]", $"takes {couplings[i].Width} numbers ({couplings[i].Type}), and the first one {couplings[0].Width} ({couplings[0].Type}); all must take the same number");
            if (couplings[i].KeepsEven != (i % 2 == 0)) throw one.Fault($"couplings[{Place(i)}]", "keeps the half that the one before it keeps; a flow keeps the one (\"keeps_even\": true) and the other in turn");
        }

        return new CouplingFlow(couplings);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "coupling_flow", ["couplings"] = new JsonArray([.. _couplings.Select(coupling => coupling.Describe())]) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Encode(input).Latent;

    private static string Place(int index) => index.ToString(CultureInfo.InvariantCulture);
}
