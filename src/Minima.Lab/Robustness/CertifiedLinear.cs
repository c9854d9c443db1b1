using Minima.Lab.Pictures;
using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>A linear model, attacked, beside what is proved of it.</summary>
internal sealed class CertifiedLinear
{
    private readonly int _fallen;
    private readonly int _proved;

    public CertifiedLinear(LabRun run, AttackedDigits[] digits, IReadOnlyList<(string Name, RobustObjective Objective)> trainings, double[] radii)
    {
        Radii = [0, .. radii];
        var shares = new List<(string Name, double[] Certified, double[] Attacked)>();
        foreach (var (name, objective) in trainings)
        {
            var (certified, attacked) = (new double[Radii.Count], new double[Radii.Count]);
            foreach (var one in digits)
            {
                var model = one.Linear(objective);
                var proofs = CertifiedRadius.Of(model, one.Pixels, one.Labels);
                for (var at = 0; at < Radii.Count; at++)
                {
                    var standing = RobustAccuracy.Standing(model.Forward, one.Pixels, one.Labels, Radii[at] == 0 ? [] : MeasuredTraining.Strong(run, Radii[at]), new RandomState(7));
                    bool[] isProved = [.. proofs.Select(radius => radius > Radii[at])];
                    certified[at] += (double)isProved.Count(proved => proved) / isProved.Length / digits.Length;
                    attacked[at] += (double)standing.Count(stands => stands) / standing.Length / digits.Length;
                    _proved += isProved.Count(proved => proved);
                    _fallen += isProved.Zip(standing).Count(pair => pair.First && !pair.Second);
                }
            }

            shares.Add((name, certified, attacked));
        }

        Trainings = shares;
    }

    public IReadOnlyList<double> Radii { get; }

    /// <summary>Of each training the share of rows that are proved to stand, and of those that stood, radius by radius.</summary>
    public IReadOnlyList<(string Name, double[] Certified, double[] Attacked)> Trainings { get; }

    public LabTable Table
    {
        get
        {
            var table = new LabTable(
                new("a linear model: accuracy proved and attacked", "线性模型：可证明的准确率与受攻击后的准确率"),
                [new("training", "训练方式"), new("accuracy", "准确率"), .. Radii.Select(radius => Figure.Fixed(radius, 2))]);
            foreach (var (name, certified, attacked) in Trainings)
            {
                table.Add([name, new("proved", "可证明"), .. certified.Select(share => Figure.Percent(share))]);
                table.Add([name, new("attacked", "受攻击后"), .. attacked.Select(share => Figure.Percent(share))]);
            }

            return table;
        }
    }

    public Words Finding
    {
        get
        {
            var gap = Trainings.SelectMany(one => one.Attacked.Zip(one.Certified, (attacked, certified) => attacked - certified)).Max();
            return new(
                $"Of {_proved} proofs for rows of the linear models (label's lead over the sum of absolute differences of weights beyond the radius), attacks broke {_fallen}. Attacked accuracy lies above the proved one by at most {Figure.Fixed(100 * gap, 1).English} points: the proof lets pixels leave 0 and 1, the attack does not.",
                $"对线性模型各行的 {_proved} 个证明（标签的领先量除以权重差的绝对值之和，大于攻击半径）中，被攻击打破的有 {_fallen} 个。受攻击后的准确率比可证明的至多高 {Figure.Fixed(100 * gap, 1).English} 个百分点：证明允许像素超出 0 到 1，攻击则不允许。");
        }
    }
}
