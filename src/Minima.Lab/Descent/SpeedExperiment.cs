using System.Globalization;
using Minima.Lab.Adaptive;
using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>The speed at which the squared, Huber's and the absolute error converge, each to its own minimum.</summary>
internal sealed class SpeedExperiment : Experiment
{
    public static readonly Words Squared = "mse";
    public static readonly Words Between = "huber";
    public static readonly Words Absolute = "mae";
    public static readonly Words Falling = new("mae, rate halved every 20 steps", "mae，学习率每 20 步减半");

    private const int Most = 1000;
    private const double HalfLife = 20;
    private const double Near = 0.01;

    private static readonly double[] Rates = [0.1, 0.4, 0.2, 0.05, 0.02, 0.005];
    private static readonly double[] Shares = [0.1, Near, 0.001];

    /// <summary>The noise between the function and the targets.</summary>
    internal static readonly (Words Name, Func<RandomState, double> Noise)[] Targets =
    [
        (new("exact targets", "精确目标值"), _ => 0),
        (new("Gaussian noise", "高斯噪声"), NoisyLine.Gaussian),
        (new("one target in ten far off", "十分之一的目标值严重偏离"), random => random.NextDouble() < 0.1 ? 20 * random.NextDouble() : 0.1 * random.NextNormal()),
    ];

    // Steps are compared by their ratios.
    private static readonly Measure<Approach> Steps = new(way => Math.Log(way.Steps(Near)), IsError: true);

    public override string Name => "speed";

    public override int Seeds => 10;

    public override Words Title => new("How fast the squared and the absolute error converge", "平方误差与绝对误差的收敛速度");

    public override Words Answer => new(
        "The squared error is fastest at its tuned rate, with outliers too. The absolute error needs a falling rate to come close to exact targets.",
        "平方误差配调好的学习率收敛最快，有离群点时也一样。目标值精确时，用绝对误差须逐步降低学习率，才能接近极小点。");

    public override Words Setting => new(
        "A linear function of five inputs is fitted to 1000 rows by gradient descent on all rows, from weights of 0. Each loss goes to its own minimum, which weighted least squares find beforehand; what is counted are the steps until the weights stay within 10 %, 1 % and 0.1 % of the first distance, at most 1000. The targets are exact, or have Gaussian noise of deviation 1; or one in ten of them is up to 20 too high, and the others have Gaussian noise of deviation 0.1. Every loss keeps the best of the same six rates, by the steps to 1 % on seeds that do not judge. The rate is constant, but for the last line. Steps are compared by their ratios, and their means are geometric. The baseline is mse.",
        "用梯度下降在 1000 个样本上拟合五个输入的线性函数，每步使用全部样本，权重从 0 出发。每种损失收敛到各自的极小点，极小点事先用加权最小二乘求出。统计权重与极小点的距离稳定在初始距离的 10%、1%、0.1% 以内所需的步数，至多 1000 步。目标值有三种：精确；带标准差为 1 的高斯噪声；十分之一的目标值偏高，最多高 20，其余带标准差为 0.1 的高斯噪声。每种损失都试同样的六个学习率，按调优种子上达到 1% 所需的步数取最好的一个。除最后一行外，学习率恒定。步数按比值比较，均值取几何平均。基线为 mse。");

    public override LabReport Run(LabRun run)
    {
        var outcomes = Targets.Select(one => Compared(run, one.Noise)).RunAll(run);
        return new LabReport([.. Targets.Zip(outcomes, (one, outcome) => Table(one.Name, outcome))], [.. Findings(outcomes)], language => Picture(outcomes, language));
    }

    /// <summary>Every loss on targets of a kind.</summary>
    internal static Study<Approach> Compared(LabRun run, Func<RandomState, double> noise)
    {
        var (rows, steps) = (run.Of(1000, 100), run.Of(Most, 60));
        return new(
            [
                Of(Squared, "mse", _ => 1, new ConstantSchedule()),
                Of(Between, "huber", size => Math.Min(1, 1 / size), new ConstantSchedule()),
                Of(Absolute, "mae", size => 1 / size, new ConstantSchedule()),
                Of(Falling, "mae", size => 1 / size, new ExponentialSchedule(Math.Pow(0.5, 1 / HalfLife))),
            ],
            Steps,
            tuningSeeds: 3);

        StudyMethod<Approach> Of(Words name, string loss, Func<double, double> weight, Schedule schedule) =>
            StudyMethod<Approach>.Of(name, new("rate", "学习率"), Rates, (trial, rate) => Approach.Of(new NoisyLine(rows, noise, trial.Seed), Loss.Create(loss), weight, rate, schedule, steps));
    }

    private static LabTable Table(Words targets, StudyOutcome<Approach> outcome) => StudyTable.Of(
        outcome,
        new($"{targets.English}: steps until the weights stay near the minimum, with 95 % intervals over seeds", $"{targets.Chinese}：权重稳定在极小点附近所需的步数，附种子间的 95% 置信区间"),
        difference => $"x {Ratio(difference, 2).English}",
        [
            .. new[] { Near, 0.1, 0.001 }.Select(share => new StudyColumn<Approach>(new($"to {Share(share)}", $"达到 {Share(share)}"), way => Math.Log(way.Steps(share)), logarithms => Ratio(logarithms, 0))),
            new StudyColumn<Approach>(new("seeds that reach 0.1 %", "达到 0.1% 的种子"), way => way.Reaches(0.001) ? 1 : 0, sample => Figure.Percent(sample.Mean, 0)),
        ]);

    private static IEnumerable<Words> Findings(StudyOutcome<Approach>[] outcomes)
    {
        for (var k = 0; k < outcomes.Length; k++)
        {
            yield return StudyFindings.Verdicts(outcomes[k], new($"Steps to 1 %, {Targets[k].Name.English}", $"达到 1% 所需的步数，{Targets[k].Name.Chinese}"), logarithms => Ratio(logarithms, 0));
        }

        var (exact, noisy) = (outcomes[0], outcomes[1]);
        yield return new(
            $"On exact targets the gradient of the absolute error is as large near the minimum as far from it. At a constant rate {Reached(exact, Absolute)} of the seeds come within 0.1 %, with a falling rate {Reached(exact, Falling)}. Noise rounds the kink off: the mean of many absolute errors is smooth where residuals are dense, and under Gaussian noise mae needs {StepsOf(noisy, Absolute)} steps to 1 %, mse {StepsOf(noisy, Squared)}.",
            $"目标值精确时，绝对误差的梯度在极小点附近与远处一样大：学习率恒定时，{Reached(exact, Absolute)} 的种子能达到 0.1% 以内；学习率逐步下降时为 {Reached(exact, Falling)}。噪声使折点变得平滑：残差密集处，大量绝对误差的平均是光滑函数。高斯噪声下，mae 达到 1% 需 {StepsOf(noisy, Absolute)} 步，mse 需 {StepsOf(noisy, Squared)} 步。");

        static string Reached(StudyOutcome<Approach> outcome, Words name) => Figure.Percent(outcome[name.English].Over(way => way.Reaches(0.001) ? 1 : 0).Mean, 0).English;

        static string StepsOf(StudyOutcome<Approach> outcome, Words name) => Ratio(outcome[name.English].Over(Steps.Of), 0).English;
    }

    /// <summary>A mean of logarithms and its interval, transformed back by the exponential.</summary>
    private static Words Ratio(Sample logarithms, int digits) =>
        $"{Figure.Fixed(Math.Exp(logarithms.Mean), digits).English} ({Figure.Fixed(Math.Exp(logarithms.Mean - logarithms.Half), digits).English} - {Figure.Fixed(Math.Exp(logarithms.Mean + logarithms.Half), digits).English})";

    private static string Share(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private string Picture(StudyOutcome<Approach>[] outcomes, Language language)
    {
        var svg = new Svg(1040, 430, Title.In(language));
        Series[] legend = [];
        for (var k = 0; k < outcomes.Length; k++)
        {
            legend = [.. outcomes[k].Methods.Select((method, style) => new Series(method.Name, [.. Enumerable.Range(0, Math.Min(301, method.Results[0].Distances.Length)).Select(step => ((double)step, Math.Exp(method.Over(way => Math.Log(Math.Max(way.Distances[step], 1e-9))).Mean)))], style))];
            new LinePanel
            {
                Title = Targets[k].Name,
                XTitle = new("step", "步"),
                YTitle = k == 0 ? new("distance from the minimum, of the first", "与极小点的距离（相对初始距离）") : null,
                Lines = legend,
                Y = (1e-5, 2),
                IsLogarithmic = true,
                Levels = [.. Shares.Skip(1).Select(share => (share, (Words)Share(share)))],
            }.Draw(svg, 80 + (k * 325), 70, 270, 260, language);
        }

        Series.Legend(svg, legend, 60, 920, 400, language);
        return svg.ToString();
    }
}
