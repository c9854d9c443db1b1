using Minima.Cli.Compare;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class StandardizerTests
{
    [Fact]
    public void AgreesWithScikitLearn()
    {
        // Row 0 of StandardScaler().fit_transform(load_diabetes(scaled=False).data), scikit-learn 1.2.1.
        double[] first =
        [
            0.8005000909564214, 1.065488479751468, 1.2970884623909968, 0.4598405719909804, -0.929745811122838,
            -0.7320646159137049, -0.9124505270223768, -0.05449918753626995, 0.41853092894935107, -0.37098853628476647,
        ];
        var table = BundledData.Read("diabetes").Features;
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        var design = Standardizer.Fit(table, rows).Transform(table, rows);
        for (var j = 0; j < first.Length; j++) Assert.Equal(first[j], design[j], 1e-12);
    }

    [Fact]
    public void OnlyTheGivenRowsCount()
    {
        var table = new NumericTable(["x"], [[1, 3, 1000]], 3, []);
        var standardizer = Standardizer.Fit(table, [0, 1]);
        Assert.Equal([-1, 1, 998], standardizer.Transform(table, [0, 1, 2]));
    }

    [Fact]
    public void ConstantInTheFoldIsZeroEverywhere()
    {
        var table = new NumericTable(["x", "y"], [[0.1, 0.1, 0.1, 7], [1, 2, 3, 4]], 4, []);
        var design = Standardizer.Fit(table, [0, 1, 2]).Transform(table, [0, 3]);
        Assert.Equal(0, design[0]);
        Assert.Equal(0, design[2]);
        Assert.NotEqual(0, design[3]);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void ExtremeUnitsStayFinite(double unit)
    {
        var table = new NumericTable(["x"], [[-unit, unit, 100 * unit]], 3, []);
        var plain = new NumericTable(["x"], [[-1, 1, 100]], 3, []);
        var design = Standardizer.Fit(table, [0, 1, 2]).Transform(table, [0, 1, 2]);
        var expected = Standardizer.Fit(plain, [0, 1, 2]).Transform(plain, [0, 1, 2]);
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i], design[i], 1e-12);
    }

    [Fact]
    public void MisuseIsRefused()
    {
        var table = new NumericTable(["x"], [[1, 2]], 2, []);
        Assert.Throws<ArgumentException>(() => Standardizer.Fit(table, []));
        var other = new NumericTable(["x", "y"], [[1, 2], [1, 2]], 2, []);
        Assert.Throws<ArgumentException>(() => Standardizer.Fit(table, [0, 1]).Transform(other, [0]));
        Assert.Throws<ArgumentException>(() => new NumericTable(["x"], [[1, 2]], 3, []));
        Assert.Throws<ArgumentException>(() => new NumericTable(["x", "y"], [[1, 2]], 2, []));
    }
}
