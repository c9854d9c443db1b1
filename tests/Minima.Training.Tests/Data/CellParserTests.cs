using System.Globalization;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class CellParserTests
{
    [Fact]
    public void NumbersAreThoseOfTheRuntimeToTheLastBit()
    {
        var random = new Random(4);
        const string letters = "0123456789012345678901234567890123456789..-+eE ,x";
        for (var i = 0; i < 200_000; i++)
        {
            var text = i % 2 == 0
                ? string.Concat(Enumerable.Range(0, random.Next(19)).Select(_ => letters[random.Next(letters.Length)]))
                : (Math.Exp((random.NextDouble() * 40) - 20) * random.Next(-1, 2)).ToString($"F{random.Next(12)}", CultureInfo.InvariantCulture);
            var expected = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
            Assert.True(expected == CellParser.Number(text, out var found), text);
            if (expected) Assert.True(BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(found), text);
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("-", false)]
    [InlineData("+.", false)]
    [InlineData("1.", true)]
    [InlineData(".5", true)]
    [InlineData("-.5", true)]
    [InlineData("-0", true)]
    [InlineData("1..2", false)]
    [InlineData("1e5", true)]
    [InlineData("123456789012345", true)]
    [InlineData("1234567890123456", true)]
    [InlineData("0.000000000000001", true)]
    [InlineData("٣", false)]
    public void TheEdgesOfNumbers(string text, bool isNumber)
    {
        Assert.Equal(isNumber, CellParser.Number(text, out var value));
        if (isNumber) Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
    }
}
