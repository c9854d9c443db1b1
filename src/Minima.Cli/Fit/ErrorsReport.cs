using System.Globalization;
using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>Errors and influence of a fit for people, in 80 columns.</summary>
internal static class ErrorsReport
{
    private const string Gap = "  ";
    private const int Width = 80;

    public static void Write(FitErrors errors, TextWriter output, Language language)
    {
        var chinese = language == Language.Chinese;
        output.WriteLine();
        output.WriteLine(Head(errors).In(language));
        string[][] cells =
        [
            chinese ? ["特征", "系数", "标准误", "z", "p", "下限", "上限"] : ["feature", "coefficient", "error", "z", "p", "low", "high"],
            .. errors.Coefficients.Select(one => (string[])
            [
                Name(one.Name, one.Class ?? one.Head, chinese), NumberFormat.Short(one.Estimate), NumberFormat.Short(one.StandardError), NumberFormat.Short(one.Z), NumberFormat.Rough(one.P),
                NumberFormat.Short(one.Low), NumberFormat.Short(one.High),
            ]),
        ];
        Table(cells, output);
        foreach (var note in errors.Notes)
        {
            foreach (var line in Wrapped.Lines(note.In(language), Width)) output.WriteLine(line);
        }
    }

    public static void Write(IReadOnlyList<InfluentialRow> rows, TextWriter output, Language language)
    {
        var chinese = language == Language.Chinese;
        output.WriteLine();
        output.WriteLine(chinese ? "对系数影响最大的行（库克距离）" : "rows that the coefficients depend on most (Cook's distance)");
        string[][] cells =
        [
            chinese ? ["行号", "距离", "杠杆值"] : ["line", "distance", "leverage"],
            .. rows.Select(row => (string[])[row.Line.ToString(CultureInfo.InvariantCulture), NumberFormat.Short(row.Distance), NumberFormat.Short(row.Leverage)]),
        ];
        Table(cells, output);
    }

    private static Localized Head(FitErrors errors)
    {
        var (word, level) = (ErrorOptions.Word(errors.Kind), Percent.Write(errors.Level));
        var clusters = errors.Clusters is { } count ? new Localized(FormattableString.Invariant($", {count} clusters"), FormattableString.Invariant($"，{count} 个簇")) : Localized.Nothing;
        var dispersion = errors.Dispersion is { } value ? new Localized($", dispersion {NumberFormat.Short(value)}", $"，离散参数 {NumberFormat.Short(value)}") : Localized.Nothing;
        return new Localized($"standard errors ({word}", $"标准误（{word}") + clusters + dispersion + new Localized($") and {level} intervals", $"）与 {level} 区间");
    }

    private static string Name(string name, string? row, bool chinese) => (name == "(intercept)" && chinese ? "（截距）" : name) + (row is null ? "" : $" [{row}]");

    private static void Table(string[][] cells, TextWriter output)
    {
        var widths = Enumerable.Range(0, cells[0].Length).Select(j => cells.Max(row => TextWidth.Of(row[j]))).ToArray();
        widths[0] = Math.Min(widths[0], Width - widths[1..].Sum(width => width + Gap.Length));
        foreach (var row in cells)
        {
            output.WriteLine(string.Join(Gap, row.Select((cell, j) =>
            {
                cell = Wrapped.Cut(cell, widths[j]);
                var space = new string(' ', widths[j] - TextWidth.Of(cell));
                return j == 0 ? cell + space : space + cell;
            })).TrimEnd());
        }
    }
}
