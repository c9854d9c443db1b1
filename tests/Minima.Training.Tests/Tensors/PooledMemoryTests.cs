namespace Minima.Training.Tests.Tensors;

/// <summary>Steps keep memory to use again, and not more than the steps of late used, nor than a floor.</summary>
public class PooledMemoryTests
{
    private const int Large = 10 << 20;

    /// <summary>However large one step was, and wherever among small ones it came: two windows later the thread holds no more than the floor.</summary>
    [SlowTheory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 8)]
    [InlineData(20, 1)]
    public void OneLargeStepIsForgotten(int largeSteps, int tensors) => OnOwnThread(() =>
    {
        for (var i = 0; i < 5; i++) Step(1000, 1);
        for (var i = 0; i < largeSteps; i++) Step(Large, tensors);
        Assert.True(StepMemory.Held > StoragePool.Floor);
        for (var i = 0; i < 3 * StoragePool.Window; i++) Step(1000, 1);
        Assert.InRange(StepMemory.Held, 1, StoragePool.Floor);
    });

    /// <summary>A step of many small tensors keeps an object for each: those go too, or every later collection looks at them.</summary>
    [SlowFact]
    public void TheNodesOfOneLongStepAreForgotten() => OnOwnThread(() =>
    {
        Step(2, 60_000);
        Assert.True(StepMemory.Held > StoragePool.Floor);
        for (var i = 0; i < 3 * StoragePool.Window; i++) Step(1000, 1);
        Assert.InRange(StepMemory.Held, 1, StoragePool.Floor / 4);
    });

    /// <summary>A loop of steps of one size, with larger ones between them more often than a window is long, asks for no memory from its second round on.</summary>
    [SlowTheory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(StoragePool.Window)]
    public void ALoopKeepsWhatItUses(int everySo) => OnOwnThread(() =>
    {
        for (var round = 0; round < 6 * StoragePool.Window; round++)
        {
            var isLarge = everySo == 0 || round % everySo == 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step(isLarge ? Large : 1000, 1);
            if (round > StoragePool.Window) Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    });

    [Fact]
    public void TrimmingLetsGoAtOnceAndSpoilsNothing() => OnOwnThread(() =>
    {
        Step(Large, 3);
        StepMemory.Trim(StoragePool.Floor);
        Assert.InRange(StepMemory.Held, 0, StoragePool.Floor);
        Step(Large, 3);
        StepMemory.Trim(0);
        Assert.Equal(0, StepMemory.Held);
        Step(1000, 3);
    });

    /// <summary>Makes tensors of so many floats, checks that each is its own, and ends the step.</summary>
    private static void Step(int count, int tensors)
    {
        using var step = StepScope.Begin();
        var made = Enumerable.Range(0, tensors).Select(i => Tensor.Zeros([count]) + i).ToArray();
        for (var i = 0; i < tensors; i++) Assert.Equal(i, made[i].Slice(0, count - 1, 1).ToArray()[0]);
    }

    /// <summary>The memory is a thread's own.</summary>
    private static void OnOwnThread(Action work)
    {
        Exception? problem = null;
        var thread = new Thread(() => problem = Record.Exception(work));
        thread.Start();
        thread.Join();
        if (problem is not null) throw new InvalidOperationException(problem.Message, problem);
    }
}
