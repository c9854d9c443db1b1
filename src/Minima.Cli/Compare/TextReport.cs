using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary>The comparison for people: a table at a terminal, aligned plain text anywhere else.</summary>
internal static class TextReport
{
    private const int Gap = 2;

    /// <summary>A space on each side and a line.</summary>
    private const int BorderPerColumn = 3;

    /// <summary>Writes to a file or pipe: never narrower than its content.</summary>
    public static void WritePlain(ComparisonResult result, TextWriter writer)
    {
        foreach (var line in Heading(result)) writer.WriteLine(line);
        writer.WriteLine();
        var table = CompareTable.Of(result);
        writer.WriteLine(Join(table, column => column.Title.PadRight(column.Width)));
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var index = row;
            writer.WriteLine(Join(table, column => column.IsNumber ? column.Cell(index).PadLeft(column.Width) : column.Cell(index).PadRight(column.Width)));
        }

        writer.WriteLine();
        foreach (var line in Footing(result, table)) writer.WriteLine(line);
    }

    /// <summary>Writes to a terminal, in its width.</summary>
    public static void WriteRich(ComparisonResult result, IAnsiConsole console)
    {
        foreach (var line in Heading(result)) WriteLine(console, line);
        var table = CompareTable.Of(result);
        table.Fit(console.Profile.Width, BorderPerColumn);
        var grid = new Table().Border(TableBorder.Rounded);
        foreach (var column in table.Columns)
        {
            var header = new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Bold))).NoWrap();
            grid.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }

        for (var row = 0; row < table.Rows.Count; row++)
        {
            var index = row;
            grid.AddRow(table.Columns.Select(column => new Text(column.Cell(index), StyleOf(table.Rows[index], column.Best.Contains(index)))));
        }

        console.Write(grid);
        foreach (var line in Footing(result, table)) WriteLine(console, line);
    }

    /// <summary>Wrapped at words; but Spectre.Console fails on a Chinese word wider than the window, so such lines are the terminal's to wrap.</summary>
    private static void WriteLine(IAnsiConsole console, string line)
    {
        if (Ascii.IsValid(line)) console.WriteLine(line);
        else console.Profile.Out.Writer.WriteLine(line);
    }

    private static Style StyleOf(ComparisonRow row, bool best) => (row.Kind, best) switch
    {
        (_, true) => new Style(Color.Green, decoration: Decoration.Bold),
        (RowKind.Constant, _) => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };

    private static string Join(CompareTable table, Func<CompareTable.Column, string> cell) =>
        string.Join(new string(' ', Gap), table.Columns.Select(cell)).TrimEnd();

    private static IEnumerable<string> Heading(ComparisonResult result)
    {
        var data = result.Data;
        var target = DataException.Quote(data.Target.Name);
        var bundled = result.Request.Path is null ? "Bundled data set " : "";
        if (result.Request is { Path: null, Data: null })
            yield return "No data given, so a bundled data set is taken; for your own: minima compare DATA.csv --target COLUMN";
        yield return FormattableString.Invariant(
            $"{bundled}{result.Origin}: {data.Rows} rows, {data.Features.Columns.Length} {(data.Features.Columns.Length == 1 ? "feature" : "features")}, target {target}");
        yield return Task(result);
        foreach (var note in data.Features.Notes) yield return note;
        yield return FormattableString.Invariant(
            $"The same linear model is trained with each loss: {result.Request.Folds} folds, seed {result.Request.Seed}, the l2 penalty of each loss chosen by {OuterFold.InnerFolds} inner folds.");
        if (result.ResidualScale is not { } scale) yield break;
        yield return $"All metrics but r2 are in units of {target}; loss parameters in its units are given as multiples of the robust standard deviation of the residuals, here {NumberFormat.Short(scale)}.";
        var units = result.Rows.Select(row => row.Name).Where(name => Catalogue.TryFind(name) is { HasUnitResidual: true }).Order(StringComparer.Ordinal).ToArray();
        if (units.Length > 0) yield return $"Losses with a built-in unit of 1 take the residuals as such multiples too: {string.Join(", ", units)}.";
    }

    private static string Task(ComparisonResult result)
    {
        var target = result.Data.Target;
        var asked = result.Request.Kind != TargetKind.Automatic;
        if (target.Kind == TargetKind.Binary)
        {
            var zero = DataException.Quote(target.Classes[0]);
            var one = DataException.Quote(target.Classes[1]);
            var share = target.Values.Average().ToString("P1", CultureInfo.InvariantCulture);
            return $"Task: two classes{(asked ? " as asked" : AreNumbers(target.Classes) ? "; --task regression takes them as numbers" : "")}; probability of {one} ({share} of rows) against {zero} (--positive swaps them).";
        }

        if (target.Kind == TargetKind.MultiClass) return SeveralClasses(target, asked);
        return $"Task: regression{(asked ? " as asked" : FormattableString.Invariant($", because {DataException.Quote(target.Name)} has {target.Values.Distinct().Count()} different values"))}, from {NumberFormat.Short(target.Values.Min())} to {NumberFormat.Short(target.Values.Max())}.";
    }

    private static string SeveralClasses(TargetColumn target, bool asked)
    {
        var rows = new int[target.Classes.Count];
        foreach (var value in target.Values) rows[(int)value]++;
        var numbers = AreNumbers(target.Classes);
        var why = asked ? " as asked"
            : numbers ? $", because {DataException.Quote(target.Name)} has a few whole numbers, each in many rows; --task regression takes them as numbers"
            : $", because {DataException.Quote(target.Name)} has {rows.Length} different texts";
        return FormattableString.Invariant(
            $"Task: {rows.Length} classes{why}. They are {DataException.List(target.Classes)}, with {Rows(rows.Min())} to {Rows(rows.Max())} of the rows each.")
            + (rows.Min() < 2 * OuterFold.InnerFolds ? " A class of so few rows is missing in some folds." : "");

        string Rows(int count) => (count / (double)target.Values.Length).ToString("P1", CultureInfo.InvariantCulture);
    }

    private static bool AreNumbers(IReadOnlyList<string> classes) =>
        classes.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static IEnumerable<string> Footing(ComparisonResult result, CompareTable table)
    {
        yield return $"* best of its column; rows after the default are ordered by {result.Metric.Key} (--metric); - where the loss does not define the metric.";
        foreach (var group in result.Rows.Where(row => row.Problems.Count > 0).GroupBy(row => string.Join("; ", row.Problems), StringComparer.Ordinal))
        {
            var consequence = group.First().Failed ? "; the numbers are those of the point that was reached" : "";
            yield return $"! {string.Join(", ", group.Select(row => row.Name))}: {group.Key}{consequence}.";
        }

        if (table.ParametersBelow)
        {
            foreach (var row in result.Rows.Where(row => ParameterText.Of(row).Count > 0))
                yield return $"  {row.Name}: {string.Join(", ", ParameterText.Of(row))}";
        }

        if (table.LeftOut.Count > 0)
            yield return $"Left out to fit the window: {string.Join(", ", table.LeftOut)}; a wider window or a pipe shows all.";
        foreach (var group in result.Excluded.GroupBy(exclusion => exclusion.Reason, StringComparer.Ordinal))
            yield return $"Not compared: {string.Join(", ", group.Select(exclusion => exclusion.Loss))}: {group.Key}.";
        yield return "";
        yield return result.Verdict.Text;
        yield return $"Run it again: {result.Command}";
    }
}
