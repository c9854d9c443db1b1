using Minima.Lab.Studies;

namespace Minima.Lab.Adaptive;

/// <summary>Barron's loss finds its shape under three kinds of noise; one loss becomes another by schedule.</summary>
internal sealed class AdaptiveExperiment : Experiment
{
    /// <summary>The noises: each with its own study.</summary>
    internal static readonly (Words Name, Func<RandomState, double> Noise)[] Noises =
    [
        (new("Gaussian", "高斯"), NoisyLine.Gaussian),
        (new("Laplace", "拉普拉斯"), NoisyLine.Laplace),
        (new("Cauchy", "柯西"), NoisyLine.Cauchy),
    ];

    private static readonly string[] FixedLosses = ["mse", "mae", "cauchy"];
    private static readonly double[] Rates = [0.05, 0.02, 0.2];
    private static readonly double[] CurveRates = [0.005, 0.015, 0.05, 0.15];
    internal static readonly Words Blended = new("mse to mae, by schedule", "由 mse 逐步过渡到 mae");

    private static readonly Words Rate = new("rate", "学习率");
    private static readonly Measure<double> CurveError = new(error => error, IsError: true);

    // Errors of heavy tails are compared by their ratios.
    private static readonly Measure<ShapeFit> LogError = new(fit => Math.Log(fit.Error), IsError: true);

    public override string Name => "adaptive";

    public override int Seeds => 20;

    public override Words Title => new("A loss that finds its own shape", "自动学习形状的损失");

    public override Words Answer => new(
        "The adaptive loss finds the shape of the noise and is as good as the fixed loss that was chosen for it. A schedule from mse to mae gains nothing over mae.",
        "自适应损失学到了噪声的形状，与针对该噪声选定的固定损失一样好。由 mse 逐步过渡到 mae 并不优于只用 mae。");

    public override Words Setting => new(
        "A linear function of five inputs is fitted to 1000 rows with Gaussian, Laplace and Cauchy noise, by fixed losses and by Barron's adaptive loss. The adaptive loss learns shape and scale together with the weights (Adam with cosine decay, 2000 steps, all rows in each step). The baseline is one fixed loss, chosen among mse, mae and cauchy as others choose their settings. Errors of the weights are compared by their ratios; their means are geometric. Below, a network learns a curve of which 15 % of the rows are outliers to one side: under mae, the baseline, under mse, and under a blend that goes from mse to mae over the first half of the steps.",
        "在 1000 个样本上拟合五个输入的线性函数，噪声分别为高斯、拉普拉斯与柯西噪声，比较固定损失与 Barron 自适应损失。自适应损失把形状、尺度与权重一同学习（Adam，余弦衰减，2000 步，每步使用全部样本）。基线为从 mse、mae、cauchy 中选定的一种固定损失，选法与其他方法选择设置相同。权重误差按比值比较，均值取几何平均。其后用一个网络学习一条曲线，其中 15% 的样本是偏向一侧的离群点。损失分别为 mae（基线）、mse，以及在前一半步数内由 mse 过渡到 mae 的混合损失。");

    public override LabReport Run(LabRun run)
    {
        var lines = Noises.Select(noise => Lines(run, noise.Noise)).ToArray();
        var curve = Curves(run);
        run.Parts = lines.Sum(study => study.PartsOf(run)) + curve.PartsOf(run);
        var fits = lines.Select(study => study.Run(run)).ToArray();
        var curves = curve.Run(run);
        return new LabReport([.. Noises.Zip(fits, (noise, outcome) => Table(noise.Name, outcome)), Table(curves)], [.. Findings(fits, curves)], language => Picture(fits, language));
    }

    /// <summary>A line with noise of a kind, under fixed losses and the adaptive one.</summary>
    internal static Study<ShapeFit> Lines(LabRun run, Func<RandomState, double> noise)
    {
        var (rows, steps) = (run.Of(1000, 100), run.Of(2000, 20, 800));
        StudyMethod<ShapeFit> Fixed(string name) => StudyMethod<ShapeFit>.Of(name, Rate, Rates, (trial, rate) => ShapeFit.Fixed(Line(trial), Loss.Create(name), rate, steps));
        return new(
            [
                StudyMethod<ShapeFit>.Of(new("a fixed loss, chosen", "选定的固定损失"), new("loss", "损失"), FixedLosses, (trial, loss) => ShapeFit.Fixed(Line(trial), Loss.Create(loss), Rates[0], steps)),
                .. FixedLosses.Select(Fixed),
                StudyMethod<ShapeFit>.Of(new("adaptive", "自适应"), Rate, Rates, (trial, rate) => ShapeFit.Adaptive(Line(trial), rate, steps)),
            ],
            LogError,
            tuningSeeds: 5);

        NoisyLine Line(Trial trial) => new(rows, noise, trial.Seed);
    }

    /// <summary>A curve with outliers, under mae, mse, and schedules from one to the other.</summary>
    internal static Study<double> Curves(LabRun run)
    {
        var epochs = run.Of(60, 2);
        StudyMethod<double> Under(Words name, Func<int, LossTerm[]> terms) => StudyMethod<double>.Of(name, Rate, CurveRates, (trial, rate) => BlendedCurve.Error(steps => terms((int)(steps / 2)), epochs, rate, trial.Seed));
        return new([Under("mae", _ => [new("absolute", Loss.Create("mae"))]), Under("mse", _ => [new("squared", Loss.Create("mse"))]), Under(Blended, Blend)], CurveError, tuningSeeds: 5);

        static LossTerm[] Blend(int steps) =>
        [
            new("squared", Loss.Create("mse")) { Schedule = new CosineSchedule(steps) },
            new("absolute", Loss.Create("mae")) { Schedule = new WarmUpSchedule(steps) },
        ];
    }

    /// <summary>The final shape of the adaptive loss.</summary>
    internal static Sample Shape(StudyOutcome<ShapeFit> outcome) => outcome["adaptive"].Over(fit => fit.Path[^1]);

    private static LabTable Table(Words noise, StudyOutcome<ShapeFit> outcome) => StudyTable.Of(
        outcome,
        new($"{noise.English} noise: error of the weights, with 95 % intervals over seeds", $"{noise.Chinese}噪声：权重误差，附种子间的 95% 置信区间"),
        difference => $"x {Ratio(difference, number => Figure.Fixed(number, 2)).English}",
        new StudyColumn<ShapeFit>(new("error of the weights", "权重误差"), LogError.Of, Error),
        new StudyColumn<ShapeFit>(new("shape found", "学到的形状"), fit => fit.Path.Count > 0 ? fit.Path[^1] : double.NaN, Learned),
        new StudyColumn<ShapeFit>(new("scale found", "学到的尺度"), fit => fit.Path.Count > 0 ? fit.Scale : double.NaN, Learned));

    private static LabTable Table(StudyOutcome<double> outcome) => StudyTable.Of(
        outcome,
        new("a curve with outliers: error of the network, with 95 % intervals over seeds", "带离群点的曲线：网络的误差，附种子间的 95% 置信区间"),
        difference => Figure.Change(difference),
        new StudyColumn<double>(new("error", "误差"), CurveError.Of, error => Figure.Mean(error)));

    private static Words Error(Sample logarithms) => Ratio(logarithms, number => Figure.Digits(number, 2));

    /// <summary>A mean of logarithms and its interval, transformed back by the exponential.</summary>
    private static Words Ratio(Sample logarithms, Func<double, Words> show) =>
        $"{show(Math.Exp(logarithms.Mean)).English} ({show(Math.Exp(logarithms.Mean - logarithms.Half)).English} - {show(Math.Exp(logarithms.Mean + logarithms.Half)).English})";

    private static Words Learned(Sample numbers) => double.IsNaN(numbers.Mean) ? "" : Figure.Mean(numbers, 2);

    private static IEnumerable<Words> Findings(StudyOutcome<ShapeFit>[] fits, StudyOutcome<double> curve)
    {
        var shapes = fits.Select(outcome => Figure.Mean(Shape(outcome), 2).English).ToArray();
        yield return new(
            $"The shape goes to {shapes[0]} under Gaussian, {shapes[1]} under Laplace and {shapes[2]} under Cauchy noise; 2 is the squared error, near 1 the absolute error of large residuals, 0 the Cauchy likelihood.",
            $"学到的形状在高斯噪声下趋于 {shapes[0]}，在拉普拉斯噪声下趋于 {shapes[1]}，在柯西噪声下趋于 {shapes[2]}。形状为 2 即平方误差；接近 1 时，大残差按绝对误差计；0 即柯西似然。");
        for (var k = 0; k < fits.Length; k++) yield return StudyFindings.Verdicts(fits[k], new($"Under {Noises[k].Name.English} noise", $"{Noises[k].Name.Chinese}噪声下"), Error);
        yield return StudyFindings.Verdicts(curve, new("On the curve with outliers", "在带离群点的曲线上"), error => Figure.Mean(error));
        var (alone, blend) = (curve.Baseline, curve[Blended.English]);
        if (blend.Tuning.Count == 0) yield break;
        yield return new(
            $"The rate decides more than the start: on the seeds that tune, {blend.Method.Settings[0].Name.English} leaves the blend {Figure.Fixed(blend.Tuning[0]).English} and mae {Figure.Fixed(alone.Tuning[0]).English}, as if a smooth start cost much; {blend.Setting.English} leaves the blend {Figure.Fixed(blend.Tuning[blend.Chosen]).English}, {alone.Setting.English} mae {Figure.Fixed(alone.Tuning[alone.Chosen]).English}. What mse teaches of the outliers, mae has to undo in the steps that are left: a larger rate gives it the time.",
            $"学习率的影响大于训练开头所用的损失。在调优种子上，取{blend.Method.Settings[0].Name.Chinese} 时混合损失的误差为 {Figure.Fixed(blend.Tuning[0]).English}，mae 为 {Figure.Fixed(alone.Tuning[0]).English}，似乎平滑的开头代价很大；混合损失取{blend.Setting.Chinese} 时为 {Figure.Fixed(blend.Tuning[blend.Chosen]).English}，mae 取{alone.Setting.Chinese} 时为 {Figure.Fixed(alone.Tuning[alone.Chosen]).English}。mse 阶段受离群点影响而产生的偏差，要由 mae 在剩余步数内纠正；学习率较大时，剩余步数便够用。");
    }

    private string Picture(StudyOutcome<ShapeFit>[] fits, Language language)
    {
        var svg = new Svg(760, 420, Title.In(language));
        var lines = Noises.Zip(fits).Select((one, style) => new Series(one.First.Name, [.. one.Second["adaptive"].Results[0].Path.Select((alpha, step) => ((double)step, alpha))], style)).ToArray();
        new LinePanel
        {
            Title = new("the shape alpha while it is learned, first seed", "学习过程中的形状 alpha（首个种子）"),
            XTitle = new("step", "步"),
            YTitle = "alpha",
            Lines = lines,
            Y = (0, 2),
            Levels = [(1, new("1: absolute error of large residuals", "1：大残差按绝对误差"))],
        }.Draw(svg, 80, 70, 640, 260, language);
        Series.Legend(svg, lines, 80, 640, 390, language);
        return svg.ToString();
    }
}
