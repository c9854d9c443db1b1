using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>Errors and influence of a fit for people, in 80 columns.</summary>
internal static class ErrorsReport
{
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
        foreach (var line in Wrapped.Aligned(cells, "  ")) output.WriteLine(line);
        foreach (var note in errors.Notes) Wrapped.WriteBeside("", 0, note.In(language), output);
    }

    public static void Write(IReadOnlyList<InfluentialRow> rows, TextWriter output, Language language)
    {
        var chinese = language == Language.Chinese;
        output.WriteLine();
        output.WriteLine(chinese ? "对系数影响最大的行（库克距离）" : "rows that the coefficients depend on most (Cook's distance)");
        string[][] cells =
        [
            chinese ? ["行号", "距离", "杠杆值"] : ["line", "distance", "leverage"],
            .. rows.Select(row => (string[])[row.Line.ToString(CultureInfo.InvariantCulture), NumberFormat.Short(row.Distance), double.IsNaN(row.Leverage) ? "-" : NumberFormat.Short(row.Leverage)]),
        ];
        foreach (var line in Wrapped.Aligned(cells, "  ")) output.WriteLine(line);
    }

    private static Localized Head(FitErrors errors)
    {
        var (word, level) = (ErrorOptions.Word(errors.Kind), Percent.Write(errors.Level));
        var clusters = errors.Clusters is { } count ? new Localized(FormattableString.Invariant($", {count} clusters"), FormattableString.Invariant($"，{count} 个簇")) : Localized.Nothing;
        var dispersion = errors.Dispersion is { } value ? new Localized($", dispersion {NumberFormat.Short(value)}", $"，离散参数 {NumberFormat.Short(value)}") : Localized.Nothing;
        return new Localized($"standard errors ({word}", $"标准误（{word}") + clusters + dispersion + new Localized($") and {level} intervals", $"）与 {level} 区间");
    }

    private static string Name(string name, string? row, bool chinese) => (name == "(intercept)" && chinese ? "（截距）" : name) + (row is null ? "" : $" [{row}]");
}
