using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>A metric is no loss: accuracy judges well and teaches badly.</summary>
internal sealed class MetricExperiment : Experiment
{
    public static readonly Words Slope = new("gradient descent on cross_entropy", "对 cross_entropy 作梯度下降");
    public static readonly Words ByLoss = new("random steps, kept by cross_entropy", "随机步，按 cross_entropy 取舍");
    public static readonly Words ByAccuracy = new("random steps, kept by accuracy", "随机步，按准确率取舍");

    private const int Pixels = 64;
    private const double Small = 1e-4;
    private static readonly double[] Lengths = [0.03, 0.01, 0.1, 0.3];
    private static readonly Measure<double> Accuracy = new(accuracy => accuracy);

    public override string Name => "metric";

    public override int Seeds => 8;

    public override Words Title => new("A metric is not a loss", "指标不是损失");

    public override Words Answer => new(
        "Nearly every small step leaves the accuracy unchanged, so that a search has nothing to follow. For the same work gradient descent on cross-entropy is best.",
        "绝大多数微小更新都不改变准确率，搜索因而没有依据。计算量相同时，对交叉熵作梯度下降效果最好。");

    public override Words Setting => new(
        "A linear classifier learns 400 of the 8x8 digits and is judged by its accuracy on rows that it has not seen. Every method may pass 1500 times over the 400 rows. Gradient descent on cross_entropy uses three passes a step, one forward and two back. Random steps change all weights, and are kept if cross_entropy, or the accuracy, of the rows is not worse than before. Each way tries four rates, or four lengths of a step, on seeds that do not judge. Beside that, 200 small steps in random directions (0.0001 a weight) from the weights before learning: how many of them change the judge at all? Accuracy is constant nearly everywhere and jumps in between: its gradient is 0 and says nothing. The baseline is gradient descent.",
        "一个线性分类器学习 400 个 8x8 数字，按测试集准确率评判。每种做法至多遍历这 400 个样本 1500 次。对 cross_entropy 作梯度下降时，一步计为遍历三次（前向一次，反向两次）。随机步同时改变全部权重，只要这些样本的 cross_entropy（或准确率）不变差就保留。每种做法在调优种子上试四个学习率或四个步长。此外，从训练前的权重出发，沿随机方向走 200 个小步（每个权重移动 0.0001），统计其中有多少步改变了评判指标。准确率几乎处处恒定，只在个别地方跳变，因此梯度为 0，不提供任何信息。基线为梯度下降。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run, further: 1);
        run.Begin("small steps");
        var unmoved = run.JudgingSeeds.Select(seed => new MetricClimb(Trial.ToJudge(run, seed), Rows(run)).Unmoved(Small)).ToArray();
        var (accuracy, loss) = (new Sample([.. unmoved.Select(one => one.Accuracy)]), new Sample([.. unmoved.Select(one => one.Loss)]));
        var steps = new LabTable(new("small steps that leave the judge exactly as it was, with 95 % intervals over seeds", "不改变评判指标的小步所占比例，附种子间的 95% 置信区间"), new("judge", "评判指标"), new("share", "占比"))
            .Add(new("accuracy", "准确率"), Figure.PercentMean(accuracy))
            .Add("cross_entropy", Figure.PercentMean(loss));
        return new LabReport(
            [
                StudyTable.Of(outcome, new("accuracy on rows that were not seen, with 95 % intervals over seeds", "测试集准确率，附种子间的 95% 置信区间"), sample => Figure.PercentChange(sample), new StudyColumn<double>(new("accuracy", "准确率"), Accuracy.Of, sample => Figure.PercentMean(sample))),
                steps,
            ],
            [
                StudyFindings.Verdicts(outcome, new("For the same work", "同样的计算量下"), sample => Figure.PercentMean(sample)),
                new(
                    $"Of small steps {Figure.PercentMean(accuracy).English} leave the accuracy exactly as it was, and {Figure.PercentMean(loss).English} leave cross_entropy so. Judge by the metric, train on a loss whose slope points to it.",
                    $"{Figure.PercentMean(accuracy).English} 的小步不改变准确率，{Figure.PercentMean(loss).English} 的小步不改变 cross_entropy。评判模型应当用指标，训练模型应当用损失，且沿损失的负梯度方向能改善指标。"),
            ],
            language => Weighting.BarPicture.Draw(Title, [.. outcome.Methods.Select(method => (method.Name, method.Over(Accuracy.Of).Mean))], null, language));
    }

    /// <summary>Ways to learn, tuned.</summary>
    internal static Study<double> Compared(LabRun run)
    {
        var passes = run.Of(1500, 12, 600);
        return new(
            [
                StudyMethod<double>.Of(Slope, new("rate", "学习率"), [0.5, 0.1, 1, 3], (trial, rate) => new MetricClimb(trial, Rows(run)).Descended(rate, passes).Judged),
                Climbing(ByLoss, byAccuracy: false),
                Climbing(ByAccuracy, byAccuracy: true),
            ],
            Accuracy,
            tuningSeeds: 2);

        StudyMethod<double> Climbing(Words name, bool byAccuracy) => StudyMethod<double>.Of(name, new("length", "步长"), Lengths, (trial, length) => new MetricClimb(trial, Rows(run)).Climbed(length / Math.Sqrt(Pixels), passes, byAccuracy).Judged);
    }

    private static int Rows(LabRun run) => run.Of(400, 60);
}
