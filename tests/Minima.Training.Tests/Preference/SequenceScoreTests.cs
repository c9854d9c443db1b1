using Minima.Tensors.Randomness;
using Minima.Training.Preference;

namespace Minima.Training.Tests.Preference;

/// <summary>Log-probabilities of answers, and answers drawn by them.</summary>
public sealed class SequenceScoreTests
{
    private const int Words = 3;

    private static readonly double[] Logits = [0.5, -1, 0.2, 0, 1.5, -0.3, -0.7, 0.1, 0.9];

    [Fact]
    public void TokensAreLogProbabilitiesOfTheNextToken()
    {
        var said = SequenceScores.Tokens(new TableModel(Logits, Words), Tensor.Of([0, 2, 1, 1], [1, 4]), prompt: 2).ToArray();
        Assert.Equal([Log(2, 1), Log(1, 1)], said, Near);
    }

    [Fact]
    public void SumsAndMeansAreThoseOfTheTokensThatCount()
    {
        var tokens = Tensor.Of([-1.0, -2, -4, -3, -5, -7], [2, 3]);
        var mask = Tensor.Of([1.0, 1, 1, 1, 0, 0], [2, 3]);
        Assert.Equal([-7, -15], SequenceScores.Sum(tokens).ToArray());
        Assert.Equal([-7, -3], SequenceScores.Sum(tokens, mask).ToArray());
        Assert.Equal([-7.0 / 3, -5], SequenceScores.Mean(tokens).ToArray(), Near);
        Assert.Equal([-7.0 / 3, -3], SequenceScores.Mean(tokens, mask).ToArray(), Near);
        Assert.Equal([0, -15], SequenceScores.Mean(tokens, Tensor.Of([0.0, 0, 0, 1, 0, 0], [2, 3])).ToArray().Select((value, row) => row == 0 ? value : 5 * value));
    }

    /// <summary>KL over whole answers, summed over all answers of two tokens, is the mean of what is said of the answers.</summary>
    [Fact]
    public void TheDivergenceIsThatOfTheDistributionsOverAnswers()
    {
        var (policy, reference) = (TableModel.Random(Words, 1), TableModel.Random(Words, 2));
        var answers = Tensor.Of([.. Enumerable.Range(0, Words * Words).SelectMany(i => new[] { 1, i / Words, i % Words })], [Words * Words, 3]);
        var now = SequenceScores.Sum(SequenceScores.Tokens(policy, answers, 1)).ToArray();
        var then = SequenceScores.Sum(SequenceScores.Tokens(reference, answers, 1)).ToArray();
        Assert.Equal(1, now.Sum(Math.Exp), 1e-12);
        var said = SequenceScores.Divergence(policy, reference, answers, 1).ToArray();
        Assert.Equal(now.Select((log, i) => Math.Exp(log) * (log - then[i])).Sum(), now.Select((log, i) => Math.Exp(log) * said[i]).Sum(), 1e-12);
        Assert.All(SequenceScores.Divergence(policy, policy, answers, 1).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void AnswersAreDrawnAsOftenAsTheModelSays()
    {
        const int draws = 20000;
        var prompts = Tensor.Of(Enumerable.Repeat(2, draws).ToArray(), [draws, 1]);
        var tokens = SequenceSampler.Draw(new TableModel(Logits, Words), prompts, 2, new RandomState(4)).Read<int>();
        for (var first = 0; first < Words; first++)
        {
            for (var second = 0; second < Words; second++)
            {
                var count = 0;
                for (var row = 0; row < draws; row++) count += tokens[(3 * row) + 1] == first && tokens[(3 * row) + 2] == second ? 1 : 0;
                var expected = Math.Exp(Log(2, first) + Log(first, second));
                Assert.Equal(expected, count / (double)draws, 5 * Math.Sqrt(expected / draws));
            }
        }
    }

    [Fact]
    public void WithoutTemperatureTheLikeliestTokenIsDrawn()
    {
        var drawn = SequenceSampler.Draw(new TableModel(Logits, Words), Tensor.Of([0, 1, 2], [3, 1]), 2, new RandomState(1), temperature: 0);
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], drawn.Read<int>().ToArray());
    }

    [Fact]
    public void BadRequestsAreRefused()
    {
        var model = new TableModel(Logits, Words);
        var tokens = Tensor.Of([0, 1, 2], [1, 3]);
        var random = new RandomState(1);
        Assert.Contains("prompt", Refused(() => SequenceScores.Tokens(model, tokens, 0)), StringComparison.Ordinal);
        Assert.Contains("prompt", Refused(() => SequenceScores.Tokens(model, tokens, 3)), StringComparison.Ordinal);
        Assert.Contains("int tokens", Refused(() => SequenceScores.Tokens(model, Tensor.Zeros([1, 3]), 1)), StringComparison.Ordinal);
        Assert.Contains("[1, 2, V]", Refused(() => SequenceScores.Tokens(new Flat(), tokens, 1)), StringComparison.Ordinal);
        Assert.Contains("mask", Refused(() => SequenceScores.Sum(Tensor.Zeros([1, 3]), Tensor.Zeros([1, 2]))), StringComparison.Ordinal);
        Assert.Contains("Prompts", Refused(() => SequenceSampler.Draw(model, Tensor.Zeros([1, 1]), 1, random)), StringComparison.Ordinal);
        Assert.Contains("at least 1", Refused(() => SequenceSampler.Draw(model, tokens, 0, random)), StringComparison.Ordinal);
        Assert.Contains("temperature", Refused(() => SequenceSampler.Draw(model, tokens, 1, random, -1)), StringComparison.Ordinal);
        Assert.Contains("token 1", Refused(() => SequenceSampler.Draw(new TableModel([0, double.NaN, 0, 0], 2), Tensor.Of([0], [1, 1]), 1, random)), StringComparison.Ordinal);
    }

    private static string Refused(Func<Tensor> act) => Assert.Throws<TrainingException>(() => act()).Message;

    private static double Log(int before, int token) => Logits[(before * Words) + token] - Math.Log(Enumerable.Range(0, Words).Sum(k => Math.Exp(Logits[(before * Words) + k])));

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;

    /// <summary>Gives something else than logits.</summary>
    private sealed class Flat : Module
    {
        protected override Tensor Compute(Tensor input) => Tensor.Zeros(input.Shape);
    }
}
