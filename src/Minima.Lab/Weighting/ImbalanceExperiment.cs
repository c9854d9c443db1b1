using Minima.Lab.Studies;

namespace Minima.Lab.Weighting;

/// <summary>Digits with a hundred times as many rows of the first class as of the last.</summary>
internal sealed class ImbalanceExperiment : Experiment
{
    private const int Rare = 3;

    private static readonly Measure<double[]> Accuracy = new(recalls => recalls.Average());
    private static readonly Measure<double[]> Rarest = new(recalls => recalls.TakeLast(Rare).Average());

    public override string Name => "imbalance";

    public override Words Title => new("A hundred zeros for one nine", "一百个 0 才有一个 9");

    public override Words Answer => new(
        "Balanced softmax and logit adjustment gain most, above all on the rarest classes. Focal loss does not help.",
        "平衡 softmax 与 logit 调整改善最大，尤其是最少见的类别。焦点损失没有帮助。");

    public override Words Setting => new(
        "The numbers of rows fall along a curve from about a hundred zeros to a single nine. The rows that judge have all digits equally often: one quarter of the table, the same for all seeds, which tuning never sees. One hidden layer of 128 units, AdamW at 0.002 with cosine decay, batches of 32, 120 epochs. Accuracy is the mean over the ten classes; the next column is the mean over the three rarest. The baseline is cross-entropy.",
        "各数字的样本数沿曲线递减：0 约有一百个，9 只有一个。评判样本各类均衡，占全表四分之一，所有种子相同，调优从不使用。网络有一个隐藏层，128 个单元；AdamW 学习率 0.002，余弦衰减，批大小 32，训练 120 轮。准确率取十个类别的平均，下一列取最稀少的三类的平均。基线为交叉熵。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run);
        var table = StudyTable.Of(
            outcome,
            new("on even test rows, with 95 % intervals over seeds", "均衡的测试集上，附种子间的 95% 置信区间"),
            sample => Figure.PercentChange(sample),
            new StudyColumn<double[]>(new("accuracy", "准确率"), Accuracy.Of, sample => Figure.PercentMean(sample)),
            new StudyColumn<double[]>(new("three rarest classes", "最稀少的三类"), Rarest.Of, sample => Figure.PercentMean(sample)));
        return new LabReport(
            [table],
            [
                StudyFindings.Verdicts(outcome, new("Over all ten classes", "全部十类"), sample => Figure.PercentMean(sample)),
                StudyFindings.Verdicts(outcome, new("Over the three rarest", "最稀少的三类"), sample => Figure.PercentMean(sample), Rarest),
            ],
            language => BarPicture.Draw(Title, [.. outcome.Methods.Select(method => (method.Name, method.Over(Accuracy.Of).Mean))], null, language));
    }

    /// <summary>Every method, tuned.</summary>
    internal static Study<double[]> Compared(LabRun run) => new(ImbalanceMethods.All(run.Of(int.MaxValue, 200), run.Of(120, 1, 60)), Accuracy, tuningSeeds: 3);
}
