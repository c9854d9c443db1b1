using Minima.Lab.Pictures;
using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>Six ways to train a network on digits, attacked harder than any was trained; and a linear model, whose robustness can be proved.</summary>
internal sealed class RobustExperiment : Experiment
{
    /// <summary>The radius of the attacks that networks are trained against.</summary>
    public const double Trained = 0.1;

    private const int TrainingSteps = 7;
    private const double VirtualRadius = 0.6;

    private static readonly double[] Radii = [0.02, 0.05, Trained, 0.15, 0.2, 0.3];

    public override string Name => "robust";

    public override Words Title => new("Training against attacks", "针对攻击的训练");

    public override Words Setting => new(
        "Networks of one hidden layer of 128 units learn the 8x8 digits, pixels from 0 to 1, in six ways: on clean inputs (standard, the baseline), on inputs attacked by one step of the gradient's sign (FGSM) or by seven projected steps from a random start (PGD), by TRADES and MART with that same search, and by virtual adversarial training (VAT), which needs no labels for its Euclidean change of 0.6. The attacks of training reach 0.1 in every pixel. All then face a stronger attack than they were trained with: 40 steps from each of three random starts on each of cross-entropy, margin and the ratio of logits; a row counts that is right as it is and after all of them. Adam at 0.005 with cosine decay, batches of 64, the same epochs for all; means over seeds and splits. A linear model stands aside: how far each of its rows may be moved can be computed exactly.",
        "单隐藏层（128 个单元）的网络学习 8x8 数字图像，像素取 0 到 1，共六种训练方式：只用干净输入（standard，即基线）；用沿梯度符号走一步的攻击样本（FGSM），或从随机起点走七步投影梯度的攻击样本（PGD）；TRADES 与 MART，采用同样的搜索；以及虚拟对抗训练（VAT），其欧氏长度为 0.6 的扰动无需标签。训练所用攻击对每个像素的改动至多为 0.1。随后所有网络都面对比训练时更强的攻击：分别针对交叉熵、间隔与 logit 比，各走 40 步、从三个随机起点出发；只有原样正确且在全部攻击之后仍正确的行才计入。优化器为 Adam，学习率 0.005 并按余弦衰减，批大小 64，轮次相同；数字为多个种子与划分的均值。另有一个线性模型：它的每一行可以被移动多远，能够精确算出。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var search = GradientAttack.Projected(Trained, run.Of(TrainingSteps, 2));
        RobustObjective[] objectives =
        [
            RobustObjective.Standard,
            RobustObjective.Attacked(GradientAttack.Fast(Trained), "FGSM"),
            RobustObjective.Attacked(search, "PGD"),
            RobustObjective.Trades(search),
            RobustObjective.Mart(search),
            RobustObjective.Virtual(new VirtualAdversary(VirtualRadius)),
        ];
        run.Parts = objectives.Length + 1;
        AttackedDigits[] digits = [.. seeds.Select(seed => new AttackedDigits(run, seed))];
        var measured = new List<MeasuredTraining>();
        foreach (var objective in objectives)
        {
            run.Begin(objective.Name);
            measured.Add(MeasuredTraining.Of(run, digits, objective, Radii));
        }

        run.Begin("a linear model");
        var linear = new CertifiedLinear(run, digits, [("standard", RobustObjective.Standard), ("PGD", RobustObjective.Attacked(search))], Radii);
        return new LabReport(
            [ByRadius(measured), ByAttack(measured), linear.Table],
            [.. RobustFindings.Of(measured), linear.Finding],
            language => RobustPicture.Draw(Title, measured, linear, language));
    }

    private static LabTable ByRadius(IReadOnlyList<MeasuredTraining> all)
    {
        var table = new LabTable(
            new("accuracy under the strong attack, by its radius", "强攻击下的准确率（按攻击半径）"),
            [new("training", "训练方式"), new("clean", "干净输入"), .. Radii.Select(radius => Figure.Fixed(radius, 2))]);
        foreach (var one in all) table.Add([one.Name, Figure.Percent(one.Clean), .. one.Robust.Select(share => Figure.Percent(share))]);
        return table;
    }

    private static LabTable ByAttack(IReadOnlyList<MeasuredTraining> all)
    {
        var table = new LabTable(
            new("accuracy at radius 0.1, by the attack", "半径 0.1 时的准确率（按攻击方式）"),
            [new("training", "训练方式"), .. MeasuredTraining.AttackNames, new("all of them", "全部攻击")]);
        foreach (var one in all) table.Add([one.Name, .. one.ByAttack.Select(share => Figure.Percent(share)), Figure.PercentSpread(one.AtTrained)]);
        return table;
    }
}
