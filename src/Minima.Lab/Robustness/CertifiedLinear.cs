using Minima.Lab.Studies;
using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>A linear model under attack, compared with its certified robustness.</summary>
/// <param name="Trainings">For each training, the proportions of rows certified as robust and of rows that withstood the attacks, by radius and seed.</param>
/// <param name="Proved">The number of rows certified as robust, over all radii and seeds.</param>
/// <param name="Fallen">The number of certified rows that an attack broke.</param>
internal sealed record CertifiedLinear(IReadOnlyList<(string Name, Sample[] Certified, Sample[] Attacked)> Trainings, int Proved, int Fallen)
{
    public static IReadOnlyList<double> Radii { get; } = [0, .. RobustExperiment.Radii];

    public LabTable Table
    {
        get
        {
            var table = new LabTable(
                new("a linear model: accuracy proved and attacked, with 95 % intervals over seeds", "线性模型：可证明的准确率与受攻击后的准确率，附种子间的 95% 置信区间"),
                [new("training", "训练方式"), new("accuracy", "准确率"), .. Radii.Select(radius => Figure.Fixed(radius, 2))])
            { Note = new("Nothing was tuned: no training stands against another here.", "未调优：此处不比较训练方式。") };
            foreach (var (name, certified, attacked) in Trainings)
            {
                table.Add([name, new("proved", "可证明"), .. certified.Select(share => Figure.PercentMean(share))]);
                table.Add([name, new("attacked", "受攻击后"), .. attacked.Select(share => Figure.PercentMean(share))]);
            }

            return table;
        }
    }

    public Words Finding
    {
        get
        {
            var gap = Figure.Fixed(100 * Trainings.SelectMany(one => one.Attacked.Zip(one.Certified, (attacked, certified) => attacked.Mean - certified.Mean)).Max(), 1).English;
            return new(
                $"Of {Proved} proofs for rows of the linear models (label's lead over the sum of absolute differences of weights beyond the radius), attacks broke {Fallen}. Attacked accuracy lies above the proved one by at most {gap} points: the proof lets pixels leave 0 and 1, the attack does not.",
                $"线性模型各样本共有 {Proved} 个证明：标签的间隔除以权重差的绝对值之和，所得的商大于攻击半径。其中被攻击打破的有 {Fallen} 个。受攻击后的准确率至多比可证明的准确率高 {gap} 个百分点：证明允许像素超出 0 到 1，攻击则不允许。");
        }
    }

    public static CertifiedLinear Of(LabRun run)
    {
        AttackedDigits[] digits = [.. run.JudgingSeeds.Select(seed => new AttackedDigits(run, Trial.ToJudge(run, seed)))];
        (string Name, RobustObjective Objective)[] trainings = [("standard", RobustObjective.Standard), ("PGD", RobustObjective.Attacked(RobustMethods.Search(run, RobustExperiment.Judged)))];
        int proved = 0, fallen = 0;
        var shares = trainings.Select(training =>
        {
            var judged = digits.AsParallel().AsOrdered().WithDegreeOfParallelism(Threads.Most).Select(one => Judged(one, training.Objective)).ToArray();
            proved += judged.Sum(radii => radii.Sum(at => at.Proofs.Count(isProved => isProved)));
            fallen += judged.Sum(radii => radii.Sum(at => at.Proofs.Zip(at.Standing).Count(pair => pair.First && !pair.Second)));
            return (training.Name, Shares(judged, at => at.Proofs), Shares(judged, at => at.Standing));
        }).ToArray();
        return new(shares, proved, fallen);

        (bool[] Proofs, bool[] Standing)[] Judged(AttackedDigits one, RobustObjective objective)
        {
            var model = one.Linear(objective);
            var proofs = CertifiedRadius.Of(model, one.Pixels, one.Labels);
            return [.. Radii.Select(radius => (proofs.Select(reach => reach > radius).ToArray(), RobustAccuracy.Standing(model.Forward, one.Pixels, one.Labels, radius == 0 ? [] : AttackedNetwork.Strong(run, radius), new RandomState(7))))];
        }

        static Sample[] Shares((bool[] Proofs, bool[] Standing)[][] judged, Func<(bool[] Proofs, bool[] Standing), bool[]> of) =>
            [.. Radii.Select((_, at) => new Sample([.. judged.Select(radii => of(radii[at]).Average(one => one ? 1.0 : 0))]))];
    }
}
