using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class FeatureSetTests
{
    [Fact]
    public void StandardisationAgreesWithScikitLearn()
    {
        // Row 0 of StandardScaler().fit_transform(load_diabetes(scaled=False).data), scikit-learn 1.2.1.
        double[] first =
        [
            0.8005000909564214, 1.065488479751468, 1.2970884623909968, 0.4598405719909804, -0.929745811122838,
            -0.7320646159137049, -0.9124505270223768, -0.05449918753626995, 0.41853092894935107, -0.37098853628476647,
        ];
        var data = ComparisonReader.Read(Table.Bundled("diabetes"), new(), TestContext.Current.CancellationToken);
        var design = FeatureSet.Fit(data.Columns, data.Used).Design;
        for (var j = 0; j < first.Length; j++) Assert.Equal(first[j], design[j], 1e-12);
    }

    [Fact]
    public void OnlyTrainingRowsCount()
    {
        var (set, _) = FeatureSet.Fit([TableColumn.OfNumbers("x", [1, 3, 1000])], [0, 1]);
        Assert.Equal([-1, 1, 998], set.Design([0, 1, 2]));
    }

    [Fact]
    public void ConstantInTheFoldIsZeroEverywhere()
    {
        var (set, _) = FeatureSet.Fit([TableColumn.OfNumbers("x", [0.1, 0.1, 0.1, 7]), TableColumn.OfNumbers("y", [1, 2, 3, 4])], [0, 1, 2]);
        var design = set.Design([0, 3]);
        Assert.Equal(0, design[0]);
        Assert.Equal(0, design[2]);
        Assert.NotEqual(0, design[3]);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void ExtremeUnitsStayFinite(double unit)
    {
        var design = FeatureSet.Fit([TableColumn.OfNumbers("x", [-unit, unit, 100 * unit])], [0, 1, 2]).Design;
        var expected = FeatureSet.Fit([TableColumn.OfNumbers("x", [-1, 1, 100])], [0, 1, 2]).Design;
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i], design[i], 1e-12);
    }

    [Fact]
    public void AMissingNumberIsTheMedianOfTrainingRows()
    {
        var column = TableColumn.OfNumbers("x", [1, 2, 9, double.NaN, 1e6, double.NaN], missing: 2);
        var encoding = ColumnTreatment.Fit(column, [0, 1, 2, 3]);
        Assert.Equal(2, encoding.Fill);
        Assert.Equal("x x=(missing)", string.Join(' ', encoding.Features));
        var features = ColumnTreatment.Apply(encoding, column, [4, 5]);
        Assert.Equal([1e6, 2], features[0]);
        Assert.Equal([0, 1], features[1]);
    }

    /// <summary>What test rows hold changes nothing that was learnt: neither medians nor levels nor scales.</summary>
    [Fact]
    public void NothingLeaksFromTestRows()
    {
        int[] train = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        double[] numbers = [3, 1, 4, 1, 5, 9, 2, 6, double.NaN, 5, 100, double.NaN];
        int[] codes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, -1];
        var before = Design(numbers, codes);
        numbers[10] = -1e9;
        (codes[10], codes[11]) = (1, 2);
        Assert.Equal(before, Design(numbers, codes));

        double[] Design(double[] values, int[] texts) => FeatureSet.Fit(
            [TableColumn.OfNumbers("x", [.. values], 2), TableColumn.OfTexts("c", [.. texts], ["a", "b", "c"], 1), TableColumn.OfDates("d", [.. values], 2, Localized.Nothing)], train).Design;
    }

    [Fact]
    public void RareNewAndMissingTextsHaveTheirPlace()
    {
        int[] codes = [.. Enumerable.Repeat(0, 6), .. Enumerable.Repeat(1, 5), 2, 3, -1, 4];
        var column = TableColumn.OfTexts("c", codes, ["a", "b", "rare", "seldom", "new"], 1);
        var encoding = ColumnTreatment.Fit(column, [.. Enumerable.Range(0, 14)]);
        Assert.Equal("c=a c=b c=(other) c=(missing)", string.Join(' ', encoding.Features));
        var features = ColumnTreatment.Apply(encoding, column, [0, 6, 11, 12, 13, 14]);
        Assert.Equal([1, 0, 0, 0, 0, 0], features[0]);
        Assert.Equal([0, 1, 0, 0, 0, 0], features[1]);
        Assert.Equal([0, 0, 1, 1, 0, 1], features[2]);
        Assert.Equal([0, 0, 0, 0, 1, 0], features[3]);
    }

    [Fact]
    public void DatesBecomeCalendarAndElapsedDays()
    {
        var day = (new DateTime(2024, 2, 29) - DateTime.UnixEpoch).TotalDays;
        var column = TableColumn.OfDates("d", [day, day + 1, day + 3, double.NaN], 1, Localized.Nothing);
        var encoding = ColumnTreatment.Fit(column, [0, 1, 2]);
        Assert.Equal("d.year d.month d.weekday d.days", string.Join(' ', encoding.Features));
        var features = ColumnTreatment.Apply(encoding, column, [0, 1, 2, 3]);
        Assert.Equal([2024, 2024, 2024, 2024], features[0]);
        Assert.Equal([2, 3, 3, 3], features[1]);
        Assert.Equal([4, 5, 7, 5], features[2]);
        Assert.Equal([0, 1, 3, 1], features[3]);
    }

    [Fact]
    public void NoRowsAreRefused() => Assert.Throws<ArgumentException>(() => FeatureSet.Fit([TableColumn.OfNumbers("x", [1, 2])], []));
}
