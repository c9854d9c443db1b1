using Minima.Lab.Pictures;

namespace Minima.Lab.Penalties;

/// <summary>What is to be seen in the figures of penalties.</summary>
internal static class PenaltyFindings
{
    public static IEnumerable<Words> Of(IReadOnlyList<DeepNetwork> all)
    {
        DeepNetwork At(Words start, string penalty) => all.Single(one => one.Start == start && one.Penalty.Name.English == penalty);
        var (none, l2, spectral, straight) = (At(DeepNetwork.Small, "none"), At(DeepNetwork.Small, "l2"), At(DeepNetwork.Small, "spectral"), At(DeepNetwork.Small, "orthogonal"));
        var guess = Figure.Fixed(Math.Log(DigitRows.Classes)).English;
        yield return new(
            $"From weights that are too small, the gradient at the first hidden layer is {Digits(none.Fading.Before)} of that at the last. After training the loss is {Fixed(none.Last)} without a penalty, {Fixed(l2.Last)} with L2 and {Fixed(spectral.Last)} with the spectral penalty, where an even guess has {guess}; the orthogonal penalty brings |W'W - I| from {Fixed(straight.Distance.Before, 2)} to {Fixed(straight.Distance.After, 2)}, the gradients to a ratio of {Digits(straight.Fading.After)}, and the loss to {Fixed(straight.Last)}.",
            $"权重偏小时，首个隐藏层的梯度只有末层的 {Digits(none.Fading.Before)}。训练后的损失：无正则项为 {Fixed(none.Last)}，L2 为 {Fixed(l2.Last)}，谱范数正则为 {Fixed(spectral.Last)}，而均匀猜测为 {guess}；正交正则使 |W'W - I| 由 {Fixed(straight.Distance.Before, 2)} 变为 {Fixed(straight.Distance.After, 2)}，梯度之比变为 {Digits(straight.Fading.After)}，损失变为 {Fixed(straight.Last)}。");

        var (plain, held) = (At(DeepNetwork.Glorot, "none"), At(DeepNetwork.Glorot, "orthogonal"));
        var (kept, twice) = (At(DeepNetwork.Straight, "none"), At(DeepNetwork.Straight, "orthogonal"));
        yield return new(
            $"Of weights that start well: from Glorot's the loss at the end is {Fixed(held.Last)} with the orthogonal penalty and {Fixed(plain.Last)} without, accuracy changes by {Points(held.Accuracy.Mean - plain.Accuracy.Mean)} points (deviations over seeds {Points(held.Accuracy.Deviation, isSigned: false)} and {Points(plain.Accuracy.Deviation, isSigned: false)}); from orthogonal weights it is {Fixed(twice.Last)} and {Fixed(kept.Last)}, and {Points(twice.Accuracy.Mean - kept.Accuracy.Mean)} points. After {DeepNetwork.FewEpochs} epochs the least loss of all is {Fixed(all.Min(one => one.Early))}, from the start '{all.MinBy(one => one.Early)!.Start.English}'. Bansal et al. (2018) report gains in accuracy for convolutional networks, and lower the strength on the way, which stays here.",
            $"初始化良好时：自 Glorot 权重出发，训练结束时的损失在有、无正交正则时分别为 {Fixed(held.Last)} 与 {Fixed(plain.Last)}，准确率变化 {Points(held.Accuracy.Mean - plain.Accuracy.Mean)} 个百分点（种子间标准差为 {Points(held.Accuracy.Deviation, isSigned: false)} 与 {Points(plain.Accuracy.Deviation, isSigned: false)}）；自正交权重出发，损失为 {Fixed(twice.Last)} 与 {Fixed(kept.Last)}，准确率变化 {Points(twice.Accuracy.Mean - kept.Accuracy.Mean)} 个百分点。{DeepNetwork.FewEpochs} 轮后损失最低为 {Fixed(all.Min(one => one.Early))}，来自“{all.MinBy(one => one.Early)!.Start.Chinese}”初始化。Bansal 等（2018）在卷积网络上报告了准确率提升，并在训练途中降低强度；此处强度不变。");
    }

    public static IEnumerable<Words> Of(IReadOnlyList<FlatNetwork> all)
    {
        FlatNetwork At(string penalty) => all.Single(one => one.Penalty.Name.English == penalty);
        var (none, l2, spectral, jacobian, every) = (At("none"), At("l2"), At("spectral"), At("jacobian"), all[^1]);
        var best = all.SkipLast(1).MaxBy(one => one.AtRadius.Mean)!;
        yield return new(
            $"Under the search of radius {FlatNetwork.Radius} the network without a penalty keeps {Percent(none.AtRadius.Mean)} of its {Percent(none.Accuracy.Mean)}; of the penalties {best.Penalty.Name.English} withstands best with {Percent(best.AtRadius.Mean)}, at {Percent(best.Accuracy.Mean)} on clean rows; L2, the control, has {Percent(l2.AtRadius.Mean)} and {Percent(l2.Accuracy.Mean)}. With noise it is {Percent(none.Noisy)} without, {Percent(best.Noisy)} and {Percent(l2.Noisy)}. No row was attacked in training.",
            $"在半径 {FlatNetwork.Radius} 的搜索攻击下，无正则项的网络由 {Percent(none.Accuracy.Mean)} 降到 {Percent(none.AtRadius.Mean)}；各正则项中 {best.Penalty.Name.Chinese} 最能抵御，为 {Percent(best.AtRadius.Mean)}，其干净输入准确率为 {Percent(best.Accuracy.Mean)}；作为对照的 L2 为 {Percent(l2.AtRadius.Mean)} 与 {Percent(l2.Accuracy.Mean)}。加噪声后三者依次为 {Percent(none.Noisy)}、{Percent(best.Noisy)} 与 {Percent(l2.Noisy)}。训练中没有攻击过任何一行。");
        var isLoose = jacobian.Bound > spectral.Bound && jacobian.Slope < spectral.Slope;
        yield return new(
            $"The spectral penalty brings the product of spectral norms from {Fixed(none.Bound, 1)} to {Fixed(spectral.Bound, 1)}, the Jacobian penalty to {Fixed(jacobian.Bound, 1)}; the slope at test rows goes from {Fixed(none.Slope, 1)} to {Fixed(spectral.Slope, 1)} and {Fixed(jacobian.Slope, 1)}{(isLoose ? ": the larger bound has the smaller slope. The bound holds everywhere, rows stand in few places" : string.Empty)}.",
            $"谱范数正则使谱范数之积由 {Fixed(none.Bound, 1)} 变为 {Fixed(spectral.Bound, 1)}，雅可比正则则变为 {Fixed(jacobian.Bound, 1)}；测试行处的斜率由 {Fixed(none.Slope, 1)} 分别变为 {Fixed(spectral.Slope, 1)} 与 {Fixed(jacobian.Slope, 1)}{(isLoose ? "：上界较大者斜率反而较小。上界处处成立，而样本只占据少数位置" : string.Empty)}。");
        yield return new(
            $"One random direction a row in place of all ten outputs: at the strength {Figure.Digits(jacobian.Strength).English} the size of the Jacobian is {Fixed(jacobian.Slope, 2)} by the estimate and {Fixed(every.Slope, 2)} by all derivatives, accuracy under the search {Percent(jacobian.AtRadius.Mean)} and {Percent(every.AtRadius.Mean)}.",
            $"以每行一个随机方向代替全部十个输出：强度为 {Figure.Digits(jacobian.Strength).English} 时，雅可比矩阵的大小按估计训练为 {Fixed(jacobian.Slope, 2)}，按全部导数训练为 {Fixed(every.Slope, 2)}；搜索攻击下的准确率为 {Percent(jacobian.AtRadius.Mean)} 与 {Percent(every.AtRadius.Mean)}。");
    }

    public static IEnumerable<Words> Of(IReadOnlyList<SureNetwork> all)
    {
        SureNetwork At(string penalty) => all.Single(one => one.Penalty.Name.English == penalty);
        var (none, l2, calm, bold) = (At("none"), At("l2"), At("confidence_penalty"), At("entropy_min"));
        yield return new(
            $"Trained long on wrong labels, the network says what it says with an entropy of {Fixed(none.Entropy, 2)}, and NLL and calibration error on labels drawn in the same way are {Fixed(none.ToldLikelihood.Mean, 2)} and {Fixed(none.ToldCalibration)}. The confidence penalty brings them to {Fixed(calm.Entropy, 2)}, {Fixed(calm.ToldLikelihood.Mean, 2)} and {Fixed(calm.ToldCalibration)}; entropy minimisation, the other sign, to {Fixed(bold.Entropy, 2)}, {Fixed(bold.ToldLikelihood.Mean, 2)} and {Fixed(bold.ToldCalibration)}.",
            $"在错误标签上训练很久之后，网络预测的熵为 {Fixed(none.Entropy, 2)}，在同样方式抽取的标签上 NLL 与校准误差为 {Fixed(none.ToldLikelihood.Mean, 2)} 与 {Fixed(none.ToldCalibration)}。置信度惩罚使三者变为 {Fixed(calm.Entropy, 2)}、{Fixed(calm.ToldLikelihood.Mean, 2)} 与 {Fixed(calm.ToldCalibration)}；符号相反的熵最小化则为 {Fixed(bold.Entropy, 2)}、{Fixed(bold.ToldLikelihood.Mean, 2)} 与 {Fixed(bold.ToldCalibration)}。");
        var isBetter = calm.Accuracy.Mean > none.Accuracy.Mean;
        var isQuieter = calm.Memorised > none.Memorised - 0.05 && calm.Entropy > none.Entropy;
        yield return new(
            $"Pereyra et al. (2017) report better accuracy, with labels that are right. Here it {(isBetter ? "rises" : "falls")} from {Percent(none.Accuracy.Mean)} to {Percent(calm.Accuracy.Mean)} (deviations {Points(none.Accuracy.Deviation, isSigned: false)} and {Points(calm.Accuracy.Deviation, isSigned: false)} points): under the penalty {Percent(calm.Memorised)} of the wrong labels are learned, without {Percent(none.Memorised)}{(isQuieter ? ": they are said less loudly, and are said" : string.Empty)}. L2 learns {Percent(l2.Memorised)} of them, and has {Percent(l2.Accuracy.Mean)} and an NLL of {Fixed(l2.ToldLikelihood.Mean, 2)}. By the true digits the calibration error is {Fixed(none.TrueCalibration)} without, {Fixed(calm.TrueCalibration)} with the penalty.",
            $"Pereyra 等（2017）在标签正确的数据上报告了准确率提升。此处准确率由 {Percent(none.Accuracy.Mean)} {(isBetter ? "升至" : "降至")} {Percent(calm.Accuracy.Mean)}（标准差为 {Points(none.Accuracy.Deviation, isSigned: false)} 与 {Points(calm.Accuracy.Deviation, isSigned: false)} 个百分点）：有惩罚时网络背下了 {Percent(calm.Memorised)} 的错误标签，无惩罚时为 {Percent(none.Memorised)}{(isQuieter ? "：只是说得不那么肯定，错误照旧" : string.Empty)}。L2 背下 {Percent(l2.Memorised)}，准确率 {Percent(l2.Accuracy.Mean)}，NLL {Fixed(l2.ToldLikelihood.Mean, 2)}。按真实数字计，校准误差在无、有惩罚时分别为 {Fixed(none.TrueCalibration)} 与 {Fixed(calm.TrueCalibration)}。");
    }

    private static string Fixed(double value, int digits = 3) => Figure.Fixed(value, digits).English;

    private static string Digits(double value) => Figure.Digits(value, 2).English;

    private static string Percent(double share) => Figure.Percent(share).English;

    private static string Points(double share, bool isSigned = true) => (isSigned && share > 0 ? "+" : string.Empty) + Figure.Fixed(100 * share, 1).English;
}
