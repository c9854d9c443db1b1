using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>Every double goes through JSON and comes back with its bits.</summary>
public class JsonNumberTests
{
    [Theory]
    [InlineData(-0.0)]
    [InlineData(0.1 + 0.2)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(-1e-310)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void ANumberComesBackWithItsBits(double value)
    {
        var made = JsonNumber.Of(value);
        foreach (var node in (JsonNode[])[made, JsonNode.Parse(made.ToJsonString())!])
        {
            Assert.True(JsonNumber.TryRead(node, out var read));
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
        }
    }

    [Fact]
    public void NumbersOfOtherTypesAreRead()
    {
        foreach (var node in (JsonNode[])[JsonValue.Create(3), JsonValue.Create(3L), JsonValue.Create(3f), JsonValue.Create(3m), JsonNode.Parse("3")!, JsonNode.Parse("3e0")!])
        {
            Assert.True(JsonNumber.TryRead(node, out var read), node.ToJsonString());
            Assert.Equal(3, read);
        }
    }

    [Fact]
    public void WhatIsNoNumberIsNotRead()
    {
        foreach (var node in (JsonNode?[])[null, "nan", "3", "", true, new JsonObject(), new JsonArray()]) Assert.False(JsonNumber.TryRead(node, out _), node?.ToJsonString());
    }

    [Fact]
    public void TheCultureDoesNotMatter()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal("0.5", JsonNumber.Of(0.5).ToJsonString());
            Assert.True(JsonNumber.TryRead(JsonValue.Create(0.5), out var read));
            Assert.Equal(0.5, read);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
