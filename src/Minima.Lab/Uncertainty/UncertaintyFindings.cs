using Minima.Lab.Pictures;

namespace Minima.Lab.Uncertainty;

/// <summary>What is to be seen in the forecasts.</summary>
internal static class UncertaintyFindings
{
    public static IEnumerable<Words> Of(ForecastProblem diabetes, ForecastProblem wave)
    {
        yield return Best(new("diabetes", "糖尿病数据"), diabetes);
        yield return Best(new("the wave", "波"), wave);
        var (one, own) = (wave.Methods[0], wave.Methods[1]);
        yield return new(
            $"On the wave, one variance covers {Percent(one.Coverage.Mean)} with a width of {Figure.Fixed(one.Width, 2).English}, a variance of its own for each row {Percent(own.Coverage.Mean)} with {Figure.Fixed(own.Width, 2).English}; what draws the targets has {Percent(wave.Truth!.Coverage.Mean)} with {Figure.Fixed(wave.Truth.Width, 2).English}.",
            $"在波上，统一方差的覆盖率为 {Percent(one.Coverage.Mean)}，宽度 {Figure.Fixed(one.Width, 2).English}；逐行方差为 {Percent(own.Coverage.Mean)}，宽度 {Figure.Fixed(own.Width, 2).English}；生成目标值的分布为 {Percent(wave.Truth.Coverage.Mean)}，宽度 {Figure.Fixed(wave.Truth.Width, 2).English}。");
        var under = diabetes.Methods.Count(method => method.Coverage.Mean < 0.9);
        var least = diabetes.Methods.MinBy(method => method.Coverage.Mean)!;
        yield return new(
            $"On diabetes {under} of {diabetes.Methods.Count} ways cover less than the 90 % that they promise, the least {Percent(least.Coverage.Mean)} ({least.Name.English}); the baseline covers {Percent(diabetes.Methods[0].Coverage.Mean)}. What a network learns of the noise it learns of rows that it fits too well: with three times the epochs, own variance covers {Percent(diabetes.Methods[2].Coverage.Mean)} instead of {Percent(diabetes.Methods[1].Coverage.Mean)}.",
            $"在糖尿病数据上，{diabetes.Methods.Count} 种方法中有 {under} 种的覆盖率不到所承诺的 90%，最低为 {Percent(least.Coverage.Mean)}（{least.Name.Chinese}）；基线为 {Percent(diabetes.Methods[0].Coverage.Mean)}。网络是从拟合得过好的行上学习噪声大小的：轮次增至三倍时，逐行方差的覆盖率由 {Percent(diabetes.Methods[1].Coverage.Mean)} 变为 {Percent(diabetes.Methods[2].Coverage.Mean)}。");
    }

    /// <param name="doubts">Cross-entropy first.</param>
    public static IEnumerable<Words> Of(IReadOnlyList<ClassDoubt> doubts)
    {
        var (plain, least, notices) = (doubts[0], doubts.MinBy(doubt => doubt.Calibration.Mean)!, doubts.MaxBy(doubt => doubt.NoticedShuffled.Mean)!);
        yield return new(
            $"Of the classifiers the least calibration error is {Figure.Fixed(least.Calibration.Mean).English} ({least.Name.English}), and shuffled pixels are noticed best with {Figure.Fixed(notices.NoticedShuffled.Mean).English} ({notices.Name.English}); the baseline, {plain.Name.English}, has {Figure.Fixed(plain.Calibration.Mean).English} and {Figure.Fixed(plain.NoticedShuffled.Mean).English}.",
            $"各分类器中，校准误差最小为 {Figure.Fixed(least.Calibration.Mean).English}（{least.Name.Chinese}），对打乱像素的识别最好为 {Figure.Fixed(notices.NoticedShuffled.Mean).English}（{notices.Name.Chinese}）；基线 {plain.Name.Chinese} 分别为 {Figure.Fixed(plain.Calibration.Mean).English} 与 {Figure.Fixed(plain.NoticedShuffled.Mean).English}。");
        var (soft, steep) = (doubts.Single(doubt => doubt.Name.English == ClassDoubt.SquaresName), doubts.Single(doubt => doubt.Name.English == ClassDoubt.SteepName));
        yield return new(
            $"Evidence matters by how it grows: by log(1 + e^x) edl_mse still doubts digits by {Figure.Fixed(soft.OfDigits, 2).English} after training and has a calibration error of {Figure.Fixed(soft.Calibration.Mean).English}, by e^x {Figure.Fixed(steep.OfDigits, 2).English} and {Figure.Fixed(steep.Calibration.Mean).English}.",
            $"证据的增长方式很重要：用 log(1 + e^x) 时，edl_mse 训练后对数字的怀疑仍有 {Figure.Fixed(soft.OfDigits, 2).English}，校准误差 {Figure.Fixed(soft.Calibration.Mean).English}；用 e^x 时分别为 {Figure.Fixed(steep.OfDigits, 2).English} 与 {Figure.Fixed(steep.Calibration.Mean).English}。");
    }

    private static Words Best(Words where, ForecastProblem problem)
    {
        var (baseline, score, error) = (problem.Methods[0], problem.Methods.MinBy(method => method.Score.Mean)!, problem.Methods.MinBy(method => method.Error)!);
        return new(
            $"On {where.English} the best score of quantiles is {Figure.Fixed(score.Score.Mean).English} ({score.Name.English}), the baseline's {Figure.Fixed(baseline.Score.Mean).English}; the least calibration error is {Figure.Fixed(error.Error).English} ({error.Name.English}), the baseline's {Figure.Fixed(baseline.Error).English}.",
            $"{where.Chinese}上，最好的分位数评分为 {Figure.Fixed(score.Score.Mean).English}（{score.Name.Chinese}），基线为 {Figure.Fixed(baseline.Score.Mean).English}；最小的校准误差为 {Figure.Fixed(error.Error).English}（{error.Name.Chinese}），基线为 {Figure.Fixed(baseline.Error).English}。");
    }

    private static string Percent(double share) => Figure.Percent(share).English;
}
