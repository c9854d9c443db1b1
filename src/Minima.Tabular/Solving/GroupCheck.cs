using System.Text.RegularExpressions;

namespace Minima.Tabular;

/// <summary>Finds columns of groups, such as customers, patients or machines: their values repeat, and rows of one value resemble each other beyond the features.</summary>
internal static partial class GroupCheck
{
    private static readonly Localized Name = new("groups", "分组");

    private const int FewestGroups = 10;

    /// <summary>The least mean number of rows in a group of the sample.</summary>
    private const double FewestInGroup = 2;

    /// <summary>The correlation of the rows of a group above which the column is reported.</summary>
    private const double Threshold = 0.1;

    /// <summary>The significance level, low because a table may have many columns.</summary>
    private const double Luck = 1e-6;

    /// <summary>The least number of values of another column that is constant within every group, and so describes the group.</summary>
    private const int FewestValues = 5;

    /// <summary>The columns that are found, the strongest first; certain groups are likely findings, the others possible ones.</summary>
    public static IEnumerable<TableCheck> Of(AdviceContext context)
    {
        if (context.Data.Rows < AdviceContext.FewestRows || context.NoResiduals is not null) return [];
        var errors = Errors(context);
        return context.Data.Features.Select(column => Of(context, column, errors)).OfType<TableCheck>().OrderByDescending(check => check.Status).ThenByDescending(check => check.Statistic);
    }

    /// <summary>The check without a finding.</summary>
    public static TableCheck Nothing => new()
    {
        Name = "groups",
        Title = Name,
        Status = TableCheckStatus.Nothing,
        Threshold = Threshold,
        Sentence = new("no column has rows of one value that resemble each other beyond the features.", "没有哪一列使同值的行在特征之外仍彼此相似。"),
    };

    private static TableCheck? Of(AdviceContext context, AdviceColumn column, double[] errors)
    {
        var isNamed = GroupName().IsMatch(column.Name.Trim());

        // Numbers and few texts are features like others unless their name is that of a group.
        if (!isNamed && (column.IsNumeric || column.Cells.Take(50).All(cell => CellParser.Date(cell, out _)))) return null;
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] kinds = [.. column.Cells.Select(cell => codes.TryGetValue(cell, out var code) ? code : codes[cell] = codes.Count)];
        if (codes.Count < FewestGroups || (!isNamed && codes.Count <= AdviceColumn.MostLevels) || kinds.Length < FewestInGroup * codes.Count) return null;
        var parts = VarianceParts.Of(errors, kinds);
        if (parts.Correlation <= Threshold || parts.P > Luck) return null;
        var described = context.Data.Features.Count(other => other != column && Describes(other, kinds, codes.Count));
        var quoted = Localized.Quote(column.Name);
        var (size, percent) = (AdviceContext.Short(kinds.Length / (double)codes.Count), AdviceContext.Percent(parts.Correlation));
        return new TableCheck
        {
            Name = "groups",
            Title = Name,
            Status = isNamed || described > 0 ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = parts.Correlation,
            Threshold = Threshold,
            FixFirst = true,
            Columns = [column.Name],
            Sentence = new(
                $"{quoted.English} has {codes.Count} values in {kinds.Length} rows ({size} rows each), and errors of rows of one value are correlated by {percent} (threshold {AdviceContext.Percent(Threshold)}): folds that split a value test on rows that were nearly trained on.",
                $"{quoted.Chinese}在 {kinds.Length} 行中有 {codes.Count} 个取值（每个 {size} 行），同值的行误差相关 {percent}（阈值 {AdviceContext.Percent(Threshold)}）：若把同值的行拆到两边，就等于用几乎见过的行来测试。"),
        };
    }

    /// <summary>The residuals of the target after the features.</summary>
    private static double[] Errors(AdviceContext context)
    {
        if (!context.Target.IsClass) return context.Residuals;
        var codes = context.Target.Codes;
        var code = context.Target.Classes.Count == 2 ? 1 : codes.GroupBy(c => c).MaxBy(group => group.Count())!.Key;
        var probabilities = context.Probabilities[context.Target.Classes.Count == 2 ? 0 : code];
        return [.. codes.Select((c, row) => (c == code ? 1 : 0) - probabilities[row])];
    }

    private static bool Describes(AdviceColumn other, int[] kinds, int groups)
    {
        var of = new string?[groups];
        for (var row = 0; row < kinds.Length; row++)
        {
            if ((of[kinds[row]] ??= other.Cells[row]) != other.Cells[row]) return false;
        }

        return of.Distinct(StringComparer.Ordinal).Count() >= Math.Min(FewestValues, groups / 2);
    }

    [GeneratedRegex(@"(^|[_\s\-.])(id|ids|key|uuid|guid|no|nr|group|customer|client|user|patient|subject|person|household|store|shop|school|machine|device|animal|session|batch)s?$|(?<=[a-z])I[Dd]$|(编号|客户|用户|患者|病人|门店|学校|设备|批次)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex GroupName();
}
