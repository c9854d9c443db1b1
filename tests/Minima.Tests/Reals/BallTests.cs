using Minima.Reals;
using Minima.Reals.Primitives;
using Xunit;

namespace Minima.Tests.Reals;

/// <summary>Balls hold what they say they hold: identities between functions, and exact results.</summary>
public sealed class BallTests
{
    [SlowFact]
    public void Functions_undo_each_other_within_their_errors()
    {
        var random = new Random(5);
        for (var n = 0; n < 5000; n++)
        {
            var x = (random.NextDouble() - 0.5) * Math.Pow(10, 4 * random.NextDouble() - 2);
            var positive = Math.Abs(x) + 1e-12;
            Same(Ball.Apply(default(Exp), Ball.Apply(default(Log), new Ball(positive))), new Ball(positive), "exp log");
            Same(Ball.Apply(default(Log1p), Ball.Apply(default(Expm1), new Ball(x))), new Ball(x), "log1p expm1");
            Same(Ball.Apply(default(Exp), new Ball(x)) * Ball.Apply(default(Exp), new Ball(-x)), new Ball(1), "exp exp");
            var (sine, cosine) = (Ball.Apply(default(Sin), new Ball(x)), Ball.Apply(default(Cos), new Ball(x)));
            Same(sine * sine + cosine * cosine, new Ball(1), "sin cos");
            var angle = Ball.Apply(default(Atan), new Ball(x));
            Same(Ball.Apply(default(Sin), angle) / Ball.Apply(default(Cos), angle), new Ball(x), "tan atan");
            var root = Ball.Apply(default(Sqrt), new Ball(positive));
            Same(root * root, new Ball(positive), "sqrt");
            Same(Ball.Apply(default(Softplus), new Ball(x)) - Ball.Apply(default(Softplus), new Ball(-x)), new Ball(x), "softplus");
            Same(new Ball(x) / new Ball(3) * new Ball(3), new Ball(x), "division");
            Same(Ball.Apply(new Power(2.5), new Ball(positive)) * Ball.Apply(new Power(-2.5), new Ball(positive)), new Ball(1), "power");
        }
    }

    /// <summary>And they say much: some 25 digits of ordinary results.</summary>
    [Fact]
    public void Errors_are_small()
    {
        foreach (var x in new[] { 1e-3, 0.1, 0.5, 1, 2, 10, 300 })
        {
            Assert.True(Ball.Apply(default(Exp), new Ball(x)) is var e && e.Error <= 1e-24 * e.High, $"exp {x}: {e}");
            Assert.True(Ball.Apply(default(Log), new Ball(x)) is var l && l.Error <= 1e-26, $"log {x}: {l}");
            Assert.True(Ball.Apply(default(Sin), new Ball(x)) is var s && s.Error <= 1e-26, $"sin {x}: {s}");
        }
    }

    [Fact]
    public void What_is_exact_stays_exact()
    {
        Assert.Equal(0, (new Ball(0.3) - new Ball(0.3)).Error);
        Assert.Equal(0, (new Ball(0.1) + new Ball(0.2)).Error);
        Assert.True((new Ball(0.1) + new Ball(0.2) - new Ball(0.3)).IsPositive);
        Assert.True((new Ball(0.1) * new Ball(10) - new Ball(1)).IsPositive);
        Assert.True(double.IsPositiveInfinity((-Ball.Apply(default(Log), new Ball(0))).High));
        Assert.False((Ball.Apply(default(Exp), new Ball(1000)) - new Ball(1)).IsNegative);
        Assert.False((new Ball(1) / new Ball(0)).IsPositive);
    }

    /// <summary>Where errors are large their product counts: 1.5 times 1.5 lies in the square of 1 within 0.5.</summary>
    [Fact]
    public void Errors_multiply()
    {
        var wide = new Ball(1) / new Ball(3) * new Ball(3) - new Ball(1);
        while (wide.Error < 0.1)
        {
            wide *= new Ball(2);
        }

        var around = new Ball(1) + wide;
        var square = around * around;
        var (far, middle) = (around.High + around.Error, square.High);
        Assert.True(square.Error >= far * far - middle, $"the square of {around} is {square}");
    }

    private static void Same(Ball a, Ball b, string what)
    {
        var apart = a - b;
        Assert.True(apart.IsKnown && !apart.IsPositive && !apart.IsNegative, $"{what}: {a} and {b}");
    }
}
