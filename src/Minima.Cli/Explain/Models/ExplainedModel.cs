using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>A saved model, and its explanation on a table.</summary>
/// <param name="Name">Its file.</param>
/// <param name="Predictor">The model.</param>
/// <param name="Data">The table; null if there is none.</param>
/// <param name="Explanation">The effects of the table's columns; null if there is no table.</param>
internal sealed record ExplainedModel(string Name, Predictor Predictor, string? Data, ModelExplanation? Explanation)
{
    /// <summary>Its kind, loss and target in a sentence.</summary>
    public Localized Sentence
    {
        get
        {
            var targets = Localized.Join(", ", "、", [.. Predictor.Targets.Select(Localized.Quote)]);
            if (Predictor.Trees is not { } trees) return new($"{Name} predicts {targets.English}.", $"{Name} 预测{targets.Chinese}。");
            var parameters = trees.Parameters.Count == 0 ? "" : $" ({string.Join(", ", trees.Parameters.Select(pair => $"{pair.Key} = {ParameterInfo.Format(pair.Value)}"))})";
            var rounds = trees.Model.Rounds;
            return new($"{Name}: boosted trees for {targets.English}, loss {trees.Loss}{parameters}, {rounds} round{(rounds == 1 ? "" : "s")}.", $"{Name}：预测{targets.Chinese}的提升树，损失 {trees.Loss}{parameters}，{rounds} 轮。");
        }
    }

    /// <summary>The rows, the measure and its value in a sentence.</summary>
    public Localized Measured => Explanation is not { } found ? Localized.Nothing : new(
        $"On {found.Rows} rows of {Data}: {(found.IsMetric ? found.Measure : $"mean loss ({found.Measure})")} {NumberFormat.Short(found.Score)}.",
        $"在 {Data} 的 {found.Rows} 行上：{(found.IsMetric ? found.Measure : $"平均损失（{found.Measure}）")} {NumberFormat.Short(found.Score)}。");

    /// <summary>The proportion of the gain by column; empty if the model has no trees.</summary>
    public IReadOnlyList<ColumnGain> Gains { get; } = Predictor.Trees?.Gains() ?? [];

    /// <summary>The proportion of the gain of a column; null if the model has no trees.</summary>
    public double? GainOf(string column) => Gains.Count == 0 ? null : Gains.FirstOrDefault(gain => gain.Column == column)?.Share ?? 0;

    public static Localized ImportanceTitle { get; } = new("Rise when a column is shuffled", "打乱一列后的上升");

    public static Localized ImportanceNote { get; } = new(
        "How much worse the predictions become when the cells of a column change places among the rows: mean and standard deviation of 10 shuffles. Of two columns that say nearly the same, each may seem to be worth little.",
        "把一列的单元格在各行之间打乱后，预测变差多少：打乱 10 次的均值与标准差。两列内容相近时，各自都可能显得作用不大。");

    public static Localized DependenceTitle { get; } = new("Mean prediction as one column moves", "一列变动时的平均预测");

    public static Localized DependenceNote { get; } = new(
        "All rows get the same cell in one column and keep the others (partial dependence). Where columns go together, some of these rows cannot occur.",
        "让所有行在一列取同一个值，其余各列不变（部分依赖）。各列相互关联时，其中一些行实际上不会出现。");

    public Localized Unused => Explanation is not { Unused: { Count: > 0 } unused } ? Localized.Nothing : new Localized("Predictions do not depend on: ", "预测与这些列无关：") + Localized.List(unused) + new Localized(".", "。");
}
