using System.Text.Json;
using Minima.Training.Events;
using Minima.Training.Tests.Checkpoints;

namespace Minima.Training.Tests.Events;

/// <summary>Event files: byte for byte those of another hand (make_events.py), and read back by a reader of their own.</summary>
public class TensorBoardWriterTests
{
    private static readonly string Reference = Path.Combine(AppContext.BaseDirectory, "reference", "training", "events");

    [Fact]
    public void TheBytesAreThoseOfAnotherWriter()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path, purgeFrom: 41, new Clock()))
        {
            Assert.Equal("events.out.tfevents.1700000000.minima.0", Path.GetFileName(writer.Path));
            writer.Scalars(0, ("loss/train", 0.1));
            writer.Scalars(300, ("loss/train", BitConverter.UInt64BitsToDouble(0x7FF8000000000000)), ("准确率", double.PositiveInfinity));
            writer.Scalars(-1, ("x", -0.0));
            writer.Histogram("weights", 1L << 40, [-2.0, -1.5, double.NaN, 0.0, 0.25, double.NegativeInfinity, 0.25, 6.0]);
        }

        Assert.Equal(File.ReadAllBytes(Path.Combine(Reference, "events.bin")), File.ReadAllBytes(folder[folder.Files[0]]));
    }

    [Fact]
    public void ScalarsAreReadBack()
    {
        var records = Write(writer =>
        {
            for (var step = 0; step < 1000; step++) writer.Scalars(step, ("loss", 1.0 / (step + 1)));
        });
        Assert.Equal("brain.Event:2", EventReader.Text(EventReader.Fields(records[0])[3].Single()));
        Assert.Equal(1001, records.Count);
        for (var step = 0; step < 1000; step++)
        {
            var fields = EventReader.Fields(records[step + 1]);
            Assert.Equal(1700000000.5 + (0.25 * step), EventReader.Double(fields[1].Single()));
            Assert.Equal((ulong)step, fields[2].SingleOrDefault(0UL));
            var value = EventReader.Fields((byte[])EventReader.Fields((byte[])fields[5].Single())[1].Single());
            Assert.Equal("loss", EventReader.Text(value[1].Single()));
            Assert.Equal((float)(1.0 / (step + 1)), EventReader.Single(value[2].Single()));
        }
    }

    [Fact]
    public void HistogramsCountEveryFiniteNumberOnce()
    {
        var normals = new float[10_000];
        new Minima.Tensors.Randomness.RandomState(1).FillNormal(normals);
        float[][] samples = [[3], [2, 2, 2], [float.MinValue, 0, float.MaxValue], [0, float.Epsilon], [-0f, 0f], normals, [float.NaN, 1, float.PositiveInfinity, 2]];
        foreach (var sample in samples)
        {
            var histogram = Histogram(Write(writer => writer.Histogram("h", 5, sample))[1]);
            var finite = Array.FindAll(sample, float.IsFinite);
            Assert.Equal([finite.Min(), finite.Max(), finite.Length, finite.Sum(x => (double)x), finite.Sum(x => (double)x * x)], Enumerable.Range(1, 5).Select(field => EventReader.Double(histogram[field].Single())));
            var (limits, counts) = (EventReader.Doubles(histogram[6].Single()), EventReader.Doubles(histogram[7].Single()));
            Assert.Equal(limits.Length, counts.Length);
            Assert.Equal(finite.Length, counts.Sum());
            Assert.Equal(finite.Max(), limits[^1]);
            Assert.Equal(limits.Order(), limits);

            // A bucket holds what is above the limit before it and not above its own, up to the rounding of a limit.
            for (var i = 0; i < limits.Length; i++)
                Assert.InRange(counts.Take(i + 1).Sum(), finite.Count(x => x < limits[i] - (1e-12 * Math.Abs(limits[i]))), finite.Count(x => x <= limits[i] + (1e-12 * Math.Abs(limits[i]))));
        }
    }

    [Fact]
    public void DoublesOfEverySizeHaveAHistogram()
    {
        double[] sample = [double.MinValue, 1, double.MaxValue];
        var histogram = Histogram(Write(writer => writer.Histogram("h", 5, sample))[1]);
        var counts = EventReader.Doubles(histogram[7].Single());
        Assert.Equal(1, counts[0]);
        Assert.Equal(1, counts[32]);
        Assert.Equal(1, counts[^1]);
        Assert.Equal(64, EventReader.Doubles(histogram[6].Single()).Distinct().Count());
    }

    [Fact]
    public void WithoutAFiniteNumberNothingIsWritten()
    {
        Assert.Single(Write(writer => writer.Histogram("h", 1, ReadOnlySpan<float>.Empty)));
        Assert.Single(Write(writer => writer.Histogram("h", 1, [double.NaN, double.PositiveInfinity])));
    }

    [Fact]
    public void EveryTrainingHasAFileOfItsOwnInTheRun()
    {
        using var folder = new TemporaryFolder();
        using (var first = new TensorBoardWriter(folder["run"], time: new Clock()))
        using (var second = new TensorBoardWriter(folder["run"], time: new Clock())) Assert.NotEqual(first.Path, second.Path, StringComparer.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder["run"]).Length);
    }

    [Fact]
    public void AFolderThatCannotBeMadeIsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["taken"], "");
        Assert.Contains("the log cannot be opened", Assert.Throws<TrainingException>(() => new TensorBoardWriter(folder["taken"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChecksumsAreThoseOfTheStandard()
    {
        foreach (var line in JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Reference, "checksums.json"))).RootElement.EnumerateArray())
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(line[0].GetString()!);
            Assert.Equal(line[1].GetUInt32(), Crc32C.Of(bytes));
            Assert.Equal(line[2].GetUInt32(), Crc32C.Masked(bytes));
        }

        // RFC 3720, B.4: 32 bytes of 0, of 255, rising, falling.
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)255, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));

        // The first bytes of every event file that TensorFlow writes: a record of 24 bytes.
        Assert.Equal(0x224B7FA3u, Crc32C.Masked([24, 0, 0, 0, 0, 0, 0, 0]));
        var random = new Random(1);
        for (var length = 0; length < 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Equal(EventReader.Checksum(bytes), Crc32C.Of(bytes));
        }
    }

    private static ILookup<int, object> Histogram(byte[] record) =>
        EventReader.Fields((byte[])EventReader.Fields((byte[])EventReader.Fields((byte[])EventReader.Fields(record)[5].Single())[1].Single())[5].Single());

    private static List<byte[]> Write(Action<TensorBoardWriter> write)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path, time: new Clock())) write(writer);
        return EventReader.Records(File.ReadAllBytes(folder[folder.Files[0]]));
    }
}
