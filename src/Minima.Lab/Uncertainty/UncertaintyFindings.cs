using Minima.Lab.Studies;

namespace Minima.Lab.Uncertainty;

/// <summary>The findings about the forecasts.</summary>
internal static class UncertaintyFindings
{
    private const double Promised = 0.9;

    public static IEnumerable<Words> Of(StudyOutcome<JudgedForecasts> diabetes, StudyOutcome<JudgedForecasts> wave)
    {
        yield return StudyFindings.Verdicts(diabetes, new("Score of quantiles on diabetes", "糖尿病数据上的分位数评分"), Number);
        yield return StudyFindings.Verdicts(wave, new("Score of quantiles on the wave", "波上的分位数评分"), Number);
        yield return StudyFindings.Verdicts(diabetes, new("Calibration error on diabetes", "糖尿病数据上的校准误差"), Number, new(one => one.Error, IsError: true), isBrief: true);
        yield return StudyFindings.Verdicts(wave, new("Calibration error on the wave", "波上的校准误差"), Number, new(one => one.Error, IsError: true), isBrief: true);
        var (one, own, truth) = (wave.Baseline, wave[ForecastProblem.OwnVariance], wave[ForecastProblem.TruthName]);
        yield return new(
            $"On the wave, one variance covers {Covered(one)} with a width of {Width(one)}, a variance of its own for each row {Covered(own)} with {Width(own)}. The distribution that draws the targets has {Covered(truth)} with {Width(truth)}.",
            $"在波数据上，统一方差的覆盖率为 {Covered(one)}，区间宽度为 {Width(one)}；逐样本方差分别为 {Covered(own)} 与 {Width(own)}；生成目标值的分布分别为 {Covered(truth)} 与 {Width(truth)}。");
        yield return TooNarrow(diabetes);
    }

    /// <param name="coverage">The coverage by the length of training.</param>
    /// <param name="epochs">The usual number of epochs.</param>
    public static Words Of((Sample Usual, Sample Longer) coverage, int epochs) => new(
        $"A network estimates the variance on rows that it overfits, so the variance is too small: on diabetes, after {epochs} epochs own variance covers {Percent(coverage.Usual)}, after {3 * epochs} {Percent(coverage.Longer)}.",
        $"网络在已被过拟合的样本上估计方差，因此方差偏小：在糖尿病数据上，训练 {epochs} 轮后，逐样本方差的覆盖率为 {Percent(coverage.Usual)}；训练 {3 * epochs} 轮后为 {Percent(coverage.Longer)}。");

    public static IEnumerable<Words> Of(StudyOutcome<ClassDoubt> classes)
    {
        yield return StudyFindings.Verdicts(classes, new("-log probability of digits", "数字的负对数概率"), Number);
        yield return StudyFindings.Verdicts(classes, new("Calibration error of classifiers", "分类器的校准误差"), Number, new(one => one.Calibration, IsError: true));
        yield return StudyFindings.Verdicts(classes, new("Noise noticed", "噪声识别"), Number, new(one => one.Noticed));
        yield return StudyFindings.Verdicts(classes, new("Shuffled pixels noticed", "打乱像素识别"), Number, new(one => one.NoticedShuffled));
        var (soft, steep) = (classes[ClassDoubt.SquaresName], classes[ClassDoubt.SteepName]);
        yield return new(
            $"Evidence matters by how it grows: by log(1 + e^x) edl_mse still doubts digits by {Mean(soft, one => one.OfDigits)} after training and has a calibration error of {Mean(soft, one => one.Calibration)}, by e^x {Mean(steep, one => one.OfDigits)} and {Mean(steep, one => one.Calibration)}.",
            $"证据的增长方式很重要：用 log(1 + e^x) 时，edl_mse 训练后对数字的不确定度仍为 {Mean(soft, one => one.OfDigits)}，校准误差为 {Mean(soft, one => one.Calibration)}；用 e^x 时分别为 {Mean(steep, one => one.OfDigits)} 与 {Mean(steep, one => one.Calibration)}。");
    }

    /// <summary>The methods that cover significantly less than the nominal 90 %: the confidence interval of their mean ends below it.</summary>
    private static Words TooNarrow(StudyOutcome<JudgedForecasts> diabetes)
    {
        var below = diabetes.Methods.Where(method => method.Over(one => one.Coverage) is var share && share.Mean + share.Half < Promised).OrderBy(method => method.Over(one => one.Coverage).Mean).ToArray();
        return new(
            $"Of the 90 % that they promise on diabetes, these cover less beyond luck: {string.Join(", ", below.Select(method => $"{method.Name.English} {Covered(method)}").DefaultIfEmpty("none"))}; the baseline covers {Covered(diabetes.Baseline)}.",
            $"在糖尿病数据上，覆盖率显著低于标称的 90% 的有：{string.Join("、", below.Select(method => $"{method.Name.Chinese} {Covered(method)}").DefaultIfEmpty("无"))}；基线为 {Covered(diabetes.Baseline)}。");
    }

    private static string Covered(StudiedMethod<JudgedForecasts> method) => Percent(method.Over(one => one.Coverage));

    private static string Width(StudiedMethod<JudgedForecasts> method) => Figure.Mean(method.Over(one => one.Width), 2).English;

    private static string Mean(StudiedMethod<ClassDoubt> method, Func<ClassDoubt, double> figure) => Number(method.Over(figure)).English;

    private static Words Number(Sample sample) => Figure.Mean(sample);

    private static string Percent(Sample share) => Figure.PercentMean(share).English;
}
