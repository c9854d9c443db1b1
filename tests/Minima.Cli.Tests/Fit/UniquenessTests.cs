using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Optima that do not exist, and optima of which there are many.</summary>
public sealed class UniquenessTests
{
    private const string Separable = "x,z,y\n0,1,no\n1,0,no\n2,1,no\n3,0,yes\n4,1,yes\n5,0,yes\n";

    /// <summary>One row on each side shares x = 2.5: only the others can be told apart.</summary>
    private const string QuasiSeparable = "x,y\n0,no\n1,no\n2.5,no\n2.5,yes\n3,yes\n4,yes\n";

    [Theory]
    [InlineData("bce_with_logits")]
    [InlineData("logistic")]
    [InlineData("exponential")]
    [InlineData("dwd")]
    [InlineData("probit")]
    public async Task Separable_classes_have_no_finite_optimum(string loss)
    {
        foreach (var data in new[] { Separable, QuasiSeparable })
        {
            var run = await FitRun.OfText(data, "--loss", loss);
            Assert.Equal(4, run.Code);
            Assert.Empty(run.Output);
            Assert.Contains("no finite optimum", run.Error, StringComparison.Ordinal);
            Assert.Contains("'x'", run.Error, StringComparison.Ordinal);
            Assert.Contains("--l2", run.Error, StringComparison.Ordinal);
            Assert.Equal(0, (await FitRun.OfText(data, "--loss", loss, "--l2", "0.001")).Code);
        }
    }

    [Theory]
    [InlineData("hinge")]
    [InlineData("squared_hinge")]
    [InlineData("modified_huber")]
    [InlineData("smoothed_hinge")]
    public async Task Separable_classes_have_the_widest_margin_of_losses_that_reach_0(string loss)
    {
        // Column z tells nothing: between x = 2 and x = 3 the shortest weights are found by two support vectors, (2, 1) and (3, 0).
        var run = await FitRun.OfText("x,y\n0,no\n1,no\n2,no\n4,yes\n5,yes\n", "--loss", loss);
        Assert.Equal(0, run.Code);
        Assert.False(run.Unique);
        Assert.Equal(0, run.Objective, 1e-12);
        Assert.Equal(1, run.Coefficients[0], 1e-5);
        Assert.Equal(-3, run.Intercept, 1e-4);
    }

    [SlowTheory]
    [InlineData("hinge")]
    [InlineData("squared_hinge")]
    [InlineData("modified_huber")]
    [InlineData("smoothed_hinge")]
    [InlineData("binary_sparsemax")]
    public async Task Real_classes_that_many_planes_separate(string loss)
    {
        var run = await FitRun.Of("--data", "breast-cancer", "--loss", loss, "--standardize", "--json");
        Assert.True(run.Code == 0, run.Error);
        Assert.False(run.Unique);
        Assert.True(run.Objective < 1e-15);
    }

    [Fact]
    public async Task Data_that_nearly_separate_have_an_optimum()
    {
        var run = await FitRun.OfText("x,y\n0,no\n1,no\n2.6,no\n2.5,yes\n3,yes\n4,yes\n", "--loss", "bce_with_logits");
        Assert.Equal(0, run.Code);
        Assert.True(run.GradientNorm < 1e-10);
    }

    [Fact]
    public async Task Counts_of_0_in_a_group_have_no_finite_optimum()
    {
        var run = await FitRun.OfText("g,y\n0,0\n0,0\n0,0\n1,2\n1,3\n1,1\n", "--loss", "poisson_nll");
        Assert.Equal(4, run.Code);
        Assert.Contains("no finite optimum", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_without_a_lowest_value_has_no_finite_optimum()
    {
        var run = await FitRun.OfText(Separable, "--loss", "unhinged");
        Assert.Equal(4, run.Code);
        Assert.Contains("no finite optimum", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("huber")]
    [InlineData("pinball:quantile=0.3")]
    public async Task A_column_given_twice_is_shared_equally(string loss)
    {
        var features = FitSamples.Features(5, 40, 2);
        var target = FitSamples.Target(5, features, 1);
        var plain = await FitRun.OfTable(features, target, "--loss", loss);
        var twice = await FitRun.OfTable(Array.ConvertAll(features, row => new[] { row[0], row[1], row[0] }), target, "--loss", loss);
        Assert.Equal(0, twice.Code);
        Assert.False(twice.Unique);
        Assert.Contains(twice.Notes, note => note.StartsWith("not unique: minimum-norm solution", StringComparison.Ordinal));
        Assert.Equal(plain.Objective, twice.Objective, 1e-10 * plain.Objective);
        Assert.Equal(plain.Coefficients[0] / 2, twice.Coefficients[0], 1e-8);
        Assert.Equal(twice.Coefficients[0], twice.Coefficients[2], 1e-9);
        Assert.Equal(plain.Coefficients[1], twice.Coefficients[1], 1e-8);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("log_cosh")]
    public async Task More_columns_than_rows_give_the_shortest_of_all_exact_fits(string loss)
    {
        var features = FitSamples.Features(6, 6, 15);
        var target = FitSamples.Target(6, features, 1);
        var run = await FitRun.OfTable(features, target, "--loss", loss);
        Assert.Equal(0, run.Code);
        Assert.False(run.Unique);
        Assert.Equal(0, run.Objective, 1e-12);

        // The shortest is a combination of the centred rows: what is orthogonal to all of them is 0 in it.
        var centred = features.Select(row => row.Select((x, j) => x - features.Average(other => other[j])).ToArray()).ToArray();
        var weights = run.Coefficients.ToArray();
        var rest = (double[])weights.Clone();
        var basis = new List<double[]>();
        foreach (var row in centred)
        {
            var direction = (double[])row.Clone();
            foreach (var earlier in basis.Concat(basis))
            {
                var share = earlier.Zip(direction, (a, b) => a * b).Sum();
                for (var j = 0; j < direction.Length; j++) direction[j] -= share * earlier[j];
            }

            var length = Math.Sqrt(direction.Sum(x => x * x));
            if (length > 1e-8) basis.Add(Array.ConvertAll(direction, x => x / length));
        }

        foreach (var direction in basis)
        {
            var share = direction.Zip(weights, (a, b) => a * b).Sum();
            for (var j = 0; j < rest.Length; j++) rest[j] -= share * direction[j];
        }

        Assert.True(rest.Max(Math.Abs) < 1e-9 * weights.Max(Math.Abs));
    }

    [Fact]
    public async Task Texts_that_become_columns_depend_on_each_other_and_share_evenly()
    {
        var run = await FitRun.OfText("c,y\na,1\na,3\nb,4\nb,6\nc,10\nc,12\n", "--loss", "mse");
        Assert.False(run.Unique);
        Assert.Equal(new[] { "c=a", "c=b", "c=c" }, run.Property("features").EnumerateArray().Select(item => item.GetString()), StringComparer.Ordinal);
        Assert.Equal([-4.0, -1.0, 5.0], run.Coefficients.Select(x => Math.Round(x, 10)));
        Assert.Equal(6, run.Intercept, 1e-10);
        Assert.True((await FitRun.OfText("c,y\na,1\na,3\nb,4\nb,6\nc,10\nc,12\n", "--loss", "mse", "--l2", "0.1")).Unique);
    }

    [Fact]
    public async Task Nearly_dependent_columns_lose_no_accuracy()
    {
        var features = FitSamples.Features(8, 50, 2);
        var target = Array.ConvertAll(features, row => 1 + (2 * row[0]) - row[1]);
        var near = Array.ConvertAll(features, row => new[] { row[0], row[0] + (1e-6 * row[1]) });
        var run = await FitRun.OfTable(near, target, "--loss", "mse");
        Assert.True(run.Unique);
        Assert.Equal(-1e6, run.Coefficients[1], 1e-2);
        Assert.True(run.Objective < 1e-16);
    }
}
