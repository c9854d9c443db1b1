using Minima.Lab.Pictures;

namespace Minima.Lab.Weighting;

/// <summary>Digits of which 40 % carry a wrong label.</summary>
internal sealed class NoiseExperiment : Experiment
{
    public override string Name => "noise";

    public override Words Title => new("Forty labels of a hundred are wrong", "百分之四十的标签是错的");

    public override Words Setting => new(
        "Of the digits for training, 40 % have a label drawn from the nine others; the test rows are clean. One hidden layer of 128 units, AdamW with cosine decay, batches of 32, long enough to learn wrong labels by heart. Forward and backward correction are told how labels were made wrong; co-teaching is told how many. The baseline is cross-entropy on the same labels; cross-entropy on the true ones stands on top.",
        "训练用的数字中 40% 的标签被换成另外九类之一；测试行是干净的。一个隐藏层，128 个单元，AdamW 加余弦衰减，批大小 32，训练时间长到足以背下错误标签。前向与后向校正已知标签如何出错；协同教学已知出错比例。基线为同样标签上的交叉熵；表首是真实标签上的交叉熵。");

    public override LabReport Run(LabRun run)
    {
        var seeds = Enumerable.Range(1, run.Of(3, 1)).ToArray();
        var epochs = run.Of(60, 1);
        run.Parts = NoiseMethods.All.Count + 1;
        var noisy = seeds.Select(seed => HardDigits.Noisy(NoiseMethods.Share, seed, run.IsSmall)).ToArray();
        run.Begin("true labels");
        var clean = new Sample([.. seeds.Select(seed => NoiseMethods.All[0].Fit(HardDigits.Noisy(0, seed, run.IsSmall), epochs, seed).Average())]);
        var table = new LabTable(new("accuracy on clean rows", "干净行上的准确率"), new("loss", "损失"), new("accuracy", "准确率"));
        table.Add(new("cross_entropy, true labels", "cross_entropy，真实标签"), Figure.PercentSpread(clean));
        var bars = new List<(Words Name, double Value)>();
        foreach (var (name, fit) in NoiseMethods.All)
        {
            run.Begin(name.English);
            var sample = new Sample([.. seeds.Select((seed, k) => fit(noisy[k], epochs, seed).Average())]);
            table.Add(name, Figure.PercentSpread(sample));
            bars.Add((name, sample.Mean));
        }

        var best = bars.MaxBy(bar => bar.Value);
        var worst = bars.MinBy(bar => bar.Value);
        return new LabReport(
            [table],
            [
                new(
                    $"Cross-entropy keeps {Figure.Percent(bars[0].Value).English} of the {Figure.Percent(clean.Mean).English} that true labels give; the best is {best.Name.English} with {Figure.Percent(best.Value).English}, the worst {worst.Name.English} with {Figure.Percent(worst.Value).English}{(worst.Name.English == "ohem" ? ": the hardest rows are those whose labels are wrong" : "")}.",
                    $"真实标签可达 {Figure.Percent(clean.Mean).English}，交叉熵在噪声下为 {Figure.Percent(bars[0].Value).English}；最好的是 {best.Name.Chinese}（{Figure.Percent(best.Value).English}），最差的是 {worst.Name.Chinese}（{Figure.Percent(worst.Value).English}）{(worst.Name.English == "ohem" ? "：最难的行恰是标签错误的行" : "")}。"),
                new(
                    "The corrections are right in the mean over draws of labels, which is no protection against learning the drawn ones by heart; what limits how much a single row can pull (gce, sce, group_dro with a tilt below 0, early_learning_reg) is.",
                    "两种校正在标签抽取的平均意义上是无偏的，却不能防止网络背下已抽到的错误标签；限制单行影响力的损失（gce、sce、倾斜小于 0 的 group_dro、early_learning_reg）才有此作用。"),
            ],
            language => BarPicture.Draw(Title, bars, (clean.Mean, new Words("true labels", "真实标签")), language));
    }
}
