using System.Buffers.Binary;
using System.IO.Compression;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class IdxFileTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ImagesAndLabels(bool packed)
    {
        using var folder = new TemporaryFolder();
        var images = folder.Write("images", Packed(Idx(0x08, [3, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8]), packed));
        var labels = folder.Write("labels", Packed(Idx(0x08, [3], [2, 0, 1]), packed));
        var data = IdxFile.Open(images, labels);
        Assert.Equal(3, data.Rows);
        Assert.Equal((Shape.Of(2, 2), ElementType.Single), (data.Features[0].Shape, data.Features[0].Type));
        Assert.Equal(3, data.Targets[0].Classes);
        Assert.Equal([0, 0.2, 0.4, 1], Tables.Features(data).Take(4), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal([2, 0, 1], Tables.Targets(data));
        Assert.Equal(Shape.Of(1, 2, 2), IdxFile.Open(images, labels, 10, row: Shape.Of(1, 2, 2)).Features[0].Shape);
        Assert.Equal(10, IdxFile.Open(images, labels, 10).Targets[0].Classes);
        Assert.Contains("cannot be read as [3]", Assert.Throws<TrainingException>(() => IdxFile.Read(images, row: Shape.Of(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTypeOfNumber()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal([-1, 127], Read(0x09, [255, 127], 2));
        Assert.Equal([-2, 258], Read(0x0B, [255, 254, 1, 2], 2));
        Assert.Equal([-2, 16909060], Read(0x0C, [255, 255, 255, 254, 1, 2, 3, 4], 2));
        var single = new byte[8];
        BinaryPrimitives.WriteSingleBigEndian(single, 1.5f);
        BinaryPrimitives.WriteSingleBigEndian(single.AsSpan(4), -3e20f);
        Assert.Equal([1.5, -3e20f], Read(0x0D, single, 2));
        var wide = new byte[16];
        BinaryPrimitives.WriteDoubleBigEndian(wide, Math.PI);
        BinaryPrimitives.WriteDoubleBigEndian(wide.AsSpan(8), -1e300);
        Assert.Equal([Math.PI, -1e300], Read(0x0E, wide, 2));

        double[] Read(byte type, byte[] numbers, int count)
        {
            var array = IdxFile.Read(folder.Write("numbers", Idx(type, [count], numbers)));
            return Tables.Features(new ArrayData([array], []));
        }
    }

    [Fact]
    public void MoreThanAPieceIsRead()
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        foreach (var packed in new[] { false, true })
        {
            var data = new ArrayData([IdxFile.Read(folder.Write("big", Packed(Idx(0x08, [3, 1_000_000], bytes), packed)), scale: 1)], []);
            Assert.True(Tables.Features(data).AsSpan().SequenceEqual(Array.ConvertAll(bytes, value => (double)value)));
        }
    }

    [Fact]
    public void FilesThatAreNoneAreRefused()
    {
        Refused("it does not begin with two zero bytes", []);
        Refused("it does not begin with two zero bytes", [0, 0, 8]);
        Refused("it does not begin with two zero bytes", "x,y\n1,2\n"u8.ToArray());
        Refused("its type is 0x07", Idx(0x07, [1], [1]));
        Refused("it has 0 axes", [0, 0, 8, 0, 1]);
        Refused("it has 200 axes", [0, 0, 8, 200, 1]);
        Refused("it ends within its header", [0, 0, 8, 2, 0, 0, 0, 1]);
        Refused("axis 0 has the length 0", Idx(0x08, [0], []));
        Refused("axis 1 has the length -1", Idx(0x08, [1, -1], [1]));
        Refused("it ends after 3 of 4 bytes of numbers", Idx(0x08, [4], [1, 2, 3]));
        Refused("bytes follow after the 2 numbers", Idx(0x08, [2], [1, 2, 3]));
        Refused("it cannot be unpacked", [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        Refused("it does not begin with two zero bytes", Packed("hello"u8.ToArray(), packed: true));
        Refused("there is no such file; the path of an IDX file is expected", null);
    }

    [Fact]
    public void AHeaderThatClaimsTooMuchCostsNothing()
    {
        using var folder = new TemporaryFolder();
        foreach (var packed in new[] { false, true })
        {
            foreach (var axes in new int[][] { [int.MaxValue], [60_000, 28, 28], [1 << 20, 1 << 20, 1 << 20], [2_000_000_000, 2_000_000_000] })
            {
                var path = folder.Write("claims", Packed(Idx(0x0E, axes, new byte[64]), packed));
                var before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Contains("its header gives more numbers than", Assert.Throws<DataException>(() => IdxFile.Read(path)).Message, StringComparison.Ordinal);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
            }
        }

        // What a packed file could hold, and does not: memory grows with what comes out.
        var short1 = folder.Write("short", [.. Packed([.. Idx(0x08, [40_000_000], []), .. new byte[1_000_000]], packed: true), .. new byte[40_000]]);
        var start = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => IdxFile.Read(short1));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, 8_000_000);
    }

    [Fact]
    public void LabelsMustBeLabels()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("labels are expected: one axis of whole numbers", Assert.Throws<DataException>(() => IdxFile.ReadLabels(folder.Write("i", Idx(0x08, [1, 2], [1, 2])))).Message, StringComparison.Ordinal);
        Assert.Contains("numbers with fractions", Assert.Throws<DataException>(() => IdxFile.ReadLabels(folder.Write("f", Idx(0x0D, [1], [1, 2, 3, 4])))).Message, StringComparison.Ordinal);
        Assert.Contains("2 rows in 'image' and 3 in 'label'", Assert.Throws<TrainingException>(() => IdxFile.Open(folder.Write("a", Idx(0x08, [2, 1], [1, 2])), folder.Write("b", Idx(0x08, [3], [1, 2, 0])))).Message, StringComparison.Ordinal);
    }

    private static void Refused(string part, byte[]? bytes)
    {
        using var folder = new TemporaryFolder();
        var path = bytes is null ? Path.Combine(folder.Path, "none") : folder.Write("t.idx", bytes);
        Assert.Contains(part, Assert.Throws<DataException>(() => IdxFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Idx(byte type, int[] axes, byte[] numbers)
    {
        var header = new byte[4 + (4 * axes.Length)];
        (header[2], header[3]) = (type, (byte)axes.Length);
        for (var k = 0; k < axes.Length; k++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * k)), axes[k]);
        return [.. header, .. numbers];
    }

    private static byte[] Packed(byte[] bytes, bool packed)
    {
        if (!packed) return bytes;
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest)) zip.Write(bytes);
        return memory.ToArray();
    }
}
