using System.Text;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class CsvDataTests
{
    private static readonly CsvDataOptions Y = new() { Target = "y", Precision = ElementType.Double };

    [Fact]
    public void ATableBecomesStandardisedFeaturesAndTargets()
    {
        using var data = Open("x,colour,y\n1,red,10\n3,blue,20\n5,red,30\n7,blue,40\n", Y);
        Assert.Equal(4, data.Rows);
        Assert.Equal(["x", "colour=red"], data.Treatment.FeatureNames);
        var root = Math.Sqrt(5);
        Assert.Equal([-3 / root, 1, -1 / root, -1, 1 / root, 1, 3 / root, -1], Tables.Features(data), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([10, 20, 30, 40], Tables.Targets(data));
        Assert.Equal([2, 3, 4, 5], Tables.Whole(data).RowNumbers.ToArray());
        Assert.Equal((ElementType.Double, Shape.Of(1), 0), (data.Targets[0].Type, data.Targets[0].Shape, data.Targets[0].Classes));
        Assert.Equal(["Column 'colour' holds two texts: 'blue' became 0 and 'red' 1."], data.Notes);
        Assert.True(data.IsInMemory);
    }

    /// <summary>To the last bit as a comparison treats columns in memory, wherever the numbers lie and however long blocks are.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 700)]
    [InlineData(1L << 30, 700)]
    [InlineData(30_000, 3000)]
    public void TheTreatmentIsThatOfColumnsInMemory(long budget, int rows)
    {
        foreach (var decimalCommas in new[] { false, true })
        {
            var text = Tables.Mixed(rows + 1, rows, decimalCommas);
            using var data = Open(text, Y with { MemoryBudget = budget, ValidationShare = 0.3, Seed = 4 });
            Assert.Equal(budget > 1_000_000 || rows == 1, data.IsInMemory);
            var columns = Columns(text);
            int[] training = [.. Enumerable.Range(0, data.Training.Count).Select(place => data.Training[place])];
            var (set, _) = FeatureSet.Fit(columns, training);
            Assert.Equal(set.Encodings.Select(encoding => (encoding.Column, encoding.Kind, encoding.Fill, encoding.HasMissing, encoding.HasOther, encoding.Origin)), data.Treatment.Encodings.Select(encoding => (encoding.Column, encoding.Kind, encoding.Fill, encoding.HasMissing, encoding.HasOther, encoding.Origin)));
            Assert.Equal(set.Encodings.SelectMany(encoding => encoding.Levels), data.Treatment.Encodings.SelectMany(encoding => encoding.Levels), StringComparer.Ordinal);
            Assert.Equal(set.Scales, data.Treatment.Scales.SelectMany(scales => scales));
            Assert.Equal(set.Design([.. Enumerable.Range(0, rows + 1)]), Tables.Features(data));
        }

        static List<TableColumn> Columns(string text)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var table = new TableReader([]);
            table.Read(TableSource.OfStream(stream, "t.csv", leavesOpen: true), _ => { }, TestContext.Current.CancellationToken);
            return [.. table.Decide(name => name == "y").Where(column => column.Name != "y" && column.Kind != TableColumnKind.Dropped).Select(column => column.ToTable())];
        }
    }

    [Fact]
    public void SinglePrecisionIsDoubleRounded()
    {
        var text = Tables.Mixed(300, 8);
        using var wide = Open(text, Y);
        using var narrow = Open(text, Y with { Precision = ElementType.Single });
        Assert.Equal(Tables.Features(wide).Select(value => (double)(float)value), Tables.Features(narrow));
        Assert.Equal(Tables.Targets(wide).Select(value => (double)(float)value), Tables.Targets(narrow));
    }

    [Fact]
    public void TextsAreClasses()
    {
        using var data = Open("x,y\n1,b\n2,a\n3,c\n4,b\n", Y);
        Assert.Equal([1, 0, 2, 1], Tables.Targets(data));
        Assert.Equal((ElementType.Int32, Shape.Scalar, 3), (data.Targets[0].Type, data.Targets[0].Shape, data.Targets[0].Classes));
        Assert.Equal(["a", "b", "c"], data.Treatment.Targets[0].Classes);
        using var numbers = Open("x,y\n1,10\n2,9\n3,10\n4,-1\n", Y with { Form = TargetForm.Classes });
        Assert.Equal([2, 1, 2, 0], Tables.Targets(numbers));
        Assert.Equal(["-1", "9", "10"], numbers.Treatment.Targets[0].Classes);
    }

    [Fact]
    public void TwoClassesAreZeroAndOne()
    {
        using var data = Open("x,y\n1,no\n2,yes\n3,no\n", Y with { Form = TargetForm.TwoClasses });
        Assert.Equal([0, 1, 0], Tables.Targets(data));
        Assert.Equal(Shape.Of(1), data.Targets[0].Shape);
        using var other = Open("x,y\n1,no\n2,yes\n3,no\n", Y with { PositiveClass = "no" });
        Assert.Equal([1, 0, 1], Tables.Targets(other));
        Assert.Equal(["yes", "no"], other.Treatment.Targets[0].Classes);
        using var numbers = Open("x,y\n1,4\n2,2\n3,4\n", Y with { PositiveClass = "2" });
        Assert.Equal([0, 1, 0], Tables.Targets(numbers));
    }

    [Fact]
    public void SeveralTargets()
    {
        const string text = "x,y,z\n1,10,a\n2,20,b\n3,30,a\n";
        using var apart = Open(text, Y with { Targets = ["z", "y"] });
        Assert.Equal([0, 1, 0], Tables.Targets(apart, 0));
        Assert.Equal([10, 20, 30], Tables.Targets(apart, 1));
        Assert.Equal(["x"], apart.Treatment.FeatureNames);
        using var joined = Open("x,y,z\n1,10,1\n2,20,0\n3,30,1\n", Y with { Targets = ["y", "z"], JoinsTargets = true });
        Assert.Equal(Shape.Of(2), joined.Targets[0].Shape);
        Assert.Equal([10, 1, 20, 0, 30, 1], Tables.Targets(joined));
        Assert.Contains("JoinsTargets", Assert.Throws<TrainingException>(() => Open(text, Y with { Targets = ["z", "y"], JoinsTargets = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetsOfNumbersMayBeStandardised()
    {
        using var data = Open("x,y\n1,10\n2,20\n3,30\n4,40\n", Y with { StandardizesTargets = true });
        var target = data.Treatment.Targets[0];
        Assert.True(target.IsStandardized);
        var treated = Tables.Targets(data);
        Assert.Equal(0, treated.Sum(), 1e-15);
        Assert.Equal(4, treated.Sum(value => value * value), 1e-14);
        Assert.Equal([10, 20, 30, 40], treated.Select(target.Restore), (a, b) => Math.Abs(a - b) < 1e-13);
    }

    [Fact]
    public void WeightsTimesAndGroups()
    {
        using var weighted = Open("x,w,y\n1,0.5,1\n2,0,2\n3,2,3\n", Y with { Weight = "w" });
        Assert.True(weighted.HasWeights);
        Assert.Equal(["x"], weighted.Treatment.FeatureNames);
        Assert.Equal([0.5, 0, 2], Tables.Whole(weighted).Weights.ToArray());

        using var timed = Open("x,when,y\n1,2024-03-01,1\n2,2024-01-01,2\n3,2024-02-01,3\n4,2023-01-01,4\n", Y with { Time = "when", ValidationShare = 0.25 });
        Assert.Equal(["x"], timed.Treatment.FeatureNames);
        Assert.Equal([0], Rows(timed.Validation));

        foreach (var name in new[] { "{0}", "g{0}" })
        {
            var rows = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{name.Replace("{0}", (i / 10).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)},{i}\n"));
            using var grouped = Open("x,g,y\n" + rows, Y with { Group = "g", ValidationShare = 0.2 });
            Assert.Equal(20, grouped.Validation.Count);
            Assert.Equal(2, Rows(grouped.Validation).Select(row => row / 10).Distinct().Count());
        }
    }

    [Fact]
    public void RowsWithoutTargetAreRefusedOrLeftOut()
    {
        const string text = "x,y\n1,1\n2,\n3,3\n4,NaN\n5,5\n6,6\n";
        Refused("t.csv, lines 3, 5, column 'y': the cells are empty; a value in every row is expected. Fill them in, remove the rows, or set LeavesOutRowsWithoutTarget.", text, Y);
        using var data = Open(text, Y with { LeavesOutRowsWithoutTarget = true, ValidationShare = 0.25 });
        Assert.Equal(4, data.Rows);
        Assert.Equal([1, 3, 5, 6], Tables.Targets(data));
        Assert.Equal([2, 4, 6, 7], Tables.Whole(data).RowNumbers.ToArray());
        Assert.Equal(Enumerable.Range(0, 4), Rows(data.Training).Concat(Rows(data.Validation)).Order());
        Assert.Contains("2 rows have no 'y' and were left out.", data.Notes, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", "t.csv: the file is empty; ")]
    [InlineData("x,y\n", "t.csv: there is a header but no row; ")]
    [InlineData("x,y\n1,2\n", "t.csv: there is only one row, so no column varies; ")]
    [InlineData("x,z\n1,2\n2,3\n", "Target 'y': t.csv has no such column; one of its columns is expected: 'x', 'z'. Choose one of these.")]
    [InlineData("x,Y\n1,2\n2,3\n", "Target 'y': t.csv has no such column; one of its columns is expected: 'x', 'Y'. Did you mean 'Y'?")]
    [InlineData("x,y\n1,2\n2,3,4\n", "t.csv, line 3: the row has 3 fields; 2 are expected as in the header. ")]
    [InlineData("x,y\n1,2\n2\n", "t.csv, line 3: the row has 1 field; 2 are expected as in the header. ")]
    [InlineData("x,y\n1,2\n2,2\n", "t.csv, target 'y': it is '2' in every row; ")]
    [InlineData("x,y\n1,a\n2,a\n", "t.csv, target 'y': it is 'a' in every row; ")]
    [InlineData("x,y\n1,2024-01-01\n2,2024-01-02\n", "t.csv, target 'y': it holds dates; ")]
    [InlineData("x,y\n1,\n2,\n", "t.csv, column 'y': it is empty in every row; ")]
    [InlineData("x,y\n1,1\n1,2\n", "t.csv: no column is left to learn from; ")]
    [InlineData("x,y\n1,1\n2,inf\n", "t.csv, line 3, column 'y': 'inf' is not a finite number; a number between -1.8E308 and 1.8E308 is expected. Correct the value, or remove the row.")]
    public void WhatCannotBeLearnedFromIsRefused(string text, string message) => Refused(message, text, Y);

    [Fact]
    public void ATextAmongTargetsHasALine()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * 1.5}\n"));
        Refused("t.csv, line 62, column 'y': 'oops' is not a number; ", "x,y\n" + rows + "60,oops\n", Y);
        Refused("t.csv, line 3, target 'y': 'b' is not a number; numbers are expected (Form = Numbers). ", "x,y\n1,1\n2,b\n3,1\n", Y with { Form = TargetForm.Numbers });
    }

    [Fact]
    public void ClassesThatCannotBeAreRefused()
    {
        Refused("t.csv, target 'y': it holds 3 classes ('a', 'b', 'c'); two classes are expected. ", "x,y\n1,a\n2,b\n3,c\n", Y with { Form = TargetForm.TwoClasses });
        Refused("PositiveClass 'd': t.csv, target 'y' has no such class; ", "x,y\n1,a\n2,b\n", Y with { PositiveClass = "d" });
        Refused("t.csv, target 'y': it holds more than 1000 different numbers; ", "x,y\n" + string.Concat(Enumerable.Range(0, 1100).Select(i => $"{i},{i}\n")), Y with { Form = TargetForm.Classes });
    }

    [Fact]
    public void WeightsAndTimesThatCannotBeAreRefused()
    {
        Refused("t.csv, line 3, column 'w': the weight is -1; a number of at least 0 is expected. ", "x,w,y\n1,1,1\n2,-1,2\n", Y with { Weight = "w" });
        Refused("t.csv, line 3, column 'w': the weight is 1E+308; a number from 0 to 3.4", "x,w,y\n1,1,1\n2,1e308,2\n", Y with { Weight = "w", Precision = ElementType.Single });
        Refused("t.csv, column 'w': every row for validation has weight 0; ", "z,x,w,y\n5,1,1,1\n6,2,1,2\n8,3,1,4\n9,4,0,3\n", Y with { Weight = "w", Time = "x", ValidationShare = 0.25, Precision = ElementType.Single });
        Refused("t.csv, line 3, column 'w': the cell is empty; ", "x,w,y\n1,1,1\n2,,2\n", Y with { Weight = "w" });
        Refused("t.csv, column 'w': the weight of every row is 0; ", "x,w,y\n1,0,1\n2,0,2\n", Y with { Weight = "w" });
        Refused("t.csv, column 'w': it does not hold numbers; ", "x,w,y\n1,a,1\n2,b,2\n", Y with { Weight = "w" });
        Refused("t.csv, Time 't': the column holds neither numbers nor dates; ", "x,t,y\n1,a,1\n2,b,2\n", Y with { Time = "t" });
        Refused("Weight 'y': the column is Target already; ", "x,y\n1,1\n2,2\n", Y with { Weight = "y" });
        Refused("Ignore 'z': t.csv has no such column; ", "x,y\n1,1\n2,2\n", Y with { Ignore = ["z"] });
    }

    [Fact]
    public void OptionsThatCannotBeAreRefused()
    {
        Contains("Precision is Int32", Y with { Precision = ElementType.Int32 });
        Contains("ValidationShare is 1", Y with { ValidationShare = 1 });
        Contains("MemoryBudget is -1", Y with { MemoryBudget = -1 });
        Contains("PositiveClass", Y with { PositiveClass = "a", Form = TargetForm.Numbers });
        Contains("Group and a Time", Y with { Group = "x", Time = "x" });

        static void Contains(string part, CsvDataOptions options) =>
            Assert.Contains(part, Assert.Throws<TrainingException>(() => Open("x,y\n1,1\n2,2\n", options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotThereIsTold()
    {
        Assert.Contains("there is no such file", Assert.Throws<DataException>(() => CsvData.Open("/no/such.csv", Y)).Message, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var problem = Assert.Throws<TrainingException>(() => CsvData.Open(folder.Write("t.csv", Tables.Mixed(2000, 1)), Y with { MemoryBudget = 0, TemporaryFolder = "/no/such/folder" }));
        Assert.Contains("a temporary file cannot be created there", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStreamIsReadOnceAndStaysOpen()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("x,y\n1,2\n3,4\n"));
        using var data = CsvData.Open(stream, "standard input", Y);
        Assert.Equal("standard input", data.Name);
        Assert.Equal([2, 4], Tables.Targets(data));
        stream.Position = 0;
        using var again = data.Treatment.Open(stream, "again", Y);
        Assert.Equal(Tables.Features(data), Tables.Features(again));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void CancellationIsHonoured()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<OperationCanceledException>(() => CsvData.Open(folder.Write("t.csv", Tables.Mixed(20, 1)), Y, new CancellationToken(canceled: true)));
    }

    private static int[] Rows(RowSet set) => [.. Enumerable.Range(0, set.Count).Select(place => set[place])];

    private static void Refused(string message, string text, CsvDataOptions options) =>
        Assert.StartsWith(message, Assert.Throws<DataException>(() => Open(text, options)).Message, StringComparison.Ordinal);

    private static CsvData Open(string text, CsvDataOptions options)
    {
        using var folder = new TemporaryFolder();
        return CsvData.Open(folder.Write("t.csv", text), options.TemporaryFolder is null ? options with { TemporaryFolder = Path.GetTempPath() } : options, TestContext.Current.CancellationToken);
    }
}
