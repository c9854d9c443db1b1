using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;
using Minima.Training.Events;
using Minima.Training.Tests.Checkpoints;

namespace Minima.Training.Tests.Events;

/// <summary>Logs of lines: what stands in them, and what a kill or a full disk leaves of them.</summary>
public class JsonLinesLogTests
{
    [Fact]
    public void ALineIsAnObject()
    {
        using var folder = new TemporaryFolder();
        using (var log = new JsonLinesLog(folder["new/log.jsonl"], new Clock()))
        {
            log.Write("epoch", 100, ("loss", 0.25), ("accuracy", double.NaN));
            log.Write("note", 101, new JsonObject { ["text"] = "第一行\nsecond", ["list"] = new JsonArray(1, JsonNumber.Of(double.NegativeInfinity)), ["none"] = null });
            log.Write("end", 102);
            Assert.Equal(0, log.Dropped);
        }

        Assert.Equal(
            """
            {"time":"2023-11-14T22:13:20Z","event":"epoch","step":100,"loss":0.25,"accuracy":"NaN"}
            {"time":"2023-11-14T22:13:20.25Z","event":"note","step":101,"text":"第一行\nsecond","list":[1,"-Infinity"],"none":null}
            {"time":"2023-11-14T22:13:20.5Z","event":"end","step":102}

            """,
            File.ReadAllText(folder["new/log.jsonl"]).ReplaceLineEndings());
    }

    [Fact]
    public void EveryLineIsInTheFileWhenTheCallReturns()
    {
        using var folder = new TemporaryFolder();
        using var log = new JsonLinesLog(folder["log.jsonl"], new Clock());
        for (var i = 1; i <= 10; i++)
        {
            log.Write("step", i);
            using var reader = new StreamReader(new FileStream(folder["log.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            Assert.Equal(i, reader.ReadToEnd().Count(c => c == '\n'));
        }
    }

    [Fact]
    public void ALogIsContinuedAndATornLineDropped()
    {
        using var folder = new TemporaryFolder();
        using (var log = new JsonLinesLog(folder["log.jsonl"], new Clock()))
        {
            log.Write("first", 1);
            log.Write("second", 2, ("loss", 3));
        }

        var whole = File.ReadAllBytes(folder["log.jsonl"]);
        var firstLine = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(folder["log.jsonl"], whole[..length]);
            using (var log = new JsonLinesLog(folder["log.jsonl"], new Clock()))
            {
                Assert.Equal(length - (length == whole.Length ? length : length >= firstLine ? firstLine : 0), log.Dropped);
                log.Write("third", 3);
            }

            var lines = File.ReadAllLines(folder["log.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString());
            string[] expected = length == whole.Length ? ["first", "second", "third"] : length >= firstLine ? ["first", "third"] : ["third"];
            Assert.Equal(expected, lines, StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(4094)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(20_000)]
    public void ATornLineOfAnyLengthIsDropped(int length)
    {
        using var folder = new TemporaryFolder();
        foreach (var start in (string[])["", "{}\n", "{}\n{\"a\":1}\n"])
        {
            File.WriteAllBytes(folder["log.jsonl"], [.. Encoding.UTF8.GetBytes(start), .. new byte[length]]);
            using (var log = new JsonLinesLog(folder["log.jsonl"])) Assert.Equal(length, log.Dropped);
            Assert.Equal(start, File.ReadAllText(folder["log.jsonl"]));
        }
    }

    [Fact]
    public void AFullDiskCostsTheLineAndNoOther()
    {
        for (var room = 1; room < 200; room++)
        {
            var disk = new SmallDisk(room);
            using var log = new JsonLinesLog(disk, "log.jsonl", new Clock());
            var written = 0;
            var problem = Assert.Throws<TrainingException>(() =>
            {
                for (; written < 1000; written++) log.Write("epoch", written, ("loss", 0.5));
            });
            Assert.Contains("log.jsonl: the log cannot be written to (No space left on device)", problem.Message, StringComparison.Ordinal);
            disk.Room = 1000;
            log.Write("later", 7);
            var lines = Encoding.UTF8.GetString(disk.ToArray()).Split('\n');
            Assert.Equal(written + 2, lines.Length);
            Assert.Equal("", lines[^1]);
            Assert.Equal("later", JsonDocument.Parse(lines[^2]).RootElement.GetProperty("event").GetString());
            Assert.All(lines[..^1], line => JsonDocument.Parse(line));
        }
    }

    [Fact]
    public void WhatIsNoLineIsRefusedAndTheLogGoesOn()
    {
        using var disk = new SmallDisk(10_000);
        using var log = new JsonLinesLog(disk, "log.jsonl", new Clock());
        foreach (var name in (string[])["time", "event", "step"]) Assert.Contains($"called '{name}'", Assert.Throws<TrainingException>(() => log.Write("epoch", 1, (name, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("with JsonNumber.Of", Assert.Throws<TrainingException>(() => log.Write("epoch", 1, new JsonObject { ["loss"] = double.NaN })).Message, StringComparison.Ordinal);
        log.Write("epoch", 1, ("loss", 2));
        Assert.Equal("""{"time":"2023-11-14T22:13:21Z","event":"epoch","step":1,"loss":2}""" + "\n", Encoding.UTF8.GetString(disk.ToArray()));
    }

    [Fact]
    public void AFileThatCannotBeOpenedIsRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("the log cannot be opened", Assert.Throws<TrainingException>(() => new JsonLinesLog(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LinesAndEventsAllocateNothing()
    {
        using var folder = new TemporaryFolder();
        using var log = new JsonLinesLog(folder["log.jsonl"]);
        using var board = new TensorBoardWriter(folder.Path);
        var weights = new float[1000];
        for (var i = 0; i < 100; i++) Write(i);
        var next = 0;
        Assert.Equal(0, Steady.Allocated(() => Write(next++), steps: 1000));

        void Write(int step)
        {
            log.Write("step", step, ("loss", 0.1 * step), ("rate", 1e-3));
            board.Scalars(step, ("loss", 0.1 * step), ("rate", 1e-3));
            weights[step % weights.Length] = step;
            board.Histogram("weights", step, weights);
        }
    }

    /// <summary>A file on a disk with so many bytes of room.</summary>
    private sealed class SmallDisk(int room) : MemoryStream
    {
        public int Room { get; set; } = room;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = (int)Math.Min(buffer.Length, Room - Position);
            base.Write(buffer[..fits]);
            if (fits < buffer.Length) throw new IOException("No space left on device");
        }
    }
}
