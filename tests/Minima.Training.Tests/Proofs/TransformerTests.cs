using Minima.Examples.Text;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Proofs;

/// <summary>The transformer on text, and what it is held to.</summary>
public sealed class TransformerTests
{
    [Fact]
    public void NGramsAreMixedAsWittenAndBellSay()
    {
        // After "a": b twice, one kind. Without context: a three times, b twice, two kinds of five characters. Before that: one of two.
        int[] text = [0, 1, 0, 1, 0];
        var grams = new NGrams(text, 2, 2);
        var unigram = (2 + (2 * 0.5)) / (5 + 2);
        Assert.Equal((2 + (1 * unigram)) / (2 + 1), grams.Probability([0, 1], 1, 2), 1e-15);
        Assert.Equal(-Math.Log2((3 + (2 * 0.5)) / 7), grams.BitsPerCharacter([0], 2), 1e-15);
    }

    [Fact]
    public void NGramsSumToOne()
    {
        var random = new RandomState(1);
        var text = Enumerable.Range(0, 500).Select(_ => random.NextInt(5)).ToArray();
        var grams = new NGrams(text, 5, 4);
        for (var n = 1; n <= 4; n++) Assert.Equal(1, Enumerable.Range(0, 5).Sum(next => grams.Probability([3, 1, 4, next], 3, n)), 1e-12);
    }

    [Fact]
    public void ACorpusKeepsTheLastTenthOfEachDocument()
    {
        var corpus = new Corpus([new string('a', 90) + new string('b', 10), new string('b', 40) + "cc" + new string('a', 8)]);
        Assert.Equal(['\ufffd', 'a', 'b'], corpus.Symbols);
        Assert.Equal(new string('b', 10) + "aaaaa", corpus.Decode(corpus.Test));
        Assert.EndsWith("\ufffd\ufffdaaa", corpus.Decode(corpus.Training), StringComparison.Ordinal);
    }

    [SlowFact]
    public void ItLearnsWhatShortContextsCannotTell()
    {
        // Each run of eight random letters comes twice: the second one is a copy, which attention sees and 3-grams do not.
        var random = new RandomState(3);
        var text = Enumerable.Range(0, 560).SelectMany(_ => Enumerable.Range(0, 8).Select(_ => random.NextInt(8)).ToArray() is var run ? run.Concat(run) : []).ToArray();
        var setting = new CharacterSetting { Context = 32, Width = 32, Heads = 4, Blocks = 2, Dropout = 0, BatchSize = 16, Stride = 16, Epochs = 16, LearningRate = 0.01 };
        var model = new CharacterModel(8, setting, new RandomState(1));
        var bits = new EpochBits(model, text[8000..]);
        model.Fit(text[..8000], 1, [bits]);
        var counted = new NGrams(text[..8000], 8, 3).BitsPerCharacter(text[8000..], 3);
        Assert.True(counted > 2.8);
        Assert.True(bits.Test[^1] < 2, $"{bits.Test[^1]}");
        Assert.Equal(12, model.Continue([1, 2], 10, 0.8, new RandomState(1)).Length);
    }
}
