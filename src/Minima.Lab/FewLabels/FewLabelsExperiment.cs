using Minima.Lab.Studies;

namespace Minima.Lab.FewLabels;

/// <summary>Six methods for fifty labels and a thousand unlabelled digits, and five ways to distil a larger teacher into small students.</summary>
internal sealed class FewLabelsExperiment : Experiment
{
    private static readonly Words WithFewLabels = new("a student of ten units, with five labels of each digit", "十个单元的学生，每个数字只知道五个标签");
    private static readonly Words WithAllLabels = new("a student of ten units, with all labels", "十个单元的学生，知道全部标签");

    private static readonly Measure<FewLabelTraining> Accuracy = new(one => one.Accuracy);

    public override string Name => "few-labels";

    public override Words Title => new("Few labels, and a larger teacher", "少量标签，以及更大的教师");

    public override Words Answer => new(
        "MixMatch, the mean teacher and FixMatch gain with fifty labels. Of a teacher, the relations between samples (RKD) gain more than its answers.",
        "只有五十个标签时，MixMatch、均值教师与 FixMatch 有改善。从教师蒸馏时，样本之间的关系（RKD）比教师的输出更有用。");

    public override int Seeds => 8;

    public override Words Setting => new(
        "Above: five labels of each digit, the other training rows without; a network of 64-128-64-10, 1000 steps of AdamW at 0.005 with cosine decay, 32 labelled and 96 other images in a batch, judged with the average of the weights. Weak changes add noise; strong ones more of it, shift an image by up to a pixel and cover a square of 2 x 2. All methods change labelled images weakly; the baseline of labels alone chooses how much, and its weight decay. Below: students of 10 hidden units and a teacher of 256 and 128. AdamW at 0.005 trains for 50 epochs (with fifty rows, for as many steps), images unchanged. A figure is the mean of three students. First the teacher has learned one half of the training rows. Students have five labels of each digit and the teacher's outputs for the other half; the baseline takes the teacher's answers as labels. Then both have all labels, and the baseline is a student alone. The rows that judge are one quarter of the table, the same for all seeds, which tuning never sees.",
        "上表：每个数字有五个标签，其余训练样本没有标签。网络为 64-128-64-10，AdamW 学习率 0.005，余弦衰减，训练 1000 步，每批 32 张有标签图像与 96 张其他图像，用权重的平均值评判。弱增强加噪声；强增强的噪声更大，还把图像平移至多一个像素，并遮住 2 x 2 的方块。所有方法都对有标签图像作弱增强；只用标签的基线可选择噪声大小与权重衰减。下表：学生网络有 10 个隐藏单元，教师网络的隐藏层为 256 与 128；AdamW 学习率 0.005，训练 50 轮（只有五十个样本时步数相同），图像不作增强；表中数值为三个学生的均值。先让教师学习一半训练样本；学生对每个数字只知道五个标签，另一半样本可以查询教师的输出，基线以教师的预测为标签。再把全部标签都告诉师生，基线为学生独自学习。评判样本占全表四分之一，所有种子相同，调优从不使用。");

    public override LabReport Run(LabRun run)
    {
        var (methods, classroom) = (Methods(run), new Classroom(run));
        var (few, all) = (OfStudents(classroom.WithFewLabels), OfStudents(classroom.WithAllLabels));
        run.Parts = methods.PartsOf(run) + few.PartsOf(run) + all.PartsOf(run);
        var (trained, withFewLabels, withAllLabels) = (methods.Run(run), few.Run(run), all.Run(run));
        var table = StudyTable.Of(
            trained,
            new("fifty labels: accuracy on test rows, with 95 % intervals over seeds", "五十个标签：测试准确率，附种子间的 95% 置信区间"),
            difference => Figure.PercentChange(difference),
            new StudyColumn<FewLabelTraining>(new("accuracy", "准确率"), Accuracy.Of, share => Figure.PercentMean(share)));
        return new LabReport(
            [table, Classroom.Table(WithFewLabels, withFewLabels), Classroom.Table(WithAllLabels, withAllLabels)],
            [.. OfMethods(trained), .. OfStudents(withFewLabels, withAllLabels)],
            language => FewLabelsPicture.Draw(Title, trained, [(WithFewLabels, withFewLabels), (WithAllLabels, withAllLabels)], language));
    }

    /// <summary>Every semi-supervised method, tuned.</summary>
    internal static Study<FewLabelTraining> Methods(LabRun run, Func<string, bool>? isWanted = null) =>
        new([.. FewLabelMethods.All(run).Where(method => isWanted?.Invoke(method.Name.English) ?? true)], Accuracy, tuningSeeds: 2);

    /// <summary>Every distillation method, tuned.</summary>
    internal static Study<Taught> OfStudents(IReadOnlyList<StudyMethod<Taught>> ways) => new(ways, Classroom.Accuracy, tuningSeeds: 2);

    private static IEnumerable<Words> OfMethods(StudyOutcome<FewLabelTraining> outcome)
    {
        yield return StudyFindings.Verdicts(outcome, new("With fifty labels", "只有五十个标签时"), Show);
        var (fix, mix) = (outcome[FewLabelMethods.Fix], outcome[FewLabelMethods.Mix]);
        var against = Comparison.Of([Sample.Difference(fix.Over(Accuracy.Of), mix.Over(Accuracy.Of))], isError: false)[0];
        var verdict = StudyTable.TextOf(against.Verdict);
        yield return new(
            $"FixMatch, which is above MixMatch in its paper, is {Figure.PercentChange(against.Difference).English} points from it here (better than MixMatch: {verdict.English}).",
            $"FixMatch 在其论文中优于 MixMatch；此处与 MixMatch 之差为 {Figure.PercentChange(against.Difference).English} 个百分点（是否优于 MixMatch：{verdict.Chinese}）。");
        if (fix.Tuning.Count == 0) yield break;

        // The first two settings use strong augmentation, the others noise alone.
        var (strong, noise) = (fix.Tuning.Take(2).Max(), fix.Tuning.Skip(2).Max());
        yield return new(
            $"Strong changes are not what holds it back, small as the images are: on the seeds that tune it has {Figure.Percent(strong).English} with them and {Figure.Percent(noise).English} where noise alone replaces them.",
            $"图像虽小，FixMatch 落后却不是强增强所致：在调优种子上，用强增强时准确率为 {Figure.Percent(strong).English}，只加噪声时为 {Figure.Percent(noise).English}。");
    }

    private static IEnumerable<Words> OfStudents(StudyOutcome<Taught> few, StudyOutcome<Taught> all)
    {
        yield return StudyFindings.Verdicts(few, new("With five labels of each digit", "每个数字只知道五个标签时"), Show);
        yield return StudyFindings.Verdicts(all, new("With all labels", "知道全部标签时"), Show);
        yield return StudyFindings.Verdicts(all, new("With all labels, the worst of three students", "知道全部标签时，三个学生中最差者"), Show, new(one => one.Worst));
        var (half, whole) = (few[Classroom.Teacher].Over(one => one.Certainty), all[Classroom.Teacher].Over(one => one.Certainty));
        yield return new(
            $"On the rows that it learned from, the teacher of all labels gives the true digit a probability of {Show(whole).English} in the mean. So its answers tell KD and DKD little more than the labels do; RKD compares relations between rows before the last layer. The teacher of one half gives the true digits of the other half {Show(half).English}.",
            $"在学过的样本上，知道全部标签的教师给真实数字的平均概率为 {Show(whole).English}。KD 与 DKD 从其输出中得到的信息因此几乎不比标签多；RKD 利用的是最后一层之前样本之间的关系。只学一半的教师，给另一半样本的真实数字的平均概率为 {Show(half).English}。");
    }

    private static Words Show(Sample share) => Figure.PercentMean(share);
}
