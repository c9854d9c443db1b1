using System.Collections.Concurrent;
using Xunit;

namespace Minima.Trees.Tests;

/// <summary>Every process of a boosting makes the same calls, also if the parts differ: all end with the same message, and none waits for another.</summary>
public sealed class PartTests
{
    [Theory]
    [InlineData("marks", "part 1 has other inputs, weights, groups or marks of held-out rows than part 0")]
    [InlineData("groups", "part 1 has other inputs, weights, groups or marks of held-out rows than part 0")]
    [InlineData("all held out", "every row of part 1 is held out")]
    public async Task PartsThatDifferEndAlike(string what, string message)
    {
        var gathered = new ConcurrentDictionary<(int Call, int Rank), byte[]>();
        using var barrier = new Barrier(2);
        var messages = await Task.WhenAll(new[] { 0, 1 }.Select(rank => Task.Factory.StartNew(() => Message(rank), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(messages, text => Assert.StartsWith(message, text, StringComparison.Ordinal));

        string Message(int rank)
        {
            var data = MadeRows.Of(30, 2, rank);
            var groups = what == "marks" || (what == "groups" && rank == 0) ? Enumerable.Range(0, 30).Select(row => row / 3).ToArray() : null;
            var marks = what == "marks" && rank == 0 ? Enumerable.Range(0, 30).Select(row => row < 6).ToArray()
                : what == "all held out" ? Enumerable.Range(0, 30).Select(row => rank == 1 || row < 6).ToArray()
                : null;
            data = data with { Group = groups, HeldOut = marks };
            var options = new BoostOptions { HeldOut = 0.2, Collective = new Process(rank, gathered, barrier) };
            return Assert.Throws<BoostException>(() => new Parts(data, options).HeldOut(data, options)).Message;
        }
    }

    /// <summary>A process as a thread. A call that the other one does not make ends after ten seconds.</summary>
    private sealed class Process(int rank, ConcurrentDictionary<(int Call, int Rank), byte[]> gathered, Barrier barrier) : Collective
    {
        private int _calls;

        public override int Rank => rank;

        public override int Ranks => 2;

        public override void Sum(Span<long> numbers) => throw new NotSupportedException();

        public override void Max(Span<double> numbers) => throw new NotSupportedException();

        public override byte[][] Gather(ReadOnlySpan<byte> own)
        {
            gathered[(++_calls, rank)] = own.ToArray();
            return barrier.SignalAndWait(TimeSpan.FromSeconds(10)) ? [gathered[(_calls, 0)], gathered[(_calls, 1)]] : throw new TimeoutException($"rank {rank} waits alone");
        }
    }
}
