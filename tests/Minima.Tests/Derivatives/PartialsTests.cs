using Minima.Reals;
using Xunit;

namespace Minima.Tests.Derivatives;

/// <summary>The partial derivatives of a constant are 0, those of an input are 1 at its own place and 0 elsewhere.</summary>
public sealed class PartialsTests
{
    [Fact]
    public void One_partial() => Holds<One<F64>>(1);

    [Fact]
    public void Two_partials() => Holds<Two<F64>>(2);

    [Fact]
    public void Three_partials() => Holds<Three<F64>>(3);

    [Fact]
    public void Four_partials() => Holds<Four<F64>>(4);

    private static void Holds<P>(int count)
        where P : struct, IPartials<P, F64>
    {
        double[] Numbers(P partials) => [.. Enumerable.Range(0, count).Select(k => P.At(partials, k).X)];
        Assert.Equal(new double[count], Numbers(P.Zero));
        for (var input = 0; input < count; input++)
        {
            Assert.Equal(Enumerable.Range(0, count).Select(k => k == input ? 1.0 : 0.0), Numbers(P.Unit(input)));
        }

        // Numbers that are all different, through every operation.
        var (left, right) = (P.Zero, P.Zero);
        for (var input = 0; input < count; input++)
        {
            left += new F64(3 + input) * P.Unit(input);
            right += new F64(7 * (input + 1)) * P.Unit(input);
        }

        var (a, b) = (Numbers(left), Numbers(right));
        Assert.Equal(Enumerable.Range(0, count).Select(k => 3.0 + k), a);
        Assert.Equal(Enumerable.Range(0, count).Select(k => a[k] - b[k]), Numbers(left - right));
        Assert.Equal(a.Select(x => -x), Numbers(-left));
        Assert.Equal(Enumerable.Range(0, count).Select(k => 2 * a[k] + 5 * b[k]), Numbers(P.Combine(new(2), left, new(5), right)));
        Assert.Equal(a.Select(x => 4 * x), Numbers(P.Chain(new(4), left)));
        Assert.Equal(a.Select(x => x * 4), Numbers(P.ChainInto(left, new(4))));
        Assert.Equal(a, Numbers(P.IfLess(new(1), new(2), left, right)));
        Assert.Equal(b, Numbers(P.IfLess(new(2), new(2), left, right)));
    }
}
