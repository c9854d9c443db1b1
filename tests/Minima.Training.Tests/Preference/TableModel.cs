using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Preference;

/// <summary>A language model whose logits for the next token are a row of a table, by the last token: its probabilities can be written out.</summary>
internal sealed class TableModel : Module
{
    private readonly Parameter _logits;

    public TableModel(double[] logits, int words) => _logits = Add("logits", Tensor.Of(logits, [logits.Length / words, words]));

    public static TableModel Random(int words, ulong seed)
    {
        var random = new RandomState(seed);
        return new(Enumerable.Range(0, words * words).Select(_ => random.NextNormal()).ToArray(), words);
    }

    /// <summary>A model of its own with the same weights.</summary>
    public TableModel Copy()
    {
        var copy = new TableModel(new double[_logits.Value.Count], _logits.Value.Shape[1]);
        copy.CopyWeightsFrom(this);
        return copy;
    }

    protected override Tensor Compute(Tensor input) => _logits.Value.Rows(input);
}
