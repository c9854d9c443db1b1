using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Randomness;

/// <summary>A generator that is written down and taken up again goes on with the same bits, whatever was drawn before.</summary>
public class RandomSnapshotTests
{
    public static TheoryData<string> Draws => [.. Kinds.Keys];

    private static Dictionary<string, Func<RandomState, double>> Kinds { get; } = new(StringComparer.Ordinal)
    {
        ["bits"] = random => random.NextBits(),
        ["double"] = random => random.NextDouble(),
        ["single"] = random => random.NextSingle(),
        ["int"] = random => random.NextInt(3 << 29),
        ["normal"] = random => random.NextNormal(),
        ["shuffle"] = random =>
        {
            int[] values = [1, 2, 3, 4, 5];
            random.Shuffle(values.AsSpan());
            return values[2];
        },
        ["uniform floats"] = random =>
        {
            var values = new float[5];
            random.FillUniform(values);
            return values[4];
        },
        ["normal floats"] = random =>
        {
            var values = new float[5];
            random.FillNormal(values);
            return values[4];
        },
        ["uniform doubles"] = random =>
        {
            var values = new double[5];
            random.FillUniform(values);
            return values[4];
        },
        ["normal doubles"] = random =>
        {
            var values = new double[5];
            random.FillNormal(values);
            return values[4];
        },
        ["fork"] = random => random.Fork("x").NextDouble(),
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void TheTextOfAStateIsAllOfIt(string kind)
    {
        var random = new RandomState(99);
        for (var i = 0; i < 7; i++)
        {
            Kinds[kind](random);
            Assert.True(RandomSnapshot.TryParse(random.Snapshot.ToString(), out var snapshot));
            var resumed = new RandomState(snapshot);
            Assert.Equal(Kinds.Values.Select(draw => draw(new RandomState(random.Snapshot))), Kinds.Values.Select(draw => draw(new RandomState(resumed.Snapshot))));
            Assert.Equal(Kinds[kind](new RandomState(random.Snapshot)), Kinds[kind](resumed));
        }
    }

    [Fact]
    public void TheTextNamesTheGeneratorAndFiveWords() =>
        Assert.Equal(
            "xoshiro256**:000000000000002a:0000000000000001:0000000000000002:0000000000000003:ffffffffffffffff",
            new RandomSnapshot(42, 1, 2, 3, ulong.MaxValue).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("xoshiro256**")]
    [InlineData("xoshiro256++:000000000000002a:0000000000000001:0000000000000002:0000000000000003:ffffffffffffffff")]
    [InlineData("xoshiro256**:000000000000002a:0000000000000001:0000000000000002:0000000000000003:fffffffffffffff")]
    [InlineData("xoshiro256**:000000000000002a:0000000000000001:0000000000000002:0000000000000003:ffffffffffffffff ")]
    [InlineData("xoshiro256**:000000000000002a:0000000000000001:0000000000000002:0000000000000003: fffffffffffffff")]
    [InlineData("xoshiro256**:000000000000002a:0000000000000001:0000000000000002-0000000000000003:ffffffffffffffff")]
    [InlineData("xoshiro256**:000000000000002a:0000000000000000:0000000000000000:0000000000000000:0000000000000000")]
    public void OtherTextsAreNoStates(string? text) => Assert.False(RandomSnapshot.TryParse(text, out _));

    [Fact]
    public void AStateOfZerosIsRefused()
    {
        var refused = Assert.Throws<TrainingException>(() => new RandomState(new RandomSnapshot(1, 0, 0, 0, 0)));
        Assert.Contains("all zeros", refused.Message, StringComparison.Ordinal);
    }
}
