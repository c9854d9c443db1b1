using System.Globalization;

namespace Minima.Tabular;

/// <summary>Finds columns that are known only after the target: they are filled in for one outcome alone, or contain a text that names the outcome.</summary>
internal static class AfterwardsCheck
{
    private static readonly Localized Name = new("known afterwards", "事后才知道");

    private const int Fewest = 20;

    /// <summary>The least proportion of one outcome among the rows with filled, or empty, cells.</summary>
    private const double Pure = 0.995;

    /// <summary>The largest proportion of an outcome in all rows: a more common one is uninformative.</summary>
    private const double Common = 0.9;

    /// <summary>The proportion of a number's variance above which empty cells alone explain it suspiciously well.</summary>
    private const double Explained = 0.8;

    /// <summary>The first column that is found, or null.</summary>
    public static TableCheck? Of(AdviceContext context)
    {
        foreach (var column in context.Data.Features)
        {
            var check = context.Target.IsClass ? OfClasses(context, column) : OfNumbers(context, column);
            if (check is not null) return check;
        }

        return null;
    }

    private static TableCheck? OfClasses(AdviceContext context, AdviceColumn column)
    {
        var (codes, classes) = (context.Target.Codes, context.Target.Classes);
        if (column.Missing < Fewest || column.Cells.Count - column.Missing < Fewest) return null;
        foreach (var isFilled in new[] { true, false })
        {
            int[] rows = [.. Enumerable.Range(0, codes.Length).Where(row => AdviceColumn.IsMissing(column.Cells[row]) != isFilled)];
            var most = rows.GroupBy(row => codes[row]).MaxBy(group => group.Count())!;
            var share = (double)most.Count() / rows.Length;
            var usual = codes.Count(code => code == most.Key) / (double)codes.Length;
            if (share < Pure || usual > Common) continue;
            var quoted = Localized.Quote(column.Name);
            var (outcome, chinese) = Localized.Quote(classes[most.Key]);
            return Found(column, share, usual, isFilled
                ? new(
                    $"{quoted.English} is filled in for {outcome} alone ({rows.Length} rows; {AdviceContext.Percent(usual)} of all rows are {outcome}): it seems to be written down after the outcome.",
                    $"{quoted.Chinese}只在{chinese}时才有值（{rows.Length} 行；全部行中{chinese}占 {AdviceContext.Percent(usual)}）：看来是在结果之后才填写的。")
                : new(
                    $"{quoted.English} is empty for {outcome} alone ({rows.Length} rows; {AdviceContext.Percent(usual)} of all rows are {outcome}): it seems to be written down after the outcome.",
                    $"{quoted.Chinese}只在{chinese}时为空（{rows.Length} 行；全部行中{chinese}占 {AdviceContext.Percent(usual)}）：看来是在结果之后才填写的。"), context);
        }

        return null;
    }

    private static TableCheck? OfNumbers(AdviceContext context, AdviceColumn column)
    {
        var values = context.Target.Values;
        var threshold = context.Thresholds[Thresholds.Leakage];
        var quoted = Localized.Quote(column.Name);
        if (column.Missing >= Fewest && column.Cells.Count - column.Missing >= Fewest)
        {
            var share = VarianceParts.Of(values, [.. column.Cells.Select(cell => AdviceColumn.IsMissing(cell) ? 0 : 1)]).Share;
            if (share > Explained)
            {
                return Found(column, share, Explained, new(
                    $"Whether {quoted.English} is filled in explains {AdviceContext.Percent(share)} of the target (threshold {AdviceContext.Percent(Explained)}): it seems to be written down afterwards.",
                    $"{quoted.Chinese}是否有值就解释了目标值的 {AdviceContext.Percent(share)}（阈值 {AdviceContext.Percent(Explained)}）：看来是事后才填写的。"), context);
            }
        }

        if (column.IsNumeric || column.Levels(AdviceColumn.MostLevels) is not { Length: > 1 } levels) return null;
        var explained = VarianceParts.Of(values, [.. column.Cells.Select(cell => Array.IndexOf(levels, cell))]).Share;
        return explained <= threshold ? null : Found(column, explained, threshold, new(
            $"{quoted.English} alone explains {AdviceContext.Percent(explained)} of the target (threshold {AdviceContext.Percent(threshold)}), as another name for the outcome would.",
            $"仅{quoted.Chinese}一列就解释了目标值的 {AdviceContext.Percent(explained)}（阈值 {AdviceContext.Percent(threshold)}），就像结果的名称一样。"), context);
    }

    private static TableCheck Found(AdviceColumn column, double statistic, double threshold, Localized sentence, AdviceContext context) => new()
    {
        Name = "afterwards",
        Title = Name,
        Status = TableCheckStatus.Likely,
        Statistic = statistic,
        Threshold = threshold,
        FixFirst = true,
        Columns = [column.Name],
        Sentence = sentence,
        Rows =
        [
            .. Enumerable.Range(0, context.Data.Rows).Where(row => !AdviceColumn.IsMissing(column.Cells[row])).Take(2)
                .Select(row => new ExampleRow(context.Data.Lines[row], string.Create(CultureInfo.InvariantCulture, $"{column.Name} = {column.Show(row)}, {context.Data.Target.Name} = {context.Data.Target.Show(row)}"))),
        ],
    };

    /// <summary>The check without a finding.</summary>
    public static TableCheck Nothing => new()
    {
        Name = "afterwards",
        Title = Name,
        Status = TableCheckStatus.Nothing,
        Sentence = new("no column is filled in for one outcome alone.", "没有哪一列只在某一种结果下才有值。"),
    };
}
