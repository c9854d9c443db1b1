using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>The search finds bends and convexity from slopes alone.</summary>
public sealed class ShapeSearchTests
{
    private static readonly double[] Targets = [-3.7, 0, 0.1, 2, 5.25, 1000.5];

    [Theory]
    [InlineData("mae", 2.0, "y")]
    [InlineData("pinball:quantile=0.3", 1.0, "y")]
    [InlineData("epsilon_insensitive:epsilon=0.25", 1.0, "y-0.25|y+0.25")]
    [InlineData("berhu", 2.0, "y")]
    [InlineData("mape", null, "y")]
    public void Bends_follow_the_target(string loss, double? jump, string where)
    {
        var shape = Search(loss, Targets);
        Assert.True(shape.Convex);
        var offsets = where.Split('|').Select(text => text == "y" ? 0 : double.Parse(text[1..], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Targets.Length * offsets.Length, shape.Kinks.Count);
        foreach (var kink in shape.Kinks.Items)
        {
            Assert.Contains(offsets, offset => Math.Abs(Targets[kink.Row] + offset - kink.At) <= 1e-13 * (1 + Math.Abs(kink.At)));
            if (jump is { } size) Assert.Equal(size / Targets.Length, kink.Jump, 1e-9);
        }
    }

    [Theory]
    [InlineData("hinge", 1.0)]
    [InlineData("perceptron", 0.0)]
    public void Bends_of_margins_stand_at_the_label(string loss, double at)
    {
        var shape = Search(loss, [-1, 1, 1]);
        Assert.True(shape.Convex);
        Assert.Equal([-at, at, at], shape.Kinks.Items.OrderBy(kink => kink.Row).Select(kink => kink.At));
    }

    [Theory]
    [InlineData("mse", true)]
    [InlineData("huber", true)]
    [InlineData("log_cosh", true)]
    [InlineData("charbonnier", true)]
    [InlineData("linex", true)]
    [InlineData("squared_epsilon_insensitive", true)]
    [InlineData("expectile", true)]
    [InlineData("cauchy", false)]
    [InlineData("welsch", false)]
    [InlineData("tukey_biweight", false)]
    [InlineData("talwar", false)]
    public void Smooth_losses_have_no_bend(string loss, bool convex)
    {
        var shape = Search(loss, Targets);
        Assert.Equal(convex, shape.Convex);
        Assert.Equal(0, shape.Kinks.Count);
    }

    [Fact]
    public void Many_targets_are_foretold_from_a_few()
    {
        var random = new Random(4);
        var targets = Enumerable.Range(0, 3000).Select(_ => (random.NextDouble() * 200) - 50).ToArray();
        var shape = Search("epsilon_insensitive:epsilon=0.7", targets);
        Assert.Equal(6000, shape.Kinks.Count);
        Assert.All(shape.Kinks.Items, kink => Assert.Equal(0.7, Math.Abs(kink.At - targets[kink.Row]), 1e-12));
    }

    private static LossShape Search(string loss, double[] targets)
    {
        var request = LossSpec.Parse(loss);
        var share = targets.Select(_ => 1.0 / targets.Length).ToArray();
        return ShapeSearch.Run(new SlopeProbe(Loss.Create(request.Entry, request.Given), targets, [], false), share);
    }
}
