using Minima.Lab.Pictures;

namespace Minima.Lab.Robustness;

/// <summary>What is to be seen in the accuracies under attack.</summary>
internal static class RobustFindings
{
    /// <param name="all">The standard training first.</param>
    public static IEnumerable<Words> Of(IReadOnlyList<MeasuredTraining> all)
    {
        var (standard, best) = (all[0], all.MaxBy(one => one.AtTrained.Mean)!);
        yield return new(
            $"At radius 0.1 the standard network keeps {Percent(standard.AtTrained.Mean)} of its {Percent(standard.Clean)}; the best is {best.Name} with {Percent(best.AtTrained.Mean)}, at {Percent(best.Clean)} on clean inputs.",
            $"半径为 0.1 时，标准训练的网络由 {Percent(standard.Clean)} 降到 {Percent(standard.AtTrained.Mean)}；最好的是 {best.Name}，为 {Percent(best.AtTrained.Mean)}，其干净输入准确率为 {Percent(best.Clean)}。");

        var fast = all.Single(one => one.Name == "FGSM");
        var searched = all.Single(one => one.Name == "PGD");
        yield return new(
            $"One step flatters: against the attack that it was trained with, the FGSM network scores {Percent(fast.ByAttack[0])}, against all attacks {Percent(fast.AtTrained.Mean)}; the PGD network goes from {Percent(searched.ByAttack[0])} to {Percent(searched.AtTrained.Mean)}.",
            $"只用一步攻击会高估：面对训练时所用的攻击，FGSM 网络得 {Percent(fast.ByAttack[0])}，面对全部攻击则为 {Percent(fast.AtTrained.Mean)}；PGD 网络由 {Percent(searched.ByAttack[0])} 变为 {Percent(searched.AtTrained.Mean)}。");

        var papers = all.Where(one => one.Name is "TRADES" or "MART").ToArray();
        yield return new(
            $"Their papers put TRADES and MART above PGD training under attack; here the difference at radius 0.1, in points, is {string.Join(" and ", papers.Select(one => $"{Points(one.AtTrained.Mean - searched.AtTrained.Mean)} for {one.Name}"))}, with deviations over seeds of {string.Join(", ", papers.Append(searched).Select(one => $"{Figure.Fixed(100 * one.AtTrained.Deviation, 1).English} ({one.Name})"))}.",
            $"论文中 TRADES 与 MART 在攻击下优于 PGD 训练；此处半径 0.1 时的差别（百分点）为：{string.Join("，", papers.Select(one => $"{one.Name} {Points(one.AtTrained.Mean - searched.AtTrained.Mean)}"))}；各种子间的标准差为 {string.Join("、", papers.Append(searched).Select(one => $"{Figure.Fixed(100 * one.AtTrained.Deviation, 1).English}（{one.Name}）"))}。");

        var farther = all.MaxBy(one => one.Robust[^2])!;
        yield return new(
            $"Beyond the radius of training all fall: at twice the radius the best, {farther.Name}, has {Percent(farther.Robust[^2])} (PGD {Percent(searched.Robust[^2])}), at three times nobody more than {Percent(all.Max(one => one.Robust[^1]))}.",
            $"超出训练半径后各方法都下降：半径为两倍时，最好的 {farther.Name} 为 {Percent(farther.Robust[^2])}（PGD 为 {Percent(searched.Robust[^2])}）；三倍时都不超过 {Percent(all.Max(one => one.Robust[^1]))}。");
    }

    private static string Percent(double share) => Figure.Percent(share).English;

    private static string Points(double difference) => (difference > 0 ? "+" : string.Empty) + Figure.Fixed(100 * difference, 1).English;
}
