using System.Text;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>Alone, because the collector's counts are those of the process.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestCollection;

/// <summary>Memory of a large request goes back to the machine, and the requests after it do not pay for that.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    /// <summary>Giving memory back is a full collection. After one large request the pool stood at its limit, passed it again with each new size, and each line cost a collection: ten times its own work.</summary>
    [Fact]
    public void RequestsAfterALargeOneAreNotCollectedOneByOne()
    {
        const int lines = 120;
        ManySmallTensors();
        var before = GC.CollectionCount(2);
        var answers = Ask.Parse(Ask.Bytes(Encoding.UTF8.GetBytes(Requests(Enumerable.Range(5, lines).Select(i => 5 + (i / 4))))));
        Assert.Equal(lines, answers.Length);
        Assert.All(answers, answer => Assert.True(answer.TryGetProperty("value", out _), answer.ToString()));
        Assert.InRange(GC.CollectionCount(2) - before, 0, lines / 2);
    }

    /// <summary>What a request with a long recursion leaves to this thread: a pool of pieces that are all small.</summary>
    private static void ManySmallTensors()
    {
        using var step = StepScope.Begin();
        for (var i = 0; i < 80_000; i++) Tensor.Zeros([250]);
    }

    private static string Requests(IEnumerable<int> rows) => string.Concat(rows.Select(count => $$"""{"loss": "all_triplets", "inputs": {"prediction": [{{Rows(count)}}], "target": [{{string.Join(", ", Enumerable.Range(0, count).Select(i => i % 3))}}] } }""" + "\n"));

    private static string Rows(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"[{i}, {i % 7}]")));
}
