using System.Globalization;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Randomness;

/// <summary>The generator: known answers, what is drawn of it, named streams.</summary>
public class RandomStateTests
{
    [Fact]
    public void TheGeneratorIsThatOfItsAuthors()
    {
        var generator = new RandomState(new RandomSnapshot(0, 1, 2, 3, 4));
        Assert.Equal(RandomReference.Words("xoshiro_1_2_3_4"), Draw(generator, 10, random => random.NextBits()));

        // What the C code of Blackman and Vigna prints.
        Assert.Equal([11520UL, 0, 1509978240, 1215971899390074240], RandomReference.Words("xoshiro_1_2_3_4")[..4]);
    }

    [Fact]
    public void TheSeedingIsThatOfItsAuthor()
    {
        var words = new SplitMix64(1477776061723855037);
        Assert.Equal(RandomReference.Words("split_mix_1477776061723855037"), Enumerable.Range(0, 5).Select(_ => words.Next()));
        Assert.Equal(RandomReference.Words("seed_42"), Draw(new RandomState(42), 6, random => random.NextBits()));
    }

    [Fact]
    public void TheMillionthNumberIsThatOfTheCode()
    {
        var random = new RandomState(42);
        for (var i = 0; i < 1_000_000; i++) random.NextBits();
        Assert.Equal(15370268996960771653UL, random.NextBits());
    }

    [Fact]
    public void DoublesAreMultiplesOfTheSmallestStep()
    {
        Assert.Equal(RandomReference.Numbers("doubles_7"), Draw(new RandomState(7), 8, random => random.NextDouble()));
        var random = new RandomState(1);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.InRange(random.NextDouble(), 0, 1 - double.Epsilon);
            var single = random.NextSingle();
            Assert.InRange(single, 0, 1 - (1f / (1 << 24)));
            Assert.Equal(0, single * (1 << 24) % 1);
        }
    }

    [Fact]
    public void IntegersAreThoseOfLemiresMethod()
    {
        foreach (var numbers in RandomReference.Of("ints_7").EnumerateObject())
        {
            var bound = int.Parse(numbers.Name, CultureInfo.InvariantCulture);
            Assert.Equal(numbers.Value.EnumerateArray().Select(number => number.GetInt32()), Draw(new RandomState(7), numbers.Value.GetArrayLength(), random => random.NextInt(bound)));
        }
    }

    [Fact]
    public void IntegersAreUnbiasedWhereThePlainProductIsNot()
    {
        // 2^32 / (3 * 2^29) = 8/3: without the second draw the multiples of 3, and those above by one, come three times where the others come twice.
        const int Count = 120_000;
        var random = new RandomState(3);
        var counts = new int[3];
        for (var i = 0; i < Count; i++) counts[random.NextInt(3 << 29) % 3]++;
        var chiSquare = counts.Sum(count => Math.Pow(count - (Count / 3.0), 2) / (Count / 3.0));
        Assert.True(chiSquare < 13.8, $"chi-square {chiSquare} of 2 degrees of freedom; 13.8 is passed once in 1000.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void ABoundBelowOneIsRefused(int bound)
    {
        var refused = Assert.Throws<TrainingException>(() => new RandomState(1).NextInt(bound));
        Assert.Contains("at least 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShufflingIsThatOfDurstenfeld()
    {
        var values = Enumerable.Range(0, 20).ToArray();
        new RandomState(7).Shuffle(values.AsSpan());
        Assert.Equal(RandomReference.Of("shuffle_7").EnumerateArray().Select(value => value.GetInt32()), values);
    }

    [Fact]
    public void EveryOrderOfThreeComesEquallyOften()
    {
        const int Count = 60_000;
        var random = new RandomState(5);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            var letters = "abc".ToCharArray();
            random.Shuffle(letters.AsSpan());
            var order = new string(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.True(counts.Values.Sum(count => Math.Pow(count - (Count / 6.0), 2) / (Count / 6.0)) < 20.5);
    }

    [Fact]
    public void AForkIsTheHashOfKeyAndName()
    {
        Assert.Equal(RandomReference.Word("fork_7_dropout"), new RandomState(7).Fork("dropout").Snapshot.Key);
        Assert.Equal(RandomReference.Word("fork_7_洗牌"), new RandomState(7).Fork("洗牌").Snapshot.Key);
        Assert.Equal(RandomReference.Word("fork_7_a_b"), new RandomState(7).Fork("a").Fork("b").Snapshot.Key);
        Assert.Equal(new RandomState(RandomReference.Word("fork_7_dropout")).Snapshot, new RandomState(7).Fork("dropout").Snapshot);
    }

    [Fact]
    public void AForkDependsOnNothingThatWasDrawnAndTakesNothing()
    {
        var (fresh, used) = (new RandomState(7), new RandomState(7));
        for (var i = 0; i < 100; i++) used.NextBits();
        var before = used.Snapshot;
        Assert.Equal(fresh.Fork("order").Snapshot, used.Fork("order").Snapshot);
        Assert.Equal(before, used.Snapshot);
        Assert.NotEqual(fresh.Fork("order").Snapshot, fresh.Fork("orders").Snapshot);
        Assert.NotEqual(fresh.Snapshot, fresh.Fork("").Snapshot);
        Assert.Equal(fresh.Fork("order").Snapshot, new RandomState(used.Snapshot).Fork("order").Snapshot);
    }

    [Fact]
    public void ANameWithoutEndIsRefused()
    {
        var refused = Assert.Throws<TrainingException>(() => new RandomState(1).Fork(new string('x', 1025)));
        Assert.Contains("1025 bytes", refused.Message, StringComparison.Ordinal);
        new RandomState(1).Fork(new string('x', 1024));
    }

    private static T[] Draw<T>(RandomState random, int count, Func<RandomState, T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw(random))];
}
