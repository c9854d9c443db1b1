using Xunit;

namespace Minima.Distributed.Tests;

/// <summary>The program behind docs/scale.md and docs/mission.md, run small. Its figures depend on the machine, so none is held.</summary>
public sealed class RanksTests
{
    [Fact]
    public void TheProgramMeasuresTwoRanksAndTheirMessages()
    {
        using var run = Launched.Start(0, "dotnet", Path.Combine(AppContext.BaseDirectory, "Minima.Ranks.dll"), "measure", "1", "2", "64");
        run.Wait();
        Assert.Contains("of two ranks with one thread each", run.Output, StringComparison.Ordinal);
        Assert.Contains("latency ", run.Output, StringComparison.Ordinal);
        Assert.Contains("efficiency of two ranks, median of 1:", run.Output, StringComparison.Ordinal);
    }
}
