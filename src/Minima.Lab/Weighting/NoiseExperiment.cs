using Minima.Lab.Studies;

namespace Minima.Lab.Weighting;

/// <summary>Digits of which 40 % carry a wrong label.</summary>
internal sealed class NoiseExperiment : Experiment
{
    // A class with a lower recall counts as given up.
    private const double LostRecall = 0.1;

    private static readonly Measure<double[]> Accuracy = new(recalls => recalls.Average());

    public override string Name => "noise";

    public override Words Title => new("Forty labels of a hundred are wrong", "百分之四十的标签是错的");

    public override Words Answer => new(
        "Early-learning regularization, bootstrapping, GCE, symmetric cross-entropy and group DRO beat tuned cross-entropy. Backward correction is worse.",
        "早期学习正则化、自举、GCE、对称交叉熵与分组 DRO 优于调好的交叉熵。后向校正更差。");

    public override int Seeds => 10;

    public override Words Setting => new(
        "Of the digits for training, 40 % have a label drawn from the nine others; the rows that judge are clean: one quarter of the table, the same for all seeds, which tuning never sees. One hidden layer of 128 units, AdamW at 0.002 with cosine decay, batches of 32, 100 epochs: long enough to memorise wrong labels. Accuracy is the mean over the ten classes. Forward and backward correction know how labels were made wrong; co-teaching knows how many. The baseline is cross-entropy on the same labels, with the weight decay that suits it; cross-entropy on the true ones stands on top.",
        "训练用的数字中，40% 的标签被换成另外九类之一；评判样本是干净的，占全表四分之一，所有种子相同，调优从不使用。网络有一个隐藏层，128 个单元；AdamW 学习率 0.002，余弦衰减，批大小 32，训练 100 轮，足以记住错误标签。准确率取十个类别的平均。前向校正与后向校正已知标签如何出错，协同教学已知出错的比例。基线为在同样标签上训练的交叉熵，权重衰减经过调优；表中第一行是在真实标签上训练的交叉熵。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run, further: 1);
        run.Begin("classes that self_paced gives up");
        var lost = Lost(run);
        var table = StudyTable.Of(outcome, new("accuracy on clean rows, with 95 % intervals over seeds", "干净样本上的准确率，附种子间的 95% 置信区间"), sample => Figure.PercentChange(sample), new StudyColumn<double[]>(new("accuracy", "准确率"), Accuracy.Of, sample => Figure.PercentMean(sample)));
        return new LabReport([table, lost.Table], [.. Findings(outcome, lost)], language => BarPicture.Draw(Title, [.. outcome.Rivals.Prepend(outcome.Baseline).Select(method => (method.Name, method.Over(Accuracy.Of).Mean))], (outcome.Methods[1].Over(Accuracy.Of).Mean, new Words("true labels", "真实标签")), language));
    }

    /// <summary>Every method, tuned.</summary>
    internal static Study<double[]> Compared(LabRun run) => new(NoiseMethods.All(Rows(run), Epochs(run)), Accuracy, tuningSeeds: 2);

    /// <summary>Self-paced learning under several limits: its accuracy, and the number of classes that it gives up.</summary>
    internal static (LabTable Table, Sample Constant, Sample Higher, Sample Growing) Lost(LabRun run)
    {
        var rows = Rows(run);
        var setting = new FitSetting(Epochs(run), Fitting.UsualDecay);
        var table = new LabTable(new("self_paced: the limit, and classes of which it names fewer than a tenth", "self_paced：上限，以及被判对不足十分之一的类别数"), new("limit", "上限"), new("accuracy", "准确率"), new("classes given up", "放弃的类别数"));
        var constant = Add(new($"{NoiseMethods.Limit}, constant", $"{NoiseMethods.Limit}，恒定"), NoiseMethods.SelfPaced(NoiseMethods.Limit));
        var higher = Add(new($"{2 * NoiseMethods.Limit}, constant", $"{2 * NoiseMethods.Limit}，恒定"), NoiseMethods.SelfPaced(2 * NoiseMethods.Limit));
        var growing = Add(new($"{NoiseMethods.Limit}, growing by a tenth an epoch", $"{NoiseMethods.Limit}，每轮增长一成"), NoiseMethods.GrowingSelfPaced(NoiseMethods.Limit));
        return (table, constant, higher, growing);

        Sample Add(Words name, DigitGrid.Fit fit)
        {
            var recalls = run.JudgingSeeds.AsParallel().AsOrdered().WithDegreeOfParallelism(Threads.Most).Select(seed => fit(HardDigits.Noisy(NoiseMethods.Share, Trial.ToJudge(run, seed), rows), setting, seed)).ToArray();
            var classes = new Sample([.. recalls.Select(of => (double)of.Count(recall => recall < LostRecall))]);
            table.Add(name, Figure.PercentMean(new Sample([.. recalls.Select(Accuracy.Of)])), Figure.Mean(classes, 1));
            return classes;
        }
    }

    private static int Rows(LabRun run) => run.Of(int.MaxValue, 200);

    private static int Epochs(LabRun run) => run.Of(100, 1, 60);

    private static IEnumerable<Words> Findings(StudyOutcome<double[]> outcome, (LabTable Table, Sample Constant, Sample Higher, Sample Growing) lost)
    {
        var baseline = outcome.Baseline;
        if (baseline.Tuning.Count > 0)
        {
            yield return new(
                $"Weight decay alone takes cross-entropy from {Figure.Percent(baseline.Tuning[0]).English} ({baseline.Method.Settings[0].Name.English}) to {Figure.Percent(baseline.Tuning[baseline.Chosen]).English} ({baseline.Setting.English}) on the seeds that tune.",
                $"仅靠权重衰减，交叉熵的准确率在调优种子上就由 {Figure.Percent(baseline.Tuning[0]).English}（{baseline.Method.Settings[0].Name.Chinese}）升至 {Figure.Percent(baseline.Tuning[baseline.Chosen]).English}（{baseline.Setting.Chinese}）。");
        }

        yield return StudyFindings.Verdicts(outcome, new("On clean rows", "干净样本上"), sample => Figure.PercentMean(sample));
        yield return new(
            $"Why self_paced can fail: with a limit of {NoiseMethods.Limit} it gives up {Figure.Fixed(lost.Constant.Mean, 1).English} of ten classes. An untrained network's losses lie near log 10 = 2.3. A class that is learned a little later passes the limit, has no weight from then on and never comes back. With twice the limit it gives up {Figure.Fixed(lost.Higher.Mean, 1).English}, with one that grows by a tenth an epoch, as its authors propose, {Figure.Fixed(lost.Growing.Mean, 1).English}.",
            $"self_paced 为何会失败：上限为 {NoiseMethods.Limit} 时，它放弃了十个类别中的 {Figure.Fixed(lost.Constant.Mean, 1).English} 个。未训练的网络，损失约为 log 10 = 2.3；学得稍晚的类别一旦越过上限，便不再计入，也就再也学不回来。上限加倍时，放弃 {Figure.Fixed(lost.Higher.Mean, 1).English} 个；像作者那样每轮增长一成时，放弃 {Figure.Fixed(lost.Growing.Mean, 1).English} 个。");
    }
}
