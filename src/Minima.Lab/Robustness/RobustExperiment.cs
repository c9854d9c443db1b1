using Minima.Lab.Studies;

namespace Minima.Lab.Robustness;

/// <summary>Six ways to train a network on digits, under stronger attacks than in training, and a linear model, whose robustness can be proved.</summary>
internal sealed class RobustExperiment : Experiment
{
    /// <summary>The radius of the attack by which settings are chosen.</summary>
    public const double Judged = 0.1;

    public static readonly double[] Radii = [0.02, 0.05, Judged, 0.15, 0.2, 0.3];

    // The indices in Radii of two and three times this radius.
    private const int Twice = 4;
    private const int Thrice = 5;

    private static readonly Measure<AttackedNetwork> Standing = new(one => one.Standing);
    private static readonly Measure<AttackedNetwork> FarStanding = new(one => one.Robust[Twice]);

    public override string Name => "robust";

    public override int Seeds => 8;

    public override Words Title => new("Training against attacks", "针对攻击的训练");

    public override Words Answer => new(
        "Adversarial training keeps far more accuracy under attack than standard training. TRADES and MART do not beat tuned PGD training.",
        "受攻击时，对抗训练保持的准确率远高于普通训练。TRADES 与 MART 并不优于调好的 PGD 训练。");

    public override Words Setting => new(
        "Networks of one hidden layer of 128 units learn the 8x8 digits, pixels from 0 to 1, in six ways. The baseline, standard training, learns from clean inputs, with tuned weight decay. Adversarial training learns from inputs attacked by one step of the gradient's sign (FGSM) or by seven projected steps from a random start (PGD). TRADES and MART use that same search. Virtual adversarial training (VAT) needs no labels for its Euclidean change. All then face a stronger attack than they were trained with: 40 steps from each of two random starts on each of cross-entropy, margin and the ratio of logits. A row counts if it is classified correctly without an attack and after each of them. Settings are chosen by the accuracy under this attack at radius 0.1, on other rows. AdamW at 0.005 with cosine decay, batches of 64, 40 epochs; the rows that judge are one quarter of the table, the same for all seeds, which tuning never sees. A linear model stands aside: how far each of its rows may be moved can be computed exactly.",
        "网络有一个隐藏层（128 个单元），学习像素取值 0 到 1 的 8x8 数字，共六种训练方式：只用干净输入（standard，即基线，权重衰减经过调优）；用沿梯度符号走一步得到的攻击样本（FGSM）；用从随机起点走七步投影梯度得到的攻击样本（PGD）；TRADES 与 MART，搜索方法同上；虚拟对抗训练（VAT），其扰动按欧氏长度计，不需要标签。随后，所有网络都接受比训练时更强的攻击：分别针对交叉熵、间隔与 logit 比，每种都从两个随机起点各走 40 步。只有不受攻击时判对、受到全部攻击后仍判对的样本才算正确。设置按另一些样本在半径 0.1 的这种攻击下的准确率选定。优化器为 AdamW，学习率 0.005，余弦衰减，批大小 64，训练 40 轮。评判样本占全表四分之一，所有种子相同，调优从不使用。另列一个线性模型：其每个样本可以移动多远，能够精确算出。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run, further: 1);
        run.Begin("a linear model");
        var linear = CertifiedLinear.Of(run);
        var table = StudyTable.Of(
            outcome,
            new("accuracy under the strong attack, by its radius, with 95 % intervals over seeds", "强攻击下的准确率（按攻击半径），附种子间的 95% 置信区间"),
            difference => Figure.PercentChange(difference),
            [
                new(new("radius 0.1", "半径 0.1"), Standing.Of, share => Figure.PercentMean(share)),
                new(new("clean", "干净输入"), one => one.Clean, share => Figure.PercentMean(share)),
                .. Radii.Select((radius, at) => (radius, at)).Where(one => one.radius != Judged).Select(one => new StudyColumn<AttackedNetwork>(Figure.Fixed(one.radius, 2), network => network.Robust[one.at], share => Figure.PercentMean(share))),
            ]);
        return new LabReport([table, ByAttack(outcome), linear.Table], [.. Findings(outcome), linear.Finding], language => RobustPicture.Draw(Title, outcome, linear, language));
    }

    /// <summary>Every training method, tuned.</summary>
    internal static Study<AttackedNetwork> Compared(LabRun run, Func<string, bool>? isWanted = null) =>
        new([.. RobustMethods.All(run).Where(method => isWanted?.Invoke(method.Name.English) ?? true)], Standing, tuningSeeds: 2);

    /// <summary>The accuracy of a network under the one-step attack, minus its accuracy after all attacks.</summary>
    internal static Sample Flattery(StudiedMethod<AttackedNetwork> method) => method.Over(one => one.ByAttack[0] - one.Standing);

    private static LabTable ByAttack(StudyOutcome<AttackedNetwork> outcome)
    {
        var table = new LabTable(
            new("accuracy at radius 0.1, by the attack, with 95 % intervals over seeds", "半径 0.1 时的准确率（按攻击方式），附种子间的 95% 置信区间"),
            [new("training", "训练方式"), .. AttackedNetwork.AttackNames, new("all of them", "全部攻击")]);
        foreach (var method in outcome.Methods)
        {
            table.Add([method.Name, .. AttackedNetwork.AttackNames.Select((_, k) => Figure.PercentMean(method.Over(one => one.ByAttack[k]))), Figure.PercentMean(method.Over(Standing.Of))]);
        }

        return table;
    }

    private static IEnumerable<Words> Findings(StudyOutcome<AttackedNetwork> outcome)
    {
        static Words Show(Sample share) => Figure.PercentMean(share);
        static string Percent(Sample share) => Show(share).English;
        yield return StudyFindings.Verdicts(outcome, new("Under the strong attack at radius 0.1", "半径 0.1 的强攻击下"), Show);
        yield return StudyFindings.Verdicts(outcome, new("At twice that radius", "半径加倍时"), Show, FarStanding);
        var (plain, fast, searched) = (outcome.Baseline, outcome["FGSM"], outcome["PGD"]);
        if (plain.Tuning.Count > 0)
        {
            yield return new(
                $"Weight decay alone takes the standard network from {Figure.Percent(plain.Tuning[0]).English} ({plain.Method.Settings[0].Name.English}) to {Figure.Percent(plain.Tuning[plain.Chosen]).English} ({plain.Setting.English}) under the attack, on the seeds that tune.",
                $"仅靠权重衰减，标准训练的网络受攻击后的准确率在调优种子上就由 {Figure.Percent(plain.Tuning[0]).English}（{plain.Method.Settings[0].Name.Chinese}）变为 {Figure.Percent(plain.Tuning[plain.Chosen]).English}（{plain.Setting.Chinese}）。");
        }

        yield return new(
            $"One step flatters: it shows an accuracy that lies above what is left after all attacks by {Points(Flattery(plain))} points for the standard network, {Points(Flattery(fast))} for FGSM and {Points(Flattery(searched))} for PGD.",
            $"只用一步攻击会高估鲁棒性：与全部攻击之后的准确率相比，standard 高出 {Points(Flattery(plain))} 个百分点，FGSM 高出 {Points(Flattery(fast))}，PGD 高出 {Points(Flattery(searched))}。");

        StudiedMethod<AttackedNetwork>[] papers = [outcome["TRADES"], outcome["MART"]];
        var (near, far) = (Against(Standing), Against(FarStanding));
        yield return new(
            $"Their papers put TRADES and MART above PGD training under attack. Differences here, in points. {string.Join(". ", papers.Select((one, i) => $"{one.Name.English} {Figure.PercentChange(near[i].Difference).English} at radius 0.1 (better than tuned PGD: {StudyTable.TextOf(near[i].Verdict).English}), {Figure.PercentChange(far[i].Difference).English} at twice the radius ({StudyTable.TextOf(far[i].Verdict).English})"))}. What is left at twice the radius also depends on the radius that was chosen for training: {string.Join(", ", papers.Prepend(searched).Select(one => $"{one.Name.English} {one.Setting.English}"))}.",
            $"论文中，TRADES 与 MART 在攻击下优于 PGD 训练。此处的差别（百分点）：{string.Join("；", papers.Select((one, i) => $"{one.Name.Chinese} 在半径 0.1 时为 {Figure.PercentChange(near[i].Difference).English}（是否优于调优后的 PGD：{StudyTable.TextOf(near[i].Verdict).Chinese}），半径加倍时为 {Figure.PercentChange(far[i].Difference).English}（{StudyTable.TextOf(far[i].Verdict).Chinese}）"))}。半径加倍时的结果还取决于训练所选的半径：{string.Join("；", papers.Prepend(searched).Select(one => $"{one.Name.Chinese} 为{one.Setting.Chinese}"))}。");
        yield return new(
            $"At three times the radius nobody keeps more than {Percent(outcome.Methods.Select(method => method.Over(one => one.Robust[Thrice])).MaxBy(share => share.Mean)!)}.",
            $"半径为三倍时，没有一种方法的准确率超过 {Percent(outcome.Methods.Select(method => method.Over(one => one.Robust[Thrice])).MaxBy(share => share.Mean)!)}。");

        Comparison[] Against(Measure<AttackedNetwork> measure) => Comparison.Of([.. papers.Select(one => Sample.Difference(one.Over(measure.Of), searched.Over(measure.Of)))], isError: false);
    }

    private static string Points(Sample difference) => $"{Figure.Fixed(100 * difference.Mean, 1).English} ± {Figure.Fixed(100 * difference.Half, 1).English}";
}
