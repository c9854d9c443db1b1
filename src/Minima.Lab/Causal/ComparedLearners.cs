using Minima.Lab.Pictures;

namespace Minima.Lab.Causal;

/// <summary>All learners under several weight decays.</summary>
/// <param name="Naive">The difference of means less the true average effect, seed by seed.</param>
/// <param name="Constant">What is left unit by unit where everybody is given the true average.</param>
/// <param name="Decays">The weight decays.</param>
/// <param name="Results">For each decay the learners, the plain regression first.</param>
internal sealed record ComparedLearners(Sample Naive, double Constant, IReadOnlyList<double> Decays, IReadOnlyList<LearnerResult[]> Results)
{
    public LabTable Table
    {
        get
        {
            var table = new LabTable(
                new("errors, over seeds", "误差（多个种子）"),
                [
                    new("method", "方法"),
                    .. Decays.Select(decay => new Words($"average effect: bias, decay {Figure.Digits(decay).English}", $"平均效应的偏差（衰减 {Figure.Digits(decay).English}）")),
                    .. Decays.Select(decay => new Words($"root PEHE, decay {Figure.Digits(decay).English}", $"PEHE 的平方根（衰减 {Figure.Digits(decay).English}）")),
                ]);
            table.Add([new("difference of means", "两组均值之差"), .. Decays.Select(_ => Figure.Spread(Naive)), .. Decays.Select(_ => (Words)string.Empty)]);
            table.Add([new("the true average for everybody", "人人取真实平均效应"), .. Decays.Select(_ => (Words)string.Empty), .. Decays.Select(_ => Figure.Fixed(Constant))]);
            for (var i = 0; i < Results[0].Length; i++) table.Add([Results[0][i].Name, .. Results.Select(of => Figure.Spread(of[i].Average)), .. Results.Select(of => Figure.Spread(of[i].Units))]);
            return table;
        }
    }

    public IEnumerable<Words> Findings()
    {
        var all = Results.SelectMany(of => of).ToArray();
        var (average, naive) = (all.MinBy(one => one.AverageError)!, Naive.Values.Average(Math.Abs));
        yield return new(
            $"The difference of means is off by {Number(naive)}, because treated units would have fared better anyway; {all.Count(one => one.AverageError < naive)} of {all.Length} trainings are nearer. The nearest is {average.Name.English}: {Number(average.AverageError)} in the mean of absolute errors.",
            $"两组均值之差偏离 {Number(naive)}，因为受处理的个体本来结果就更好；{all.Length} 次训练中有 {all.Count(one => one.AverageError < naive)} 次更接近真值。最接近的是 {average.Name.Chinese}，平均绝对误差 {Number(average.AverageError)}。");
        var plain = Best(0);
        var others = Enumerable.Range(1, Results[0].Length - 1).ToArray();
        var (best, below) = (others.MinBy(Best), others.Count(i => Best(i) < plain));
        yield return new(
            $"Unit by unit, each at the decay that suits it, {Results[0][best].Name.English} has {Number(Best(best))} and the plain regression {Number(plain)}; {below} of the {others.Length} others are below the regression. The true average for everybody would leave {Number(Constant)}.",
            $"逐个体来看，各取最适合的衰减，{Results[0][best].Name.Chinese} 为 {Number(Best(best))}，普通回归为 {Number(plain)}；其余 {others.Length} 个中有 {below} 个低于普通回归。若人人都取真实平均效应，误差为 {Number(Constant)}。");
        yield return new(
            $"The smoothness that suits one learner need not suit another: from decay {Figure.Digits(Decays[0]).English} to {Figure.Digits(Decays[^1]).English} the DR-learner's error goes from {Number(Of("DR-learner", 0))} to {Number(Of("DR-learner", ^1))}, the plain regression's from {Number(Results[0][0].Units.Mean)} to {Number(Results[^1][0].Units.Mean)}: the one regresses noisy scores, the other must find the effect beside an outcome that is larger.",
            $"适合一种学习器的平滑程度未必适合另一种：衰减由 {Figure.Digits(Decays[0]).English} 到 {Figure.Digits(Decays[^1]).English}，DR-learner 的误差由 {Number(Of("DR-learner", 0))} 变为 {Number(Of("DR-learner", ^1))}，普通回归由 {Number(Results[0][0].Units.Mean)} 变为 {Number(Results[^1][0].Units.Mean)}：前者对协变量回归的是充满噪声的得分，后者要在更大的结果之中找出效应。");
        yield return new(
            $"Balance in the representation takes TARNet's error from {Number(Of("TARNet", ^1))} to {Number(Of("CFR (MMD)", ^1))} at decay {Figure.Digits(Decays[^1]).English}; x0, x1 and x2 decide on treatment and on the outcome, so what is forgotten of the one is forgotten of the other.",
            $"在表示中加入平衡，使 TARNet 的误差由 {Number(Of("TARNet", ^1))} 变为 {Number(Of("CFR (MMD)", ^1))}（衰减 {Figure.Digits(Decays[^1]).English}）；x0、x1、x2 既决定处理又决定结果，表示若遗忘前者，也就遗忘了后者。");
    }

    private double Best(int learner) => Results.Min(of => of[learner].Units.Mean);

    private double Of(string name, Index decay) => Results[decay.GetOffset(Results.Count)].Single(one => one.Name.English == name).Units.Mean;

    private static string Number(double value) => Figure.Fixed(value).English;
}
