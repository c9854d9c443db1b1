using Minima.Lab.Pictures;

namespace Minima.Lab.Uncertainty;

/// <summary>Eleven ways to forecast a distribution, five classifiers that say how sure they are.</summary>
internal sealed class UncertaintyExperiment : Experiment
{
    public override string Name => "uncertainty";

    public override Words Title => new("How sure, and rightly so?", "有多大把握，是否恰当？");

    public override Words Setting => new(
        "Networks of two hidden layers of 32 units forecast a distribution, on the diabetes table and on a wave whose noise is known: a normal one with one variance for all rows (the baseline) or with its own (gaussian_nll_log_variance, once also with three times the epochs), Student's with 5 degrees of freedom, by beta_nll, by crps_gaussian, by 19 quantiles that cannot cross, by the two ends of an interval (what lies between and beyond them is drawn by a line), by evidence, by five networks, and under 30 dropout masks. AdamW at 0.005 with cosine decay, batches of 32, otherwise the same epochs for all (25 on diabetes, 300 on the wave), over seeds and splits. Judged are the share of targets within the 90 % interval, its mean width, the score of quantiles (twice the mean pinball loss at 19 levels, near the CRPS), -log density, and the calibration error (the mean distance of the share of targets below a quantile from its level). Units are deviations of the target on diabetes, those of y on the wave. Below, classifiers of digits: their calibration error in 15 bins of confidence, and whether their doubt (entropy over log 10; for evidence 10 / S) tells noise and digits with shuffled pixels from digits (area under the ROC curve).",
        "网络含两个隐藏层、每层 32 个单元，预报的是分布；数据为糖尿病表，以及一条噪声已知的波。方法有：所有行共用一个方差的正态分布（基线）或逐行方差（gaussian_nll_log_variance，另有一次训练三倍轮次）、自由度为 5 的学生分布、beta_nll、crps_gaussian、不会交叉的 19 个分位数、区间的两端（其余分位数取直线）、证据、五个网络的集成，以及 30 个 dropout 掩码。优化器为 AdamW，学习率 0.005 并按余弦衰减，批大小 32，其余各方法轮次相同（糖尿病 25，波 300），取多个种子与划分。评判指标：目标值落入 90% 区间的比例、区间平均宽度、分位数评分（19 个水平上平均 pinball 损失的两倍，接近 CRPS）、负对数密度，以及校准误差（低于某分位数的目标值比例与其水平之差的平均）。单位：糖尿病为目标值的标准差，波为 y 本身。其后是数字分类器：按置信度分 15 箱的校准误差，以及其怀疑程度（熵除以 log 10；证据模型为 10 / S）能否把噪声和打乱像素的数字与数字区分开（ROC 曲线下面积）。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        Func<LabRun, int, RegressionRows>[] problems = [RegressionRows.Diabetes, RegressionRows.Wave];
        run.Parts = (problems.Length * ForecastMethod.All.Count) + ClassDoubt.All.Count;
        ForecastProblem[] forecast = [.. problems.Select(problem => ForecastProblem.Judge(run, problem, seeds))];
        var splits = seeds[..run.Of(3, 1)].Select(seed => new DigitSplit(run, seed)).ToArray();
        var doubts = new List<ClassDoubt>();
        foreach (var (name, trained) in ClassDoubt.All)
        {
            run.Begin($"digits: {name.English}");
            doubts.Add(ClassDoubt.Of(name, trained, splits));
        }

        var classes = new LabTable(new("classifiers of digits", "数字分类器"), ClassDoubt.Heads);
        foreach (var doubt in doubts) classes.Add(doubt.Cells);
        return new LabReport(
            [.. forecast.Select(one => one.Table), classes],
            [.. UncertaintyFindings.Of(forecast[0], forecast[1]), .. UncertaintyFindings.Of(doubts)],
            language => UncertaintyPicture.Draw(Title, forecast[0], forecast[1], language));
    }
}
