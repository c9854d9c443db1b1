using Minima.Lab.Pictures;

namespace Minima.Lab.Weighting;

/// <summary>Digits of which the first class has a hundred times as many rows as the last.</summary>
internal sealed class ImbalanceExperiment : Experiment
{
    private const int Rare = 3;

    public override string Name => "imbalance";

    public override Words Title => new("A hundred zeros for one nine", "一百个 0 才有一个 9");

    public override Words Setting => new(
        "The rows of each digit fall along a curve from about 130 zeros to a single nine; the test rows are even. One hidden layer of 128 units, AdamW with cosine decay, batches of 32. Accuracy is the mean over the ten classes; the last column is the mean over the three rarest. The baseline is cross-entropy.",
        "各数字的行数沿曲线递减：约 130 个 0，只有一个 9；测试行各类均衡。一个隐藏层，128 个单元，AdamW 加余弦衰减，批大小 32。准确率为十个类别的平均；最后一列为最稀少的三类的平均。基线为交叉熵。");

    public override LabReport Run(LabRun run)
    {
        var seeds = Enumerable.Range(1, run.Of(5, 1)).ToArray();
        var epochs = run.Of(120, 1);
        run.Parts = ImbalanceMethods.All.Count;
        var uneven = seeds.Select(seed => HardDigits.Uneven(ImbalanceMethods.Ratio, seed, run.IsSmall)).ToArray();
        var table = new LabTable(new("on even test rows", "均衡的测试行上"), new("loss", "损失"), new("accuracy", "准确率"), new("three rarest classes", "最稀少的三类"));
        var bars = new List<(Words Name, double Value)>();
        foreach (var (name, fit) in ImbalanceMethods.All)
        {
            run.Begin(name.English.Replace(",", "", StringComparison.Ordinal));
            var recalls = seeds.Select((seed, k) => fit(uneven[k], epochs, seed)).ToArray();
            table.Add(name, Figure.PercentSpread(new Sample([.. recalls.Select(of => of.Average())])), Figure.PercentSpread(new Sample([.. recalls.Select(of => of.TakeLast(Rare).Average())])));
            bars.Add((name, recalls.Average(of => of.Average())));
        }

        var best = bars.MaxBy(bar => bar.Value);
        return new LabReport(
            [table],
            [
                new(
                    $"{bars.Skip(1).Count(bar => bar.Value > bars[0].Value)} of {bars.Count - 1} are above cross-entropy ({Figure.Percent(bars[0].Value).English}); the best is {best.Name.English} with {Figure.Percent(best.Value).English}.",
                    $"{bars.Count - 1} 种方法中有 {bars.Skip(1).Count(bar => bar.Value > bars[0].Value)} 种高于交叉熵（{Figure.Percent(bars[0].Value).English}）；最好的是 {best.Name.Chinese}，为 {Figure.Percent(best.Value).English}。"),
            ],
            language => BarPicture.Draw(Title, bars, null, language));
    }
}
