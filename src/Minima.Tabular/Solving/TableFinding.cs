namespace Minima.Tabular;

/// <summary>A finding of a check, and the action on it.</summary>
/// <param name="Check">The check: its statistic, its threshold, rows that show it.</param>
/// <param name="Action">The action.</param>
public sealed record TableFinding(TableCheck Check, FindingAction Action)
{
    /// <summary>The column that it is about; null if it is about rows.</summary>
    public string? Column => Check.Columns.Count > 0 ? Check.Columns[0] : null;

    /// <summary>The sentence about the action, and the option that overrides it; empty if nothing is done.</summary>
    public Localized Done
    {
        get
        {
            var (quoted, chinese) = Localized.Quote(Column ?? "");
            var keep = $"--keep {ColumnBuilder.Argument(Column ?? "")}";
            return Action switch
            {
                FindingAction.LeftOut => new($"Column {quoted} is left out ({keep} keeps it).", $"列{chinese}不使用（{keep} 可保留）。"),
                FindingAction.Grouped => new($"Rows of one {quoted} stay on one side of each split ({keep} makes it a feature again).", $"同一{chinese}的行不会被拆到两边（{keep} 可使其重新作为特征）。"),
                FindingAction.Ordered => new($"Models are trained on the past and tested on what comes next by {quoted} ({keep} makes it a feature again).", $"按{chinese}用过去的数据训练、在随后的数据上测试（{keep} 可使其重新作为特征）。"),
                FindingAction.KeptTogether => new("Equal rows stay on one side of each split (--keep-copies deals them like others).", "相同的行不会被拆到两边（--keep-copies 则照常划分）。"),
                _ => Localized.Nothing,
            };
        }
    }

    /// <summary>The question about the column of the finding; null if there is none.</summary>
    internal SolveQuestion? Question { get; init; }
}
