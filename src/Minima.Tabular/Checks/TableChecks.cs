using System.Text.RegularExpressions;

namespace Minima.Tabular;

/// <summary>
/// Faults to repair in a table before any loss is chosen: numbers that mark missing values, a column that reveals the target, copied
/// rows, row numbers among the features, ambiguous dates. <c>advise</c> and <c>compare</c> run the same checks.
/// </summary>
internal static partial class TableChecks
{
    /// <summary>The name of the check of copied rows.</summary>
    public const string CopiesKey = "copies";

    private static readonly Localized CopiesName = new("copied rows", "重复行");
    private static readonly Localized IdentifiersName = new("row numbers", "行号");
    private static readonly Localized DatesName = new("ambiguous dates", "有歧义的日期");

    private const int FewestCopies = 5;
    private const double CopiedShare = 0.005;

    /// <summary>Whole numbers number the rows if their range is at most this many times their count.</summary>
    private const double Dense = 2;

    /// <summary>Fewer different fractions are a scale, such as temperatures to half a degree.</summary>
    private const int FewestFractions = 50;

    /// <summary>All of them, in the order in which they are reported.</summary>
    public static IEnumerable<TableCheck> Of(AdviceContext context) => [DataChecks.Missing(context), DataChecks.Leakage(context), ExtremeNumbers.Of(context), Copies(context), Identifiers(context), Dates(context)];

    /// <summary>Rows without a target, and the words that mark them, because one of these words may be meant as a class. Null if every row has a target.</summary>
    public static TableCheck? WithoutTarget(AdviceContext context)
    {
        if (context.Data.Dropped.Count == 0) return null;
        var (dropped, rows) = (context.Data.Dropped, context.Data.Rows + context.Data.Dropped.Count);
        string[] words = [.. dropped.Where(cell => cell.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var mayBeClass = words.Length > 0 && !context.Target.Column.IsNumeric;
        var share = (double)dropped.Count / rows;
        return new TableCheck
        {
            Name = "targets",
            Title = new("missing targets", "缺失的目标值"),
            Status = mayBeClass ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = share,
            FixFirst = mayBeClass,
            Sentence = new Localized(
                    $"{dropped.Count} of {rows} rows have no target and are left out ({AdviceContext.Percent(share)}).", $"{rows} 行中有 {dropped.Count} 行没有目标值，不使用（{AdviceContext.Percent(share)}）。")
                + (mayBeClass
                    ? new($" {DataException.List(words)} {(words.Length == 1 ? "marks a missing value: if it is a class, rename it" : "mark missing values: if one of them is a class, rename it")}.", $"{string.Join("、", words.Select(word => Localized.Quote(word).Chinese))}表示缺失；若其中有类别，请改名。")
                    : Localized.Nothing),
        };
    }

    /// <summary>Rows that are equal in every cell, if a column has so many different numbers that chance does not produce equal rows.</summary>
    public static TableCheck Copies(AdviceContext context)
    {
        var data = context.Data;
        var copies = CopiesIn(data);
        if (!AdviceColumns(data).Any(column => column.IsNumeric && TellsRowsApart(column, data.Rows, copies.Count)))
        {
            return NumberChecks.Skipped(CopiesKey, CopiesName, new(
                "no column has so many different numbers that equal rows could not be chance.", "没有哪一列的不同取值多到足以排除行相同是出于偶然。"));
        }

        var share = (double)copies.Count / data.Rows;
        var found = copies.Count >= FewestCopies && share > CopiedShare;
        return new TableCheck
        {
            Name = CopiesKey,
            Title = CopiesName,
            Status = !found ? TableCheckStatus.Nothing : share > 2 * CopiedShare ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = share,
            Threshold = CopiedShare,
            FixFirst = found,
            Sentence = found
                ? new(
                    $"{copies.Count} of {data.Rows} rows are copies of earlier ones ({AdviceContext.Percent(share)}): a copy that is held out was trained on, so that errors look smaller than they are. Remove the copies, or keep them on one side with --group.",
                    $"{data.Rows} 行中有 {copies.Count} 行与前面的行完全相同（{AdviceContext.Percent(share)}）：留作测试的副本已参与训练，误差会显得偏小。请删除副本，或用 --group 使其不被拆开。")
                : new($"{copies.Count} of {data.Rows} rows are copies of earlier ones.", $"{data.Rows} 行中有 {copies.Count} 行与前面的行完全相同。"),
            Rows = found ? [.. copies.Take(3).Select(copy => new ExampleRow(data.Lines[copy.Row], new Localized($"as line {data.Lines[copy.Of]}", $"与第 {data.Lines[copy.Of]} 行相同")))] : [],
        };
    }

    /// <summary>
    /// Chance makes no equal rows if a column has as many different numbers as more than half of the rows. If every row occurs twice or more, the column has that many for more than half of the
    /// different rows; then only fractions count, because many rows share a few whole numbers (ages, counts).
    /// </summary>
    private static bool TellsRowsApart(AdviceColumn column, int rows, int copies)
    {
        double[] numbers = [.. column.Numbers.Distinct()];
        return 2 * numbers.Length > rows || (2 * numbers.Length > rows - copies && numbers.Length >= FewestFractions && !numbers.All(double.IsInteger));
    }

    private static AdviceColumn[] AdviceColumns(AdviceData data) => [.. data.Features, data.Target];

    /// <summary>Each row that equals an earlier one in every cell, and that earlier row.</summary>
    public static IReadOnlyList<(int Row, int Of)> CopiesIn(AdviceData data)
    {
        var columns = AdviceColumns(data);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var copies = new List<(int Row, int Of)>();
        for (var i = 0; i < data.Rows; i++)
        {
            var text = string.Join('\u001f', columns.Select(column => column.Cells[i]));
            if (!first.TryAdd(text, i)) copies.Add((i, first[text]));
        }

        return copies;
    }

    /// <summary>Features of distinct whole numbers that number the rows or are called an id.</summary>
    public static TableCheck Identifiers(AdviceContext context)
    {
        AdviceColumn[] found = [.. context.Data.Features.Where(column => context.Data.Rows >= AdviceContext.FewestRows && IsNumbering(column, context.Data.RowsInFile))];
        var ignore = string.Join(' ', found.Select(column => $"--ignore {ColumnBuilder.Argument(column.Name)}"));
        return OfColumns(
            "identifiers",
            IdentifiersName,
            [.. found.Select(column => column.Name)],
            names => new(
                $"{names.English} {(found.Length == 1 ? "holds" : "hold")} a different whole number in every row, as identifiers do, and {(found.Length == 1 ? "is" : "are")} a feature: leave {(found.Length == 1 ? "it" : "them")} out with {ignore}, or give the order of the rows as --time.",
                $"{names.Chinese}每行是一个不同的整数，像标识符一样，却被当作特征：请用 {ignore} 去掉；若它表示行的先后，请作为 --time 给出。"),
            new("no feature numbers the rows.", "没有特征是行号。"));
    }

    /// <summary>Texts such as 03/04/2024, which are not read as dates because the order of day and month is ambiguous in most of them.</summary>
    public static TableCheck Dates(AdviceContext context)
    {
        (string Name, string[] Cells)[] found =
        [
            .. context.Data.Features.Where(column => !column.IsNumeric).Select(column => (column.Name, Cells: column.Cells.Where(cell => !AdviceColumn.IsMissing(cell)).ToArray())).Where(column => DayMonthDate.Are(column.Cells)),
            .. context.UnreadDates.Select(column => (column.Name, column.Cells.ToArray())),
        ];
        return OfColumns(
            "dates",
            DatesName,
            [.. found.Select(column => column.Name)],
            names =>
            {
                var hold = found.Length == 1 ? "holds" : "hold";
                var example = Localized.Quote(found[0].Cells[0]);
                return found.All(column => DayMonthDate.TellsOrder(column.Cells))
                    ? new(
                        $"{names.English} {hold} dates such as {example.English}, which are read only if the year stands first; they are read as texts, and left out if there are many. Write the year first, as in 2024-05-31.",
                        $"{names.Chinese}的日期形如{example.Chinese}；只有年份在最前的日期才会被读取，它们只能当作文本，取值过多时会被去掉。请把年份写在最前，如 2024-05-31。")
                    : new(
                        $"{names.English} {hold} dates such as {example.English}, whose day and month are ambiguous; they are read as texts, and left out if there are many. Write the year first, as in 2024-05-31.",
                        $"{names.Chinese}的日期形如{example.Chinese}，分不清日与月，只能当作文本，取值过多时会被去掉。请把年份写在最前，如 2024-05-31。");
            },
            new("no column holds dates whose day and month are ambiguous.", "没有哪一列的日期分不清日与月。"));
    }

    /// <summary>The result of a check of columns: the columns with a fault, named in a text, or none.</summary>
    private static TableCheck OfColumns(string key, Localized name, string[] found, Func<Localized, Localized> text, Localized none) => new()
    {
        Name = key,
        Title = name,
        Status = found.Length > 0 ? TableCheckStatus.Likely : TableCheckStatus.Nothing,
        Statistic = found.Length,
        FixFirst = found.Length > 0,
        Columns = found,
        Sentence = found.Length > 0 ? text(Localized.List(found)) : none,
    };

    [GeneratedRegex(@"(^|[_\s\-.])(id|ids|key|uuid|guid|no|nr)$|(?<=[a-z])I[Dd]$|编号$|序号$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex IdentifierName();

    private static bool IsNumbering(AdviceColumn column, int rows)
    {
        if (!column.IsNumeric || column.Missing > 0 || !Array.TrueForAll(column.Numbers, value => double.IsInteger(value))) return false;
        if (column.Numbers.Distinct().Count() != column.Numbers.Length) return false;
        return column.Numbers.Max() - column.Numbers.Min() <= Dense * rows || IdentifierName().IsMatch(column.Name.Trim());
    }
}
