using System.Text;
using Minima.Cli.Evaluate;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void LinesAreCutHoweverTheyArrive(int chunk)
    {
        var lines = new[] { "a", "", "bc", new string('d', 200_000), "", "end" };
        using var stream = new ChunkedStream(Encoding.UTF8.GetBytes("\uFEFF" + string.Join('\n', lines)), chunk);
        var reader = new LineReader(stream);
        foreach (var line in lines)
        {
            Assert.True(reader.Read());
            Assert.False(reader.TooLong);
            Assert.Equal(line, Encoding.UTF8.GetString(reader.Line));
        }

        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("12345\n", false)]
    [InlineData("123456\n", true)]
    [InlineData("12345", false)]
    [InlineData("123456", true)]
    public void TheLimitIsExact(string text, bool tooLong)
    {
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), limit: 5);
        Assert.True(reader.Read());
        Assert.Equal(tooLong, reader.TooLong);
        Assert.False(reader.Read());
    }

    [Fact]
    public void ALongLineIsSkippedInBoundedMemory()
    {
        using var stream = new RepeatedByteStream((byte)'x', 2L << 30, "\nok\n"u8.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new LineReader(stream, limit: 1 << 20);
        Assert.True(reader.Read());
        Assert.True(reader.TooLong);
        Assert.True(reader.Read());
        Assert.Equal("ok", Encoding.UTF8.GetString(reader.Line));
        Assert.False(reader.Read());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }
}
