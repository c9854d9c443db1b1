using Minima.Lab.Studies;

namespace Minima.Lab.Penalties;

/// <summary>The findings about penalties.</summary>
internal static class PenaltyFindings
{
    /// <summary>The findings about deep networks, for each initialisation.</summary>
    public static IEnumerable<Words> Of(IReadOnlyList<StudyOutcome<DeepNetwork>> all)
    {
        foreach (var (outcome, start) in all.Zip(DeepNetwork.Starts))
        {
            yield return StudyFindings.Verdicts(outcome, new($"Twenty layers, start '{start.English}'", $"二十层，“{start.Chinese}”初始化"), sample => Figure.PercentMean(sample));
        }

        var (none, straight) = (all[0].Baseline, all[0][ComparedPenalty.Orthogonal.Name.English]);
        var guess = Figure.Fixed(Math.Log(DigitRows.Classes)).English;
        yield return new(
            $"Why: from weights that are too small, the gradient at the first hidden layer is {Digits(none, one => one.Fading.Before)} of that at the last. Without a penalty the loss at the end is {Mean(none, one => one.Last)}, where an even guess has {guess}. The orthogonal penalty brings |W'W - I| from {Fixed(straight, one => one.Distance.Before, 2)} to {Fixed(straight, one => one.Distance.After, 2)}, the ratio of gradients to {Digits(straight, one => one.Fading.After)}, and the loss to {Mean(straight, one => one.Last)}.",
            $"原因：初始权重偏小时，首个隐藏层的梯度只有末层的 {Digits(none, one => one.Fading.Before)} 倍。不加正则项时，训练结束时的损失为 {Mean(none, one => one.Last)}，而均匀猜测为 {guess}。正交正则使 |W'W - I| 由 {Fixed(straight, one => one.Distance.Before, 2)} 变为 {Fixed(straight, one => one.Distance.After, 2)}，梯度之比变为 {Digits(straight, one => one.Fading.After)}，损失变为 {Mean(straight, one => one.Last)}。");
        var (glorot, kept) = (all[1].Baseline, all[2].Baseline);
        yield return new(
            $"A start that is good already does what the penalty does: without a penalty the loss after {DeepNetwork.FewEpochs} epochs is {Mean(kept, one => one.Early)} from orthogonal weights and {Mean(glorot, one => one.Early)} from Glorot's. Bansal et al. (2018) report gains in accuracy for convolutional networks, and lower the strength on the way, which stays here.",
            $"好的初始化本身就能起到正则项的作用：不加正则项时，训练 {DeepNetwork.FewEpochs} 轮后的损失，从正交权重出发为 {Mean(kept, one => one.Early)}，从 Glorot 权重出发为 {Mean(glorot, one => one.Early)}。Bansal 等（2018）报告了卷积网络上准确率的提升，并在训练途中降低强度；此处强度不变。");
    }

    /// <summary>The findings about Jacobians and attacks.</summary>
    public static IEnumerable<Words> Of(StudyOutcome<FlatNetwork> outcome)
    {
        yield return StudyFindings.Verdicts(outcome, new($"Under the search of radius {FlatNetwork.Radius}, where no row was attacked in training", $"半径 {FlatNetwork.Radius} 的搜索攻击（训练中未攻击过任何样本）"), sample => Figure.PercentMean(sample));
        yield return StudyFindings.Verdicts(outcome, new("The same networks on rows as they are", "同样的网络在干净样本上"), sample => Figure.PercentMean(sample), new(one => one.Accuracy));
        var none = outcome.Baseline;
        var (spectral, jacobian, whole) = (outcome[ComparedPenalty.Spectral.Name.English], outcome[ComparedPenalty.Jacobian.Name.English], outcome[ComparedPenalty.WholeJacobian.Name.English]);
        yield return new(
            $"The spectral penalty brings the product of spectral norms from {Mean(none, one => one.Bound, 1)} to {Mean(spectral, one => one.Bound, 1)}, the Jacobian penalty to {Mean(jacobian, one => one.Bound, 1)}; the slope at rows goes from {Mean(none, one => one.Slope, 1)} to {Mean(spectral, one => one.Slope, 1)} and {Mean(jacobian, one => one.Slope, 1)}. The bound holds everywhere, rows cover few places: a network may have the larger bound and the smaller slope.",
            $"谱范数正则使谱范数之积由 {Mean(none, one => one.Bound, 1)} 变为 {Mean(spectral, one => one.Bound, 1)}，雅可比正则使其变为 {Mean(jacobian, one => one.Bound, 1)}；样本处的斜率由 {Mean(none, one => one.Slope, 1)} 分别变为 {Mean(spectral, one => one.Slope, 1)} 与 {Mean(jacobian, one => one.Slope, 1)}。上界处处成立，样本却只占少数位置，因此上界较大的网络，斜率可以反而较小。");
        var difference = Figure.PercentChange(Sample.Difference(whole.Over(one => one.Searched), jacobian.Over(one => one.Searched))).English;
        yield return new(
            $"What one random direction a row costs in place of all ten outputs: all derivatives change accuracy under the search by {difference} points.",
            $"用每个样本一个随机方向代替全部十个输出的代价：改用全部导数后，搜索攻击下的准确率变化 {difference} 个百分点。");
    }

    /// <summary>The findings about wrong labels.</summary>
    public static IEnumerable<Words> Of(StudyOutcome<SureNetwork> outcome)
    {
        var (none, calm, bold) = (outcome.Baseline, outcome[ComparedPenalty.Confidence.Name.English], outcome[ComparedPenalty.Decision.Name.English]);
        if (none.Tuning.Count > 0)
        {
            var longest = Figure.Fixed(calm.Tuning.Where((_, setting) => setting % PenaltyGrid<SureNetwork>.OfPenalty == 0).Min(), 2).English;
            yield return new(
                $"On wrong labels early stopping alone takes the NLL of labels as given from {Figure.Fixed(none.Tuning[0], 2).English} ({none.Method.Settings[0].Name.English}) to {Figure.Fixed(none.Tuning[none.Chosen], 2).English} ({none.Setting.English}) on the seeds that tune. The confidence penalty takes it to {longest} without early stopping: it makes up for training too long.",
                $"标签有误时，仅靠早停，所给标签的 NLL 在调优种子上就由 {Figure.Fixed(none.Tuning[0], 2).English}（{none.Method.Settings[0].Name.Chinese}）降至 {Figure.Fixed(none.Tuning[none.Chosen], 2).English}（{none.Setting.Chinese}）；置信度惩罚不用早停也能降至 {longest}：它减轻的是训练过久造成的损害。");
        }

        yield return StudyFindings.Verdicts(outcome, new("By the NLL of labels as given", "按所给标签的 NLL"), sample => Figure.Mean(sample));
        yield return StudyFindings.Verdicts(outcome, new("By accuracy on true labels", "按真实标签的准确率"), sample => Figure.PercentMean(sample), new(one => one.Accuracy));
        yield return new(
            $"The confidence penalty makes predictions less sure (entropy {Mean(calm, one => one.Entropy, 2)}, without a penalty {Mean(none, one => one.Entropy, 2)}, under entropy minimisation, its contrary, {Mean(bold, one => one.Entropy, 2)}); {Share(calm)}, {Share(none)} and {Share(bold)} of the wrong labels are learned. By the true digits the calibration error is {Mean(calm, one => one.TrueCalibration)}, {Mean(none, one => one.TrueCalibration)} and {Mean(bold, one => one.TrueCalibration)}. A prediction that suits labels of which 30 % are wrong gives the true digit 0.7, so that 0.3 is no fault there. Pereyra et al. (2017) report better accuracy, with labels that are right.",
            $"置信度惩罚使预测更不确定：熵为 {Mean(calm, one => one.Entropy, 2)}，不加正则项时为 {Mean(none, one => one.Entropy, 2)}，作用相反的熵最小化为 {Mean(bold, one => one.Entropy, 2)}。记住的错误标签依次为 {Share(calm)}、{Share(none)} 与 {Share(bold)}。按真实数字计，校准误差依次为 {Mean(calm, one => one.TrueCalibration)}、{Mean(none, one => one.TrueCalibration)} 与 {Mean(bold, one => one.TrueCalibration)}。30% 的标签出错时，与这种标签相符的预测给真实数字的概率为 0.7，因此这里的 0.3 并非缺陷。Pereyra 等（2017）报告了准确率的提升，所用标签是正确的。");

        static string Share(StudiedMethod<SureNetwork> method) => Figure.Percent(method.Over(one => one.Memorised).Mean).English;
    }

    private static string Fixed<TResult>(StudiedMethod<TResult> method, Func<TResult, double> figure, int digits = 3) => Figure.Fixed(method.Over(figure).Mean, digits).English;

    private static string Mean<TResult>(StudiedMethod<TResult> method, Func<TResult, double> figure, int digits = 3) => Figure.Mean(method.Over(figure), digits).English;

    private static string Digits<TResult>(StudiedMethod<TResult> method, Func<TResult, double> figure) => Figure.Digits(method.Over(figure).Mean, 2).English;
}
