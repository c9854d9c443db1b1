using Minima.Tensors.Losses;
using Minima.Training.Generative;

namespace Minima.Lab.Sampling;

/// <summary>A VQ-VAE: items become a few entries of a codebook; new items are drawn from the frequencies with which entries follow each other.</summary>
internal sealed class QuantizedModel : GenerativeModel
{
    private const int CodeWidth = 4;
    private const int ReviveEvery = 50;
    private const int ReviveUntil = 600;

    private readonly Module _encoder;
    private readonly Module _decoder;
    private readonly VectorQuantizer _quantizer;
    private readonly RandomState _random;
    private readonly int _places;
    private CodeChain? _chain;
    private int _step;

    /// <param name="width">The number of values in an item.</param>
    /// <param name="hidden">The number of units of each hidden layer.</param>
    /// <param name="places">The number of entries for each item.</param>
    /// <param name="entries">The size of the codebook.</param>
    /// <param name="random">Draws weights.</param>
    public QuantizedModel(int width, int hidden, int places, int entries, RandomState random)
    {
        _places = places;
        _random = random.Fork("revive");
        _encoder = Models.Mlp(width, [hidden, hidden], places * CodeWidth, random);
        _decoder = Models.Mlp(places * CodeWidth, [hidden, hidden], width, random);
        _quantizer = new VectorQuantizer(entries, CodeWidth, random);
        Parameters = [.. _encoder.Parameters, .. _decoder.Parameters, .. _quantizer.Parameters];
    }

    public override Words Name => "VQ-VAE";

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override Tensor Loss(Tensor batch)
    {
        var given = Codes(batch);
        if (_step <= ReviveUntil && _step++ % ReviveEvery == 0) _quantizer.Revive(given.Detach(), _random);
        var codes = _quantizer.Quantize(given);
        var error = Decoded(codes.Passed) - batch;
        return (error * error).Mean() + new VectorQuantization().Apply(codes.Given, codes.Chosen);
    }

    public override void Trained(Tensor items) =>
        _chain = new CodeChain(_quantizer.Quantize(Codes(items)).Places.Contiguous().Read<int>(), _places, _quantizer.Entries);

    public override Tensor Draw(int items, RandomState random)
    {
        var places = _chain!.Draw(items, random);
        return Decoded(_quantizer.Lookup(Tensor.Of(places, [places.Length])));
    }

    public Tensor Rebuilt(Tensor items) => Decoded(_quantizer.Forward(Codes(items)));

    private Tensor Codes(Tensor items) => _encoder.Forward(items).Reshape([items.Shape[0] * _places, CodeWidth]);

    private Tensor Decoded(Tensor codes) => _decoder.Forward(codes.Reshape([codes.Shape[0] / _places, _places * CodeWidth]));
}
