using System.Text.Json.Nodes;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class TableTreatmentTests
{
    private static readonly CsvDataOptions Y = new() { Target = "y", Precision = ElementType.Double };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThroughJsonToTheLastBit(bool decimalCommas)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Tables.Mixed(500, 3, decimalCommas));
        using var data = CsvData.Open(path, Y with { StandardizesTargets = true });
        var text = data.Treatment.ToJson().ToJsonString();
        var read = TableTreatment.FromJson((JsonObject)JsonNode.Parse(text)!);
        Assert.Equal(text, read.ToJson().ToJsonString());
        Assert.Equal(data.Treatment.FeatureNames, read.FeatureNames);
        using var again = read.Open(path, Y);
        Assert.Equal(Tables.Features(data), Tables.Features(again));
        Assert.Equal(Tables.Targets(data), Tables.Targets(again));
        Assert.Equal(Tables.Whole(data).RowNumbers.ToArray(), Tables.Whole(again).RowNumbers.ToArray());

        // An object that was never text is read as well.
        Assert.Equal(text, TableTreatment.FromJson(data.Treatment.ToJson()).ToJson().ToJsonString());
    }

    [Fact]
    public void ARowOfTextsBecomesTheFeaturesOfTheFile()
    {
        foreach (var decimalCommas in new[] { false, true })
        {
            using var folder = new TemporaryFolder();
            var text = Tables.Mixed(200, 5, decimalCommas);
            using var data = CsvData.Open(folder.Write("t.csv", text), Y);
            var treatment = data.Treatment;
            var all = Tables.Features(data);
            var lines = text.Split('\n');
            var separator = decimalCommas ? ';' : ',';
            var header = lines[0].Split(separator);
            var features = new double[treatment.FeatureCount];
            var rounded = new float[treatment.FeatureCount];
            for (var row = 0; row < 200; row++)
            {
                var cells = lines[row + 1].Split(separator);
                string[] own = [.. treatment.Columns.Select(column => cells[Array.IndexOf(header, column)])];
                treatment.Apply(own, features);
                Assert.Equal(all.AsSpan(row * features.Length, features.Length).ToArray(), features);
                treatment.Apply(own, rounded);
                Assert.Equal(features.Select(value => (float)value), rounded);
            }
        }
    }

    [Fact]
    public void ARowOfNumbersBecomesTheSame()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", "x,day,code,y\n1,2024-01-01,1,1\n,2024-01-02,2,2\n4,2024-03-01,x,3\n7,2024-03-01,1,4\n2,2025-03-01,2,5\n3,2024-03-01,x,6\n");
        using var data = CsvData.Open(path, Y);
        var all = Tables.Features(data);
        var features = new double[data.Treatment.FeatureCount];
        var texts = new double[data.Treatment.FeatureCount];
        data.Treatment.Apply([1, 19723, 1], features);
        Assert.Equal(all.AsSpan(0, features.Length).ToArray(), features);
        data.Treatment.Apply([double.NaN, 19724, 2.0], features);
        Assert.Equal(all.AsSpan(features.Length, features.Length).ToArray(), features);

        // A code that is written in another way is the same number.
        data.Treatment.Apply([" ", "02.01.2024", "2.0"], texts);
        Assert.Equal(features, texts);
    }

    [Fact]
    public void TextsThatAreNewOrMissingGoWhereTheRareOnesAre()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 0 ? "rare" : i % 5 == 1 ? "" : i % 2 == 0 ? "a" : "b")},{i}\n"));
        using var folder = new TemporaryFolder();
        using var data = CsvData.Open(folder.Write("t.csv", "x,c,y\n" + rows), Y);
        Assert.Equal(["x", "c=a", "c=b", "c=(other)", "c=(missing)"], data.Treatment.FeatureNames);
        var features = new double[5];
        var rare = new double[5];
        data.Treatment.Apply(["3", "rare"], rare);
        data.Treatment.Apply(["3", "never seen"], features);
        Assert.Equal(rare, features);
        Assert.True(features[3] > 0 && features[1] < 0 && features[4] < 0);
        data.Treatment.Apply(["3", "NA"], features);
        Assert.True(features[4] > 0 && features[3] < 0);
        using var other = data.Treatment.Open(folder.Write("p.csv", "c,x\nnever seen,3\nNA,3\n"), Y);
        Assert.Equal([.. rare, .. features], Tables.Features(other));
        Assert.Empty(other.Targets);
    }

    [Fact]
    public void WhatTheTrainingRowsNeverLackedIsRefused()
    {
        using var folder = new TemporaryFolder();
        using var data = CsvData.Open(folder.Write("t.csv", "x,c,y\n1,left,u\n2,right,v\n3,left,u\n"), Y);
        Refused("p.csv, line 3, column 'x': the cell is empty; ", "x,c\n1,left\n,left\n");
        Refused("p.csv, line 3, column 'c': the cell is empty; ", "x,c\n1,left\n2,\n");
        Refused("p.csv, line 2, column 'c': 'lefft' is a category that the training rows did not have; one of these is expected: 'left', 'right'. Did you mean 'left'?", "x,c\n1,lefft\n2,left\n");
        Refused("p.csv, column 'x': it holds texts; numbers are expected", "x,c\nq,left\nr,left\n");
        Refused("p.csv, column 'x': it holds dates; numbers are expected", "x,c\n2024-01-01,left\n2024-01-01,left\n");
        Refused("p.csv: it has no column 'c'; the treatment was learned from 'x', 'c', but the table has 'x', 'C'. Is 'c' called 'C' here? Rename it.", "x,C\n1,left\n");
        Refused("p.csv, line 2, target 'y': 'w' is a class that the training rows did not have; one of these is expected: 'u', 'v'. ", "x,c,y\n1,left,w\n");
        Refused("p.csv, line 3, column 'y': the cell is empty; ", "x,c,y\n1,left,u\n1,left,\n");

        void Refused(string message, string text) =>
            Assert.StartsWith(message, Assert.Throws<DataException>(() => data.Treatment.Open(folder.Write("p.csv", text), Y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CellsThatCannotBeAreRefused()
    {
        using var folder = new TemporaryFolder();
        using var data = CsvData.Open(folder.Write("t.csv", "x,c,d,y\n1,left,2024-01-01,1\n2,right,2024-01-02,2\n3,left,2024-01-03,3\n"), Y);
        var features = new double[data.Treatment.FeatureCount];
        Refused("column 'x': 'q' is not a number; ", () => data.Treatment.Apply(["q", "left", "2024-01-01"], features));
        Refused("column 'x': the cell is empty; ", () => data.Treatment.Apply(["", "left", "2024-01-01"], features));
        Refused("column 'c': 'middle' is a category that the training rows did not have; ", () => data.Treatment.Apply(["1", "middle", "2024-01-01"], features));
        Refused("column 'd': '3/4/2024' is not a date; ", () => data.Treatment.Apply(["1", "left", "3/4/2024"], features));
        Refused("column 'x': Infinity is not finite; ", () => data.Treatment.Apply([double.PositiveInfinity, 1, 1], features));
        Refused("column 'd': 1E+17 is not a day between the years 1 and 9999; ", () => Dates().Apply([1, 1e17], new double[5]));
        Assert.Contains("The row has 2 cells, but the treatment has 3 columns", Assert.Throws<TrainingException>(() => data.Treatment.Apply(["1", "left"], features)).Message, StringComparison.Ordinal);
        Assert.Contains("The span has room for 2 features", Assert.Throws<TrainingException>(() => data.Treatment.Apply(["1", "left", "2024-01-01"], new double[2])).Message, StringComparison.Ordinal);

        TableTreatment Dates()
        {
            using var dates = CsvData.Open(folder.Write("d.csv", "x,d,y\n1,2024-01-01,1\n2,2024-01-02,2\n"), Y);
            return dates.Treatment;
        }

        static void Refused(string message, Action act) => Assert.StartsWith(message, Assert.Throws<DataException>(act).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format", "\"other\"", "its \"format\" is not")]
    [InlineData("version", "2", "it is of version 2")]
    [InlineData("version", "\"1\"", "\"version\" is not a finite number")]
    [InlineData("columns", "null", "\"columns\" is not a list")]
    [InlineData("columns", "[1]", "\"columns\" contains something other than objects")]
    [InlineData("columns[0].kind", "\"vector\"", "the kind of column 'a' is 'vector'")]
    [InlineData("columns[0].column", "\"b\"", "two of its columns are called 'b'")]
    [InlineData("columns[0].fill", "1e999", "\"fill\" is not a finite number")]
    [InlineData("columns[0].missing", "true", "does not fit a column of the kind 'number'")]
    [InlineData("columns[0].other", "1", "\"other\" is neither true nor false")]
    [InlineData("columns[0].scales", "[]", "column 'a' becomes 1 features but has 0 scales")]
    [InlineData("columns[0].scales[0].factor", "-1", "a scale has the factor -1")]
    [InlineData("columns[0].scales[0].exponent", "1e9", "the exponent 1000000000")]
    [InlineData("columns[0].scales[0].mean", "null", "\"mean\" is not a finite number")]
    [InlineData("columns[2].fill", "1e12", "does not fit a column of the kind 'date'")]
    [InlineData("columns[2].origin", "-1e12", "does not fit a column of the kind 'date'")]
    [InlineData("columns[3].levels", "[\"left\"]", "does not fit a column of the kind 'two_texts'")]
    [InlineData("columns[3].levels", "[\"left\",\"left\"]", "two of its levels of column 'two' are called 'left'")]
    [InlineData("columns[3].levels", "[\"left\",2]", "\"levels\" is not a list of texts")]
    [InlineData("targets[0].form", "\"automatic\"", "the form of target 'y' is 'automatic'")]
    [InlineData("targets[0].form", "\"classes\"", "\"classes\" is not a list")]
    [InlineData("targets[0].column", "\"a\"", "two of its columns are called 'a'")]
    public void JsonThatNobodyWroteIsRefused(string where, string value, string message)
    {
        using var folder = new TemporaryFolder();
        using var data = CsvData.Open(folder.Write("t.csv", Tables.Mixed(100, 3)), Y);
        var json = data.Treatment.ToJson();
        JsonNode node = json;
        var path = where.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        for (var i = 0; i < path.Length - 1; i++) node = int.TryParse(path[i], out var index) ? node[index]! : node[path[i]]!;
        node[path[^1]] = JsonNode.Parse(value);
        var problem = Assert.Throws<DataException>(() => TableTreatment.FromJson(json));
        Assert.StartsWith("the treatment of a table (JSON): ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}
