using Minima.Lab.Pictures;

namespace Minima.Lab.Adaptive;

/// <summary>Barron's loss finds its shape under three kinds of noise; one loss becomes another by schedule.</summary>
internal sealed class AdaptiveExperiment : Experiment
{
    private static readonly (Words Name, Func<RandomState, double> Noise, double Expected)[] Noises =
    [
        (new("Gaussian", "高斯"), NoisyLine.Gaussian, 2),
        (new("Laplace", "拉普拉斯"), NoisyLine.Laplace, 1),
        (new("Cauchy", "柯西"), NoisyLine.Cauchy, 0),
    ];

    private static readonly string[] FixedLosses = ["mse", "mae", "cauchy"];

    public override string Name => "adaptive";

    public override Words Title => new("A loss that finds its own shape", "自己寻找形状的损失");

    public override Words Setting => new(
        "A linear function of five inputs is fitted to rows with Gaussian, Laplace and Cauchy noise by fixed losses and by Barron's adaptive loss, which learns shape and scale together with the weights (Adam at 0.05, cosine decay, all rows in each step). Below, a network learns a curve of which 15 % of the rows are outliers to one side: under mse, under mae, and under a blend that goes from one to the other by schedule. mse is the baseline of both.",
        "用固定损失与 Barron 自适应损失拟合五个输入的线性函数，噪声分别为高斯、拉普拉斯与柯西；自适应损失把形状、尺度与权重一同学习（Adam，学习率 0.05，余弦衰减，每步用全部行）。其后，一个网络学习一条曲线，其中 15% 的行是偏向一侧的离群点：分别用 mse、mae，以及按日程由前者过渡到后者的混合损失。两部分都以 mse 为基线。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var steps = run.Of(3000, 20);
        run.Parts = Noises.Length + 1;
        var table = new LabTable(
            new("error of the weights, over seeds", "权重误差（多个种子）"),
            [new("noise", "噪声"), .. FixedLosses.Select(name => (Words)name), new("adaptive", "自适应"), new("shape found", "找到的形状"), new("scale found", "找到的尺度")]);
        var paths = new List<(Words Name, IReadOnlyList<double> Path)>();
        foreach (var (name, noise, _) in Noises)
        {
            run.Begin(name.English);
            var lines = seeds.Select(seed => new NoisyLine(run.Of(1000, 100), noise, seed)).ToArray();
            var adaptive = lines.Select(line => ShapeFit.Adaptive(line, steps)).ToArray();
            paths.Add((name, adaptive[0].Path));
            table.Add(
            [
                name,
                .. FixedLosses.Select(loss => Figure.Fixed(lines.Average(line => ShapeFit.Fixed(line, Loss.Create(loss), steps).Error))),
                Figure.Fixed(adaptive.Average(fit => fit.Error)),
                Figure.Spread(new Sample([.. adaptive.Select(fit => fit.Path[^1])]), 2),
                Figure.Fixed(adaptive.Average(fit => fit.Scale), 2),
            ]);
        }

        run.Begin("schedules");
        var (blends, curve) = Blends(run, seeds);
        var found = paths.Select(path => path.Path[^1]).ToArray();
        return new LabReport(
            [table, blends],
            [
                new(
                    $"With seed {seeds[0]} the shape goes to {Figure.Fixed(found[0], 2).English} under Gaussian, {Figure.Fixed(found[1], 2).English} under Laplace and {Figure.Fixed(found[2], 2).English} under Cauchy noise; 2 is the squared error, near 1 the absolute error of large residuals, 0 the Cauchy likelihood.",
                    $"种子为 {seeds[0]} 时，形状在高斯噪声下趋于 {Figure.Fixed(found[0], 2).English}，在拉普拉斯噪声下趋于 {Figure.Fixed(found[1], 2).English}，在柯西噪声下趋于 {Figure.Fixed(found[2], 2).English}；2 即平方误差，接近 1 时大残差按绝对误差计，0 即柯西似然。"),
                new(
                    $"On the curve the blend's error is {Figure.Fixed(curve[2]).English}, mse's {Figure.Fixed(curve[0]).English} and mae's {Figure.Fixed(curve[1]).English}: {(curve[2] < curve[1] ? "a smooth start pays here" : "a smooth start does not pay here, mae alone is nearer")}.",
                    $"在曲线上，混合损失的误差为 {Figure.Fixed(curve[2]).English}，mse 为 {Figure.Fixed(curve[0]).English}，mae 为 {Figure.Fixed(curve[1]).English}：{(curve[2] < curve[1] ? "平滑的开头在此有益" : "平滑的开头在此并无好处，单用 mae 更接近")}。"),
            ],
            language => Picture(paths, language));
    }

    private static (LabTable Table, double[] Errors) Blends(LabRun run, int[] seeds)
    {
        var errors = new List<double>();
        var epochs = run.Of(60, 2);
        var table = new LabTable(new("a curve with outliers: error of the network", "带离群点的曲线：网络的误差"), new("loss", "损失"), new("error", "误差"));
        Add("mse", _ => [new("squared", Loss.Create("mse"))]);
        Add("mae", _ => [new("absolute", Loss.Create("mae"))]);
        Add(new("mse to mae, by schedule", "由 mse 按日程过渡到 mae"), steps =>
        [
            new("squared", Loss.Create("mse")) { Schedule = new CosineSchedule((int)(steps / 2)) },
            new("absolute", Loss.Create("mae")) { Schedule = new WarmUpSchedule((int)(steps / 2)) },
        ]);
        return (table, [.. errors]);

        void Add(Words name, Func<long, LossTerm[]> terms)
        {
            var sample = new Sample([.. seeds.Select(seed => BlendedCurve.Error(terms, epochs, seed))]);
            errors.Add(sample.Mean);
            table.Add(name, Figure.Spread(sample));
        }
    }

    private string Picture(IReadOnlyList<(Words Name, IReadOnlyList<double> Path)> paths, Language language)
    {
        var svg = new Svg(760, 420, Title.In(language));
        var lines = paths.Select((path, style) => new Series(path.Name, [.. path.Path.Select((alpha, step) => ((double)step, alpha))], style)).ToArray();
        new LinePanel
        {
            Title = new("the shape alpha while it is learned", "学习过程中的形状 alpha"),
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
