namespace Minima.Lab.Uncertainty;

/// <summary>Ten methods that forecast a distribution, and six classifiers that estimate their own certainty.</summary>
internal sealed class UncertaintyExperiment : Experiment
{
    public override string Name => "uncertainty";

    public override int Seeds => 8;

    public override Words Title => new("How sure, and rightly so?", "预测有多确定，校准得好吗？");

    public override Words Answer => new(
        "A variance of its own for each sample pays where the noise varies; on small data no method beats one variance. Ensembles help most with classes.",
        "噪声随输入变化时，为每个样本单独预测方差才有收益；数据少时，没有方法优于统一方差。分类时，集成帮助最大。");

    public override Words Setting => new(
        "Networks of two hidden layers of 32 units forecast a distribution, on the diabetes table and on a wave whose noise is known. The baseline is a normal distribution with one variance for all rows. Others give each row its own variance, by gaussian_nll_log_variance, beta_nll or crps_gaussian, or use Student's t with 5 degrees of freedom. Further methods are 19 quantiles that cannot cross, the two ends of an interval (extended by a line), evidence, five networks, and 30 dropout masks. AdamW at 0.005 with cosine decay, batches of 32. Every method chooses among the same three lengths of training (dropout among three pairs of rate and length). It chooses by the score of quantiles, twice the mean pinball loss at 19 levels, which is near the CRPS. Judged are that score, the share of targets within the 90 % interval, its mean width, -log density, and the calibration error (the mean distance of the share of targets below a quantile from its level). Units are deviations of the target on diabetes, those of y on the wave. Below are classifiers of digits, each of which chooses among three lengths of training by -log probability. The table has their calibration error in 15 bins of confidence. It also has the area under the ROC curve if their doubt (entropy over log 10; for evidence 10 / S) has to tell digits from noise and from digits with shuffled pixels. Of the diabetes table each seed judges by a quarter of its own and chooses on the other rows; of the digits one quarter judges, the same for all seeds, which tuning never sees.",
        "网络有两个隐藏层，每层 32 个单元，预测的是分布。数据有二：糖尿病表，以及噪声已知的波。方法有：正态分布，所有样本共用一个方差（基线）或逐样本方差（gaussian_nll_log_variance）；自由度为 5 的学生 t 分布；beta_nll；crps_gaussian；互不交叉的 19 个分位数；区间的两个端点（其余分位数由过两端点的直线给出）；证据学习；五个网络的集成；30 个 dropout 掩码。优化器为 AdamW，学习率 0.005，余弦衰减，批大小 32。各方法按分位数评分从同样三种训练长度中选择，dropout 从三组丢弃率与训练长度中选择；分位数评分是 19 个水平上平均 pinball 损失的两倍，接近 CRPS。评判指标为分位数评分、目标值落入 90% 区间的比例、区间的平均宽度、负对数密度与校准误差；校准误差是低于某分位数的目标值比例与该分位数水平的平均差距。单位：糖尿病数据取目标值的标准差，波取 y 本身。其后是数字分类器，各按负对数概率从三种训练长度中选择。评判其校准误差（按置信度分 15 箱），以及不确定度能否把噪声和打乱像素的数字与真正的数字区分开（ROC 曲线下面积）；不确定度取熵除以 log 10，证据模型取 10 / S。糖尿病数据上，每个种子各取四分之一的样本评判，在其余样本上选定设置；数字图像以四分之一的样本评判，所有种子相同，调优从不使用。");

    public override LabReport Run(LabRun run)
    {
        ForecastProblem[] problems = [ForecastProblem.Diabetes(run), ForecastProblem.Wave(run)];
        var studies = problems.Select(problem => problem.Compared()).ToArray();
        var classes = ClassDoubt.Compared(run);
        run.Parts = studies.Sum(study => study.PartsOf(run)) + 1 + classes.PartsOf(run);
        var outcomes = studies.Select(study => study.Run(run)).ToArray();
        run.Begin("coverage by the length of training");
        var coverage = problems[0].CoverageByLength(run);
        var doubts = classes.Run(run);
        return new LabReport(
            [.. problems.Zip(outcomes, (problem, outcome) => problem.Table(outcome)), ClassDoubt.Table(doubts)],
            [.. UncertaintyFindings.Of(outcomes[0], outcomes[1]), UncertaintyFindings.Of(coverage, problems[0].Epochs[0]), .. UncertaintyFindings.Of(doubts)],
            language => UncertaintyPicture.Draw(Title, outcomes[0], outcomes[1], language));
    }
}
