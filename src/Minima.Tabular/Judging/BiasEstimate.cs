using System.Globalization;

namespace Minima.Tabular;

/// <summary>The bias of predictions on held-out rows, in the unit of the target: above 0 they are too high on average.</summary>
/// <param name="Mean">Prediction minus target.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Total">The mean of the targets, or null if unknown.</param>
public sealed record BiasEstimate(double Mean, double Low, double High, double? Total)
{
    /// <summary>The rows are later than those that the model learned from.</summary>
    internal bool IsOfLaterRows { get; init; }

    /// <summary>The interval excludes 0: luck alone would not explain the bias.</summary>
    public bool IsBeyondLuck => Low > 0 || High < 0;

    /// <summary>The sentence of the verdict on a bias beyond luck.</summary>
    /// <param name="name">The loss.</param>
    internal Localized Sentence(string name)
    {
        var (low, high) = (NumberFormat.Signed(Low), NumberFormat.Signed(High));
        var share = Total is { } total && total != 0
            ? (Mean / Math.Abs(total)).ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture)
            : null;
        return new Localized(
            $" The total is not right: predictions of {name} are {NumberFormat.Signed(Mean)} off on average{(share is null ? "" : $", {share} of the mean")} (95 % interval {low} to {high}).",
            $"总量不准：{name} 的预测平均偏差为 {NumberFormat.Signed(Mean)}{(share is null ? "" : $"，为均值的 {share.Replace(" ", "", StringComparison.Ordinal)}")}（95% 置信区间为 {low} 至 {high}）。")
            + (IsOfLaterRows ? new Localized(" These rows are later than those that the model learned from: a trend that no column describes shows so. A column such as the days since the first row may carry it.", "这些行晚于模型学习所用的行：没有任何列描述的趋势会表现为这样的偏差；可加一列来表示它，如距首行的天数。") : Localized.Nothing);
    }
}
