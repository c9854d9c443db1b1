using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Events;

/// <summary>Metrics of orders against scikit-learn, ties of scores included, and against all orders of a tie.</summary>
public sealed class RankedListTests
{
    [Fact]
    public void ScikitLearnAgrees()
    {
        foreach (var item in EventReference.Root.GetProperty("lists").EnumerateArray())
        {
            var (relevance, score) = (EventReference.Numbers(item.GetProperty("relevance")), EventReference.Numbers(item.GetProperty("score")));
            var query = new int[score.Length];
            foreach (var expected in item.GetProperty("ndcg").EnumerateObject())
                Assert.Equal(expected.Value.GetDouble(), RankedLists.Gain(relevance, score, query, expected.Name == "all" ? int.MaxValue : int.Parse(expected.Name, System.Globalization.CultureInfo.InvariantCulture))![0], 1e-12);
            Assert.Equal(item.GetProperty("average_precision").GetDouble(), RankedLists.AveragePrecision(relevance, score, query)![0], 1e-12);
        }
    }

    /// <summary>The reciprocal rank of a tie is the mean over its orders; here by shuffling often.</summary>
    [Fact]
    public void AReciprocalRankIsExpectedOverTies()
    {
        double[] relevance = [0, 2, 0, 1, 0, 0], score = [3, 1, 1, 1, 1, 0];
        var random = new Random(5);
        var sum = 0.0;
        const int Rounds = 40_000;
        for (var round = 0; round < Rounds; round++)
        {
            int[] order = [.. Enumerable.Range(0, 6).OrderByDescending(i => score[i]).ThenBy(_ => random.Next())];
            sum += 1.0 / (1 + Array.FindIndex(order, row => relevance[row] > 0));
        }

        Assert.Equal(sum / Rounds, RankedLists.ReciprocalRank(relevance, score, new int[6])![0], 0.003);
        Assert.Equal(0.5, RankedLists.ReciprocalRank([0, 1], [1, 0], [0, 0])![0], 1e-15);
    }

    [Fact]
    public void QueriesWithNothingToFindAreLeftOut()
    {
        double[] relevance = [1, 0, 0, 0, 3], score = [0, 1, 2, 1, 0];
        int[] queries = [0, 0, 1, 1, 2];
        Assert.Equal([1 / Math.Log2(3), double.NaN, double.NaN, double.NaN, double.NaN], RankedLists.Gain(relevance, score, queries, 10)!);
        Assert.All(RankedLists.Gain([0, 0], [1, 2], [0, 0], 10)!, value => Assert.Equal(double.NaN, value));
        Assert.Equal([double.NaN], RankedLists.AveragePrecision([1], [1], [0])!);
    }
}
