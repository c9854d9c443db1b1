using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>Damaged and hostile files of tensors: each is refused with its reason, and costs no memory.</summary>
public class SafeTensorsHostileTests
{
    private const string One = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Theory]
    [InlineData("{}", 1, "1 bytes after the last tensor belong to no tensor")]
    [InlineData(" {}", 0, "does not begin with '{'")]
    [InlineData("[]", 0, "does not begin with '{'")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("{}}", 0, "not valid JSON")]
    [InlineData("{} {}", 0, "not valid JSON")]
    [InlineData("{'a':1}", 0, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],}}""", 8, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[2]]]]]],"data_offsets":[0,8]}}""", 8, "not a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[{"b":[1]}],"data_offsets":[0,8]}}""", 8, "not a whole number")]
    [InlineData("""{"a":1}""", 0, "'a' is not described by an object")]
    [InlineData("""{"a":{}}""", 0, "'a' lacks its dtype")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "lacks its dtype")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "lacks its dtype, its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "or its data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", 8, "described by 'x'")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", 8, "occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"data_offsets":[0,8]}}""", 8, "occurs twice")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown dtype 'F31'")]
    [InlineData("""{"a":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown dtype 'f32'")]
    [InlineData("""{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", 8, "a dtype that is not text")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "a shape that is not a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "not a whole number of at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", 8, "not a whole number of at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}}""", 8, "not a whole number of at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "not a whole number of at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[null],"data_offsets":[0,8]}}""", 8, "not a whole number of at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}""", 8, "not a whole number of at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}""", 8, "more than 2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,8]}}""", 8, "more than 2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}}""", 8, "more than 2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", 8, "a shape of more than 6 numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8]}}""", 8, "takes 8589934588 bytes, but its data_offsets span 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "takes 12 bytes, but its data_offsets span 8")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "takes 16 bytes, but its data_offsets span 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,8]}}""", 8, "takes 4 bytes, but its data_offsets span 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "does not have two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "data_offsets of more than 2 numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":{"begin":0}}}""", 8, "a data_offsets that is not a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "not a whole number of at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "not within the 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 8, "not within the 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", 8, "not within the 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "1 bytes after the last tensor belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "not within the 7")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "the 4 before belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "'a' occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "'a' occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "overlaps with 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "'b' overlaps with 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", 20, "the 4 before belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "'a' overlaps with 'b'")]
    [InlineData("""{"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "an empty name")]
    [InlineData("""{"a\u0000":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "control character U+0000")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "a name in the header is not text")]
    [InlineData("""{"__metadata__":1}""", 0, "__metadata__ is not an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "the metadata 'a' is not text")]
    [InlineData("""{"__metadata__":{"a":"1","a":"1"}}""", 0, "the metadata 'a' occurs twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "'__metadata__' occurs twice")]
    [InlineData("""{"__metadata__":{"a":"\udc00"}}""", 0, "a text of the metadata in the header is not text")]
    public void AHeaderThatDoesNotFitIsRefused(string header, int data, string reason) => Refused(Bytes(header, data), reason);

    [Fact]
    public void LengthsThatAreNoneAreRefused()
    {
        Refused([], "it has 0 bytes");
        Refused([2, 0, 0, 0, 0, 0, 0], "it has 7 bytes");
        Refused([0, 0, 0, 0, 0, 0, 0, 0], "does not begin with '{'");
        Refused([.. Prefix(3), .. "{}"u8], "claims a header of 3 bytes, but only 2 follow");
        Refused([.. Prefix(100_000_000), .. "{}"u8], "claims a header of 100000000 bytes, but only 2 follow");
        Refused([.. Prefix(100_000_001), .. "{}"u8], "claims a header of 100000001 bytes, and the format allows 100000000");
        Refused([.. Prefix(ulong.MaxValue), .. "{}"u8], "claims a header of 18446744073709551615 bytes");
        Refused([.. Prefix(long.MaxValue), .. "{}"u8], "claims a header");
    }

    [Fact]
    public void BytesThatAreNoTextAreRefused()
    {
        Refused([.. Prefix(4), (byte)'{', 0xFF, 0xFE, (byte)'}'], "not valid UTF-8");
        Refused([.. Prefix(9), .. "{\""u8, 0xC0, 0x80, .. "\":{}}"u8], "not valid UTF-8");
    }

    [Fact]
    public void AbsurdNamesAndNumbersOfTensorsAreRefused()
    {
        Refused(Bytes("{\"" + new string('n', 513) + "\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8), "longer than 512 bytes");
        Refused(Bytes("{\"" + new string('n', 5000) + "\":{}}", 0), "a name in the header is 5000 bytes long");
        Refused(Bytes("{\"a\":{\"dtype\":\"" + new string('n', 5000) + "\"}}", 0), "a dtype in the header is 5000 bytes long");
        var many = string.Join(',', Enumerable.Range(0, 65_538).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")));
        Refused(Bytes("{" + many + "}", 0), "more than 65536 tensors");
        var texts = string.Join(',', Enumerable.Range(0, 65_537).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i}\":\"\"")));
        Refused(Bytes("{\"__metadata__\":{" + texts + "}}", 0), "more than 65536 texts");
    }

    [Fact]
    public void WhatIsLegalThoughUnusualIsRead()
    {
        Read(One + "   \n", 8);
        Read("""{"__metadata__":{},"b":{"shape":[2],"data_offsets":[8,16],"dtype":"F32"},"a":{"data_offsets":[0,8],"dtype":"I64","shape":[1]}}""", 16);
        Read("""{"a":{"dtype":"F32","shape":[0,5],"data_offsets":[8,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8);
        Read("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0);
    }

    [Fact]
    public void ATensorThatIsTooLargeForMemoryIsRefusedBeforeItIsAllocated()
    {
        var header = """{"a":{"dtype":"F32","shape":[1073741824],"data_offsets":[0,4294967296]}}""";
        using var reader = new SafeTensorsReader(new LongStream(Bytes(header, 0)), "large");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than 2 GiB", Assert.Throws<CheckpointException>(() => reader.Read("a")).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void AFileThatBecomesShorterIsRefused()
    {
        var stream = new MemoryStream();
        stream.Write(Bytes(One, 8));
        using var reader = new SafeTensorsReader(stream, "shrinking");
        stream.SetLength(stream.Length - 1);
        Assert.Contains("was shortened meanwhile", Assert.Throws<CheckpointException>(() => reader.Read("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamageOfEveryKindIsRefusedOrReadAndCostsNoMemory()
    {
        var good = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "reference", "training", "checkpoints", "layout.safetensors"));
        var random = new Random(20240607);
        var refused = 0;
        const int Count = 20_000;
        for (var i = 0; i < Count; i++)
        {
            var bytes = Damage.To(good, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var reader = new SafeTensorsReader(new MemoryStream(bytes), "damaged");
                foreach (var entry in reader.Entries) reader.Read(entry.Name);
            }
            catch (CheckpointException problem)
            {
                refused++;
                Assert.StartsWith("damaged: ", problem.Message, StringComparison.Ordinal);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 50_000 + (20 * bytes.Length), $"case {i}: {allocated} bytes for a file of {bytes.Length}");
        }

        // Damage within the numbers alone cannot be seen; all else is.
        Assert.InRange(refused, Count / 2, Count - 1);
    }

    private static byte[] Prefix(ulong length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Bytes(string header, int data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [.. Prefix((ulong)text.Length), .. text, .. new byte[data]];
    }

    private static void Read(string header, int data)
    {
        using var reader = new SafeTensorsReader(new MemoryStream(Bytes(header, data)), "unusual");
        foreach (var entry in reader.Entries) Assert.Equal(entry.Shape.Count, reader.Read(entry.Name).Count);
    }

    private static void Refused(byte[] bytes, string reason)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var stream = new MemoryStream(bytes);
        var problem = Assert.Throws<CheckpointException>(() => new SafeTensorsReader(stream, "hostile.safetensors"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + (20L * bytes.Length));
        Assert.StartsWith("hostile.safetensors: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.False(stream.CanRead, "the file must be closed");
    }

    /// <summary>A file of which 4 GiB follow what is there.</summary>
    private sealed class LongStream(byte[] start) : MemoryStream(start)
    {
        public override long Length => base.Length + 4294967296;
    }
}
