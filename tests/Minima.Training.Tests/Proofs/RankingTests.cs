using Minima.Examples.Ranking;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Proofs;

/// <summary>Losses that rank, trained on clicks.</summary>
public sealed class RankingTests
{
    private const double Rate = 0.01;

    [SlowFact]
    public void ClicksTeachAnOrderThatTheEngineDidNotHave()
    {
        var (training, test) = (ClickLog.Draw(320, new RandomState(1)), ClickLog.Draw(200, new RandomState(2)));
        var engine = RankingTask.Ndcg(test.Engine, test.Grades, test.Shown);
        foreach (var loss in RankingLoss.All)
        {
            var learned = RankingTask.Ndcg(RankingTask.Trained(loss, training, test, Rate, 10, 1), test.Grades, test.Shown);
            Assert.True(learned > engine, $"{loss.Name} {learned}, the engine {engine}");
        }
    }

    [Fact]
    public void PairsLearnWhatSquaresOfSingleItemsMiss()
    {
        double pairs = 0, points = 0;
        foreach (var seed in (int[])[1, 2, 3])
        {
            var random = new RandomState((ulong)seed);
            var (training, test) = (ClickLog.Draw(320, random), ClickLog.Draw(200, random));
            pairs += Judged(RankingLoss.All.Single(loss => loss.Name == "ranknet"), training, test, seed);
            points += Judged(RankingLoss.Pointwise, training, test, seed);
        }

        Assert.True(pairs > points, $"{pairs / 3}, {points / 3}");

        static double Judged(RankingLoss loss, ClickLog training, ClickLog test, int seed) => RankingTask.Ndcg(RankingTask.Trained(loss, training, test, Rate, 10, seed), test.Grades, test.Shown);
    }

    [Fact]
    public void ASeedIsATraining()
    {
        var (training, test) = (ClickLog.Draw(64, new RandomState(3)), ClickLog.Draw(20, new RandomState(4)));
        Assert.Equal(training.Clicks, ClickLog.Draw(64, new RandomState(3)).Clicks);
        Assert.Equal(RankingTask.Trained(RankingLoss.LambdaRank, training, test, Rate, 2, 5), RankingTask.Trained(RankingLoss.LambdaRank, training, test, Rate, 2, 5));
        Assert.NotEqual(RankingTask.Trained(RankingLoss.LambdaRank, training, test, Rate, 2, 5), RankingTask.Trained(RankingLoss.LambdaRank, training, test, Rate, 2, 6));
    }

    [Fact]
    public void ClicksRiseWithTheGradeAndNothingIsClickedThatIsNotShown()
    {
        var log = ClickLog.Draw(2000, new RandomState(5));
        var means = Enumerable.Range(0, 5).Select(grade => Enumerable.Range(0, log.Clicks.Length).Where(i => log.Shown[i] > 0 && log.Grades[i] == grade).Average(i => (double)log.Clicks[i])).ToArray();
        for (var grade = 1; grade < means.Length; grade++) Assert.True(means[grade] > 1.3 * means[grade - 1], string.Join(' ', means));
        Assert.All(Enumerable.Range(0, log.Clicks.Length).Where(i => log.Shown[i] == 0), i => Assert.Equal(0, log.Clicks[i]));
    }

    [Fact]
    public void NdcgIsThatOfTheFormula()
    {
        var (scores, relevance, shown) = (new float[ClickLog.Width], new float[ClickLog.Width], new float[ClickLog.Width]);
        (scores[0], scores[1], scores[2], scores[3]) = (3, 2, 1, 9);
        (relevance[1], relevance[2], relevance[3]) = (2, 1, 4);
        (shown[0], shown[1], shown[2]) = (1, 1, 1);

        // Gains 0, 3, 1 at the places 1, 2, 3, where 3, 1, 0 is best; the item of grade 4 is not shown.
        var got = (3 / Math.Log2(3)) + (1 / Math.Log2(4));
        var best = 3 + (1 / Math.Log2(3));
        Assert.Equal(got / best, RankingTask.Ndcg(scores, relevance, shown), 1e-15);
    }
}
