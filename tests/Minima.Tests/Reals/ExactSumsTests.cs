using System.Numerics;
using Xunit;

namespace Minima.Tests.Reals;

/// <summary>Sums without rounding, against whole numbers of any length.</summary>
public sealed class ExactSumsTests
{
    private const int Lowest = 1074;

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 12, 3)]
    [InlineData(1000, 60, 4)]
    [InlineData(5000, 1000, 5)]
    [InlineData(300, 2040, 6)]
    public void TheSumIsTheNearestDouble(int count, int spread, int seed)
    {
        var random = new Random(seed);
        var terms = new double[count];
        for (var i = 0; i < count; i++) terms[i] = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-spread / 2, (spread / 2) + 1));
        var sums = new ExactSums(2);
        foreach (var term in terms) sums.Add(1, term);
        Assert.Equal(Nearest(terms), sums.Value(1));
        Assert.Equal(0, sums.Value(0));

        // What cancels is gone to the last bit.
        foreach (var term in terms) sums.Add(1, -term);
        sums.Add(1, double.Epsilon);
        Assert.Equal(double.Epsilon, sums.Value(1));
    }

    /// <summary>Terms in another order and in parts, of which only the integers in use are handed on.</summary>
    [Fact]
    public void OrderAndPartsChangeNothing()
    {
        var random = new Random(9);
        double[] terms = [.. Enumerable.Range(0, 4000).Select(_ => (random.NextDouble() - 0.5) * Math.Exp(random.Next(-90, 90))), 0, -0.0, double.Epsilon, -double.MaxValue, double.MaxValue];
        var expected = Nearest(terms);
        for (var trial = 0; trial < 20; trial++)
        {
            random.Shuffle(terms);
            var parts = Enumerable.Range(0, 4).Select(_ => new ExactSums(1)).ToArray();
            foreach (var term in terms) parts[random.Next(3)].Add(0, term);
            foreach (var part in parts) part.Carry();
            var (low, high) = (parts.Min(part => part.Range.Low), parts.Max(part => part.Range.High));
            var taken = parts.Select(part => part.Take(low, high)).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);
            var whole = new ExactSums(1);
            whole.Put(taken, low, high);
            Assert.Equal(expected, whole.Value(0));
            parts[0].Add(parts[1]);
            parts[0].Add(parts[2]);
            Assert.Equal(expected, parts[0].Value(0));
        }
    }

    [Fact]
    public void ATermThatIsNotFiniteBreaksItsSumAlone()
    {
        var sums = new ExactSums(2);
        sums.Add(0, double.PositiveInfinity);
        sums.Add(0, double.NegativeInfinity);
        sums.Add(1, 2.5);
        Assert.Equal(double.NaN, sums.Value(0));
        Assert.Equal(2.5, sums.Value(1));
        var other = new ExactSums(2);
        other.Add(1, double.NaN);
        sums.Add(other);
        Assert.True(sums.IsBroken(1));
    }

    /// <summary>Rounds once, ties to even.</summary>
    private static double Nearest(double[] terms)
    {
        var sum = terms.Aggregate(BigInteger.Zero, (all, term) => all + Whole(term));
        var (size, isNegative) = (BigInteger.Abs(sum), sum.Sign < 0);
        var cut = Math.Max(0, (int)size.GetBitLength() - 53);
        var (kept, rest) = (size >> cut, size & ((BigInteger.One << cut) - 1));
        var half = cut == 0 ? BigInteger.One : BigInteger.One << (cut - 1);
        if (rest > half || (rest == half && !kept.IsEven)) kept++;
        var value = Math.ScaleB((double)kept, cut - Lowest);
        return isNegative ? -value : value;
    }

    private static BigInteger Whole(double term)
    {
        var bits = BitConverter.DoubleToInt64Bits(term);
        var (exponent, mantissa) = ((int)(bits >> 52) & 0x7ff, new BigInteger(bits & ((1L << 52) - 1)));
        var whole = exponent == 0 ? mantissa : (mantissa + (BigInteger.One << 52)) << (exponent - 1);
        return bits < 0 ? -whole : whole;
    }
}
