using System.Text;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>A file is the old one or the new one, whatever fails and whenever the process dies.</summary>
public class AtomicFileTests
{
    [Fact]
    public void AFileIsWrittenAndReplaced()
    {
        using var folder = new TemporaryFolder();
        foreach (var text in (string[])["first", "the second one"])
        {
            AtomicFile.Write(folder["file.txt"], stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(text, File.ReadAllText(folder["file.txt"]));
            Assert.Equal(["file.txt"], folder.Files);
        }
    }

    [Fact]
    public void WhatTheWriterThrowsGoesThroughAndNothingChanges()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file.txt"], "old");
        Assert.Throws<TimeoutException>(() => AtomicFile.Write(folder["file.txt"], stream =>
        {
            stream.Write("half"u8);
            throw new TimeoutException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["file.txt"]));
        Assert.Equal(["file.txt"], folder.Files);
    }

    [Fact]
    public void APathThatCannotBeWrittenIsRefused()
    {
        using var folder = new TemporaryFolder();
        Refused("writing failed", () => AtomicFile.Write(folder["none/file.txt"], stream => stream.Write("x"u8)));
        Directory.CreateDirectory(folder["taken"]);
        Refused("What was there before is untouched", () => AtomicFile.Write(folder["taken"], stream => stream.Write("x"u8)));
        Assert.Empty(folder.Files);
        Assert.Throws<ArgumentException>(() => AtomicFile.Write("", _ => { }));
    }

    [Fact]
    public void AFullDiskLeavesTheOldFileAndNoOther()
    {
        for (var steps = 0; ; steps++)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(folder["file.txt"], "old");
            var disk = new FaultyDisk(steps, kills: false);
            var written = TryWrite(disk, folder["file.txt"]);
            Assert.Equal(written ? "a new text" : "old", File.ReadAllText(folder["file.txt"]));
            Assert.Equal(["file.txt"], folder.Files);
            if (!written) continue;
            Assert.Equal(steps, disk.Done);
            Assert.Equal(3 + "a new text".Length, steps);
            break;
        }
    }

    [Fact]
    public void AKillLeavesTheOldFileOrTheNewOne()
    {
        for (var steps = 0; ; steps++)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(folder["file.txt"], "old");
            bool alive;
            try
            {
                alive = TryWrite(new FaultyDisk(steps, kills: true), folder["file.txt"]);
            }
            catch (KilledException)
            {
                alive = false;
            }

            Assert.Contains(File.ReadAllText(folder["file.txt"]), (string[])["old", "a new text"], StringComparer.Ordinal);

            // What a killed save left is no hindrance to the next.
            AtomicFile.Write(folder["file.txt"], stream => stream.Write("later"u8));
            Assert.Equal("later", File.ReadAllText(folder["file.txt"]));
            Assert.Equal(["file.txt"], folder.Files);
            if (alive) break;
        }
    }

    private static bool TryWrite(FaultyDisk disk, string path)
    {
        try
        {
            AtomicFile.Write(disk, path, stream =>
            {
                stream.Write("a new "u8);
                stream.Write("text"u8);
            });
            return true;
        }
        catch (CheckpointException problem)
        {
            Assert.Contains("No space left on device", problem.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private static void Refused(string message, Action action) => Assert.Contains(message, Assert.Throws<CheckpointException>(action).Message, StringComparison.Ordinal);
}
