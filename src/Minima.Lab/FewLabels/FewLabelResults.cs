using Minima.Lab.Pictures;

namespace Minima.Lab.FewLabels;

/// <summary>What both parts gave.</summary>
/// <param name="Trained">The methods of few labels, labels alone first; seed by seed.</param>
/// <param name="AllLabels">The accuracy where every label is told.</param>
/// <param name="Students">Teacher, student alone, and students of each way.</param>
/// <param name="Certainty">The probability that teachers give to the true digit of the rows that they learned from.</param>
internal sealed record FewLabelResults(IReadOnlyList<(Words Name, FewLabelTraining[] Trainings)> Trained, Sample AllLabels, IReadOnlyList<(Words Name, Sample Accuracy)> Students, double Certainty)
{
    public LabTable Labels
    {
        get
        {
            var table = new LabTable(new("fifty labels", "五十个标签"), new("method", "方法"), new("accuracy on test rows", "测试准确率"), new("of the way to all labels", "与全部标签之差补上的比例"));
            foreach (var (name, trainings) in Trained) table.Add(name, Figure.PercentSpread(Of(trainings)), name == Trained[0].Name ? "" : Figure.Percent(Closed(Of(trainings).Mean), 0));
            return table.Add(new("all labels", "全部标签"), Figure.PercentSpread(AllLabels), "");
        }
    }

    public LabTable Distilled
    {
        get
        {
            var table = new LabTable(new("a student of ten units", "十个单元的学生"), new("learned from", "学自"), new("accuracy on test rows", "测试准确率"), new("against alone", "与独自学习相比"), new("the worst", "最差者"));
            var alone = Students[1].Accuracy.Mean;
            for (var i = 0; i < Students.Count; i++) table.Add(Students[i].Name, Figure.PercentSpread(Students[i].Accuracy), i < 2 ? "" : $"{(Students[i].Accuracy.Mean >= alone ? "+" : "-")}{Figure.Percent(Math.Abs(Students[i].Accuracy.Mean - alone)).English}", Figure.Percent(Students[i].Accuracy.Values.Min()));
            return table;
        }
    }

    public static Sample Of(FewLabelTraining[] trainings) => new([.. trainings.Select(training => training.Accuracy)]);

    public IEnumerable<Words> Findings()
    {
        var labels = Of(Trained[0].Trainings).Mean;
        var others = Trained.Skip(1).Select(one => (one.Name, Of(one.Trainings).Mean)).ToArray();
        var best = others.MaxBy(one => one.Mean);
        yield return new(
            $"Fifty labels alone give {Percent(labels)}, all labels {Percent(AllLabels.Mean)}; {others.Count(one => one.Mean > labels)} of {others.Length} methods gain from the images without labels. {best.Name.English} gains the most: {Percent(best.Mean)}.",
            $"仅用五十个标签得 {Percent(labels)}，用全部标签得 {Percent(AllLabels.Mean)}；{others.Length} 种方法中有 {others.Count(one => one.Mean > labels)} 种从无标签图像中获益。获益最多的是 {best.Name.Chinese}：{Percent(best.Mean)}。");
        var (fix, mix) = (Of(Trained.Single(one => one.Name.English == "FixMatch").Trainings).Mean, Of(Trained.Single(one => one.Name.English == "MixMatch").Trainings).Mean);
        yield return new(
            $"FixMatch, which is above MixMatch in its paper, is {(fix > mix ? "above" : "not above")} it here ({Percent(fix)} and {Percent(mix)}): it lives on strong changes, and an image of 8 x 8 pixels bears few.",
            $"FixMatch 在其论文中优于 MixMatch，此处则{(fix > mix ? "同样优于" : "未优于")}它（{Percent(fix)} 与 {Percent(mix)}）：FixMatch 依赖强增强，而 8 x 8 像素的图像经不起多少强增强。");
        var (teacher, alone) = (Students[0].Accuracy.Mean, Students[1].Accuracy.Mean);
        var taught = Students.Skip(2).ToArray();
        var most = taught.MaxBy(one => one.Accuracy.Mean);
        yield return new(
            $"The teacher has {Percent(teacher)}, the student alone {Percent(alone)}; {taught.Count(one => one.Accuracy.Mean > alone)} of {taught.Length} ways of teaching help, {most.Name.English} the most ({Percent(most.Accuracy.Mean)}). Over students the deviation is {Percent(Students[1].Accuracy.Deviation)}, smaller differences say little; the worst student alone has {Percent(Students[1].Accuracy.Values.Min())}, the worst so taught {Percent(most.Accuracy.Values.Min())}.",
            $"教师为 {Percent(teacher)}，学生独自学习为 {Percent(alone)}；{taught.Length} 种教法中有 {taught.Count(one => one.Accuracy.Mean > alone)} 种有帮助，最多的是 {most.Name.Chinese}（{Percent(most.Accuracy.Mean)}）。学生之间的标准差为 {Percent(Students[1].Accuracy.Deviation)}，更小的差别说明不了什么；独自学习的学生中最差的为 {Percent(Students[1].Accuracy.Values.Min())}，这样教出的学生中最差的为 {Percent(most.Accuracy.Values.Min())}。");
        yield return new(
            $"On the rows that it learned from, the teacher gives the true digit a probability of {Percent(Certainty)} in the mean: KD and DKD hear little more of its answers than the labels say, while hint and RKD look at what stands before the last layer. Temperatures of 2 and 4, weights of 0.5 and 0.9, and images with noise were tried, and left KD where it is.",
            $"在教师学过的行上，它给真实数字的平均概率为 {Percent(Certainty)}：KD 与 DKD 从其输出中听到的几乎不比标签更多，而 FitNet 与 RKD 看的是最后一层之前的特征。温度 2 与 4、权重 0.5 与 0.9 以及加噪声的图像都试过，KD 的处境并无改变。");
    }

    /// <summary>How much of the way from few labels to all of them.</summary>
    private double Closed(double accuracy)
    {
        var labels = Of(Trained[0].Trainings).Mean;
        return AllLabels.Mean > labels ? (accuracy - labels) / (AllLabels.Mean - labels) : 0;
    }

    private static string Percent(double share) => Figure.Percent(share).English;
}
