using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Fits whose answer can be written down.</summary>
public sealed class ClosedFormTests
{
    [Fact]
    public async Task A_line_by_least_squares()
    {
        // Means 2 and 3; slope = sum (x - 2)(y - 3) / sum (x - 2)^2 = 3 / 2... worked by hand for these four points.
        var run = await FitRun.OfText("x,y\n0,1\n1,2\n3,4\n4,5.5\n", "--loss", "mse");
        double slope = (((-2) * (-2.125)) + ((-1) * (-1.125)) + (1 * 0.875) + (2 * 2.375)) / 10;
        Assert.Equal(slope, run.Coefficients[0], 1e-13);
        Assert.Equal(3.125 - (2 * slope), run.Intercept, 1e-13);
        Assert.True(run.Unique);
        Assert.True(run.GradientNorm < 1e-13);
    }

    [Theory]
    [InlineData("half_mse", 0.7, 1)]
    [InlineData("mse", 0.7, 2)]
    public async Task Ridge_of_one_column(string loss, double l2, double curvature)
    {
        // x has mean 0 and mean square 2.5, and x y has mean 3.75; the intercept is the mean of y.
        var run = await FitRun.OfText("x,y\n-2,-3\n-1,1\n1,0\n2,5\n", "--loss", loss, "--l2", l2.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(curvature * 3.75 / ((curvature * 2.5) + l2), run.Coefficients[0], 1e-13);
        Assert.Equal(0.75, run.Intercept, 1e-13);
    }

    [Fact]
    public async Task Lasso_of_one_column_is_a_soft_threshold()
    {
        var run = await FitRun.OfText("x,y\n-2,-3\n-1,1\n1,0\n2,5\n", "--loss", "half_mse", "--l1", "0.5");
        Assert.Equal((3.75 - 0.5) / 2.5, run.Coefficients[0], 1e-12);
        var none = await FitRun.OfText("x,y\n-2,-3\n-1,1\n1,0\n2,5\n", "--loss", "half_mse", "--l1", "3.8");
        Assert.Equal(0.0, none.Coefficients[0]);
    }

    [Theory]
    [InlineData(0.5, "1,2,4,8,9", 4)]
    [InlineData(0.5, "1,2,4,9", 3)]
    [InlineData(0.9, "1,2,3,4,5,6,7,8,9,10,11", 10)]
    [InlineData(0.25, "3,1,2,7,5", 2)]
    [InlineData(0.25, "3,1,2,7", 1.5)]
    public async Task A_quantile_where_there_is_nothing_else(double quantile, string values, double want)
    {
        var csv = "y\n" + values.Replace(',', '\n') + "\n";
        var run = await FitRun.OfText(csv, "--loss", "pinball", "--param", FormattableString.Invariant($"quantile={quantile}"));
        Assert.Equal(0, run.Code);
        Assert.Equal(want, run.Intercept, 1e-12);
        Assert.Equal("interior_point", run.Method);
        Assert.True(run.Gap < 1e-12);
    }

    [Fact]
    public async Task The_middle_between_two_medians_is_said_to_be_one_of_many()
    {
        var run = await FitRun.OfText("y\n1\n2\n4\n9\n", "--loss", "mae");
        Assert.False(run.Unique);
        Assert.Contains(run.Notes, note => note.StartsWith("not unique", StringComparison.Ordinal));
        Assert.True((await FitRun.OfText("y\n1\n2\n4\n", "--loss", "mae")).Unique);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("huber")]
    [InlineData("pinball")]
    [InlineData("log_cosh")]
    [InlineData("epsilon_insensitive:epsilon=0")]
    public async Task As_many_rows_as_unknowns_are_met_exactly(string loss)
    {
        var features = FitSamples.Features(3, 5, 4);
        var target = FitSamples.Target(3, features, 0);
        var run = await FitRun.OfTable(features, target, "--loss", loss);
        Assert.Equal(0, run.Code);
        double[] want = [0.5, -1, 1.5, -2];
        for (var j = 0; j < 4; j++) Assert.Equal(want[j], run.Coefficients[j], 1e-7);
        Assert.Equal(1, run.Intercept, 1e-7);
    }

    [Fact]
    public async Task A_median_line_through_points_that_most_lie_on()
    {
        // Six of nine points on y = 2 x + 1: the absolute error ignores the others.
        var run = await FitRun.OfText("x,y\n0,1\n1,3\n2,5\n3,7\n4,9\n5,11\n6,100\n7,-40\n8,60\n", "--loss", "mae");
        Assert.Equal(2, run.Coefficients[0], 1e-12);
        Assert.Equal(1, run.Intercept, 1e-12);
    }

    [Fact]
    public async Task Hard_margin_between_two_points()
    {
        // The shortest weights with both margins 1: the middle is at 2, half the distance is 1.
        var run = await FitRun.OfText("x,y\n1,no\n0,no\n3,yes\n5,yes\n", "--loss", "hinge");
        Assert.Equal(1, run.Coefficients[0], 1e-9);
        Assert.Equal(-2, run.Intercept, 1e-9);
        Assert.False(run.Unique);
    }
}
