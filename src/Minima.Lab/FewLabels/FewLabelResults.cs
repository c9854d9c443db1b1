using Minima.Lab.Pictures;

namespace Minima.Lab.FewLabels;

/// <summary>What the methods of few labels gave.</summary>
/// <param name="Trained">The methods of few labels, labels alone first; seed by seed.</param>
/// <param name="AllLabels">The accuracy where every label is told.</param>
internal sealed record FewLabelResults(IReadOnlyList<(Words Name, FewLabelTraining[] Trainings)> Trained, Sample AllLabels)
{
    public LabTable Table
    {
        get
        {
            var table = new LabTable(new("fifty labels", "五十个标签"), new("method", "方法"), new("accuracy on test rows", "测试准确率"), new("of the way to all labels", "与全部标签之差补上的比例"));
            foreach (var (name, trainings) in Trained) table.Add(name, Figure.PercentSpread(Of(trainings)), name == Trained[0].Name ? "" : Figure.Percent(Closed(Of(trainings).Mean), 0));
            return table.Add(new("all labels", "全部标签"), Figure.PercentSpread(AllLabels), "");
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
    }

    /// <summary>How much of the way from few labels to all of them.</summary>
    private double Closed(double accuracy)
    {
        var labels = Of(Trained[0].Trainings).Mean;
        return AllLabels.Mean > labels ? (accuracy - labels) / (AllLabels.Mean - labels) : 0;
    }

    private static string Percent(double share) => Figure.Percent(share).English;
}
