using Minima.Lab.Studies;

namespace Minima.Lab.Causal;

/// <summary>Nine learners of effects on units whose effects are known, against the difference of means and a plain regression.</summary>
internal sealed class CausalExperiment : Experiment
{
    /// <summary>The error of the average effect.</summary>
    internal static readonly Measure<LearnerResult> AverageError = new(one => Math.Abs(one.Average), IsError: true);

    private static readonly Measure<LearnerResult> UnitError = new(one => one.Units, IsError: true);

    public override string Name => "causal";

    public override int Seeds => 8;

    public override Words Title => new("What a treatment changes, from observations", "由观测数据估计处理效应");

    public override Words Answer => new(
        "The R-learner comes nearest to the effect on each unit, and beats plain regression on the average effect too. The difference of means misleads.",
        "R-learner 对每个个体的效应估计得最准，对平均效应也优于普通回归。两组均值之差会误导。");

    public override Words Setting => new(
        "2000 units with ten covariates. Units whose outcome is high anyway are treated more often, and the effect 1 + x0 + tanh(2 x3) differs between them; both outcomes of every unit are known, because they are made. The measures are the root mean squared error of the effects on 1000 other units (PEHE), and the error of the average effect. Settings are chosen by the PEHE, on units of other seeds. Every network has two hidden layers of 32 (elu, AdamW at 0.003, cosine decay, 40 epochs); propensities and outcomes are cross-fitted over five folds. The baseline is one regression on covariates and treatment; the difference of means has no setting.",
        "共有 2000 个个体，每个个体有十个协变量。结果本来就较高的个体更常接受处理；处理效应 1 + x0 + tanh(2 x3) 因个体而异。数据是合成的，因此每个个体的两种潜在结果都已知。在另外 1000 个个体上评判逐个体效应的均方根误差（PEHE）与平均效应的误差；设置也按 PEHE 选定，所用个体来自其他种子。每个网络有两个隐藏层，各 32 个单元（elu，AdamW 学习率 0.003，余弦衰减，40 轮）；倾向得分与结果用五折交叉拟合估计。基线为对协变量与处理的单一回归；两组均值之差没有可选的设置。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run);
        var table = StudyTable.Of(
            outcome,
            new("errors, with 95 % intervals over seeds", "误差，附种子间的 95% 置信区间"),
            difference => Figure.Change(difference),
            new StudyColumn<LearnerResult>(new("root PEHE", "PEHE 的平方根"), UnitError.Of, error => Figure.Mean(error)),
            new StudyColumn<LearnerResult>(new("average effect: absolute error", "平均效应：绝对误差"), AverageError.Of, error => Figure.Mean(error)),
            new StudyColumn<LearnerResult>(new("average effect: bias", "平均效应：偏差"), one => one.Average, bias => Figure.Mean(bias)));
        return new LabReport([table], [.. Findings(outcome)], language => EffectPicture.Draw(Title, [.. outcome.Rivals.Where(method => method.Name.English != ComparedLearners.DifferenceOfMeans).Prepend(outcome.Baseline)], language));
    }

    /// <summary>Every learner, tuned.</summary>
    internal static Study<LearnerResult> Compared(LabRun run) => new(new ComparedLearners(run.Of(2000, 200), run.Of(1000, 100), run.Of(40, 1)).All, UnitError, tuningSeeds: 2);

    private static IEnumerable<Words> Findings(StudyOutcome<LearnerResult> outcome)
    {
        yield return StudyFindings.Verdicts(outcome, new("Unit by unit (root PEHE)", "逐个体（PEHE 的平方根）"), error => Figure.Mean(error));
        yield return StudyFindings.Verdicts(outcome, new("On the average effect (absolute error)", "平均效应（绝对误差）"), error => Figure.Mean(error), AverageError);
        yield return new(
            $"The difference of means is off by {Mean(outcome[ComparedLearners.DifferenceOfMeans], AverageError)}, because treated units would have fared better anyway.",
            $"两组均值之差偏离真值 {Mean(outcome[ComparedLearners.DifferenceOfMeans], AverageError)}：受处理的个体即使不受处理，结果也更好。");
        var (plain, robust, tarnet, balanced) = (outcome.Baseline, outcome["DR-learner"], outcome["TARNet"], outcome["CFR (MMD)"]);
        if (plain.Tuning.Count == 0) yield break;
        yield return new(
            $"The decay that suits one learner need not suit another. On the seeds that tune, from decay 0.01 to 1 the DR-learner's error goes from {Figure.Fixed(robust.Tuning[1]).English} to {Figure.Fixed(robust.Tuning[0]).English}, the plain regression's from {Figure.Fixed(plain.Tuning[1]).English} to {Figure.Fixed(plain.Tuning[0]).English}. The one regresses noisy scores; the other must find the effect beside an outcome that is larger.",
            $"适合一种学习器的平滑程度，未必适合另一种。在调优种子上，衰减由 0.01 增至 1 时，DR-learner 的误差由 {Figure.Fixed(robust.Tuning[1]).English} 变为 {Figure.Fixed(robust.Tuning[0]).English}，普通回归的误差由 {Figure.Fixed(plain.Tuning[1]).English} 变为 {Figure.Fixed(plain.Tuning[0]).English}。前者回归的是带噪声的得分，后者则要从数值更大的结果中分辨出效应。");
        var gain = Comparison.Of([Sample.Difference(balanced.Over(UnitError.Of), tarnet.Over(UnitError.Of))], isError: true)[0];
        var verdict = StudyTable.TextOf(gain.Verdict);
        yield return new(
            $"Balance in the representation: CFR has {Mean(balanced, UnitError)}, TARNet, the same network without it, {Mean(tarnet, UnitError)}; better than TARNet: {verdict.English}. The more balance, the more is lost: on the seeds that tune, at decay 1, a balance of 0.3 leaves {Figure.Fixed(balanced.Tuning[0]).English}, of 0.03 {Figure.Fixed(balanced.Tuning[1]).English}, none {Figure.Fixed(tarnet.Tuning[0]).English}. x0, x1 and x2 decide on treatment and on the outcome: a representation that forgets who was treated forgets them.",
            $"表示的平衡：CFR 为 {Mean(balanced, UnitError)}，网络相同而不加平衡的 TARNet 为 {Mean(tarnet, UnitError)}；是否优于 TARNet：{verdict.Chinese}。平衡越强，代价越大。在调优种子上，衰减为 1 时，平衡系数 0.3 的误差为 {Figure.Fixed(balanced.Tuning[0]).English}，0.03 为 {Figure.Fixed(balanced.Tuning[1]).English}，不加平衡为 {Figure.Fixed(tarnet.Tuning[0]).English}。x0、x1、x2 既影响处理，又影响结果：表示中抹去了处理的痕迹，也就抹去了这些变量的信息。");
    }

    private static string Mean(StudiedMethod<LearnerResult> method, Measure<LearnerResult> measure) => Figure.Mean(method.Over(measure.Of)).English;
}
