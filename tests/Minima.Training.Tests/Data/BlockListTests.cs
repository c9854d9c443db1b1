using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class BlockListTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4000)]
    [InlineData(1L << 40)]
    public void WhatWasWrittenIsReadWhereverItLies(long budget)
    {
        using var folder = new TemporaryFolder();
        using var store = new SpillStore(budget, folder.Path);
        var numbers = new BlockList<double>(store, 16);
        var other = new BlockList<int>(store, 16);
        for (var i = 0; i < 1000; i++)
        {
            numbers.Add(i);
            other.Add(-i);
        }

        Assert.Equal(budget > 20_000, store.IsInMemory);
        Assert.Equal(1000, numbers.Count);
        Assert.Equal(63, numbers.Blocks);
        Assert.Equal(8, numbers.Read(62).Length);
        for (var i = 0; i < 1000; i += 3) numbers[i] = numbers[i] + 0.5;
        for (var i = 999; i >= 0; i--) Assert.Equal(i % 3 == 0 ? i + 0.5 : i, numbers[i]);
        numbers.Change(5)[3] = double.NaN;
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i == 83 ? double.NaN : i % 3 == 0 ? i + 0.5 : i), numbers.ToArray());
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => -i), other.ToArray());
    }

    [Fact]
    public void BlocksThatAreReadInTurnDoNotDisturbEachOther()
    {
        using var folder = new TemporaryFolder();
        using var store = new SpillStore(0, folder.Path);
        var lists = Enumerable.Range(0, 3).Select(_ => new BlockList<int>(store, 4)).ToArray();
        for (var i = 0; i < 40; i++)
        {
            foreach (var list in lists) list.Add(i);
        }

        for (var block = 0; block < 10; block++)
        {
            for (var k = 0; k < 3; k++) lists[k].Change(block)[0] += k;
        }

        for (var k = 0; k < 3; k++) Assert.Equal(Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? i + k : i), lists[k].ToArray());
    }

    [Fact]
    public void ATemporaryFileLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        using (var store = new SpillStore(0, folder.Path))
        {
            var list = new BlockList<int>(store, 4);
            for (var i = 0; i < 40; i++) list.Add(i);
            Assert.False(store.IsInMemory);

            // Where a name can go before its file does, it is gone already.
            if (!OperatingSystem.IsWindows()) Assert.Empty(Directory.GetFiles(folder.Path));
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFolderThatIsNotThereIsTold()
    {
        using var store = new SpillStore(0, "/no/such/folder");
        var list = new BlockList<int>(store, 1);
        list.Add(1);
        var problem = Assert.Throws<TrainingException>(() => list.Add(2));
        Assert.StartsWith("/no/such/folder: a temporary file cannot be created there (", problem.Message, StringComparison.Ordinal);
        Assert.Contains("TemporaryFolder", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFullDiskIsTold()
    {
        using var folder = new TemporaryFolder();

        // The system's device that is always full; where there is none, a file that cannot be written.
        var full = File.Exists("/dev/full") ? "/dev/full" : folder.Write("read-only", "1");
        using var file = new SpillFile(File.OpenHandle(full, access: File.Exists("/dev/full") ? FileAccess.Write : FileAccess.Read), "/tmp");
        var problem = Assert.Throws<TrainingException>(() => file.Append(new byte[100]));
        Assert.StartsWith("/tmp: writing a temporary file failed after 0 MB (", problem.Message, StringComparison.Ordinal);
        Assert.Contains("MemoryBudget", problem.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<SystemException>(problem.InnerException);
    }

    /// <summary>If a file would exceed the maximum size of the system, .NET throws an exception of its own.</summary>
    [Fact]
    public void AFileBeyondTheMaximumSizeIsReported()
    {
        using var folder = new TemporaryFolder();
        using var file = new SpillFile(folder.Path);
        var problem = Assert.Throws<TrainingException>(() => file.Write(long.MaxValue - 100, new byte[10]));
        Assert.Contains("Free some space, name a folder on another disk", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatLostItsEndIsTold()
    {
        using var folder = new TemporaryFolder();
        using var file = new SpillFile(File.OpenHandle(folder.Write("short", "12345")), "/tmp");
        Assert.Contains("reading a temporary file failed (it ends too early)", Assert.Throws<TrainingException>(() => file.Read(3, new byte[10])).Message, StringComparison.Ordinal);
    }
}
