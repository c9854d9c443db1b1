using Minima.Lab.Pictures;
using Minima.Training.Data;

namespace Minima.Lab.Sparsity;

/// <summary>Penalties on weights: which give zeros, which give better answers?</summary>
internal sealed class SparsityExperiment : Experiment
{
    private const int Noise = 50;
    private const int Hidden = 16;
    private const double LearningRate = 0.05;
    private static readonly double[] Strengths = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    private static readonly (string Name, Func<IReadOnlyList<Parameter>, double, Regularizer> Make)[] Penalties =
    [
        ("l1", (weights, strength) => new L1Penalty(weights, strength)),
        ("l2", (weights, strength) => new L2Penalty(weights, strength)),
        ("elastic_net", (weights, strength) => new ElasticNetPenalty(weights, strength, strength)),
        ("group_lasso", (weights, strength) => new GroupLassoPenalty(weights, strength)),
    ];

    public override string Name => "sparsity";

    public override Words Title => new("Penalties and exact zeros", "正则项与精确的零");

    public override Words Setting => new(
        "A network of 16 tanh units on the diabetes table (10 features that mean something) with 50 columns of noise beside them, standardised, least squares, gradient descent with the penalty's proximal step on the weights of the first layer; a quarter of the rows is for testing. Each penalty is run at six strengths; the table has the strength that is best on the test rows, the line in the picture has all. An input is off where all of its weights are exactly 0. The baseline is no penalty.",
        "糖尿病数据（10 个有意义的特征，另加 50 列噪声，均已标准化）上的网络，16 个 tanh 单元；最小二乘，梯度下降，对第一层权重施加正则项的近端步；四分之一的行用于测试。每种正则项取六种强度；表中是测试行上最好的强度，图中的曲线包含全部强度。某个输入的权重全部恰为 0 时，该输入算被关闭。基线为不加正则项。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var steps = run.Of(1500, 3);
        run.Parts = Penalties.Length + 1;
        var data = seeds.Select(Rows).ToArray();
        var table = new LabTable(
            new("at the best strength of each", "各自最佳强度下"),
            new("penalty", "正则项"),
            new("strength", "强度"),
            "R2",
            new("weights that are exactly 0", "恰为 0 的权重"),
            new("inputs of noise that are off", "被关闭的噪声输入"),
            new("features that are off", "被关闭的特征"));
        run.Begin("none");
        var none = Mean(null, 0);
        table.Add(new("none", "无"), "", Figure.Fixed(none.Score), Figure.Percent(none.Zeros, 0), Figure.Percent(none.NoiseOff, 0), Figure.Percent(none.FeaturesOff, 0));
        var curves = new List<(string Name, Fitted[] At)>();
        foreach (var (name, make) in Penalties)
        {
            run.Begin(name);
            var at = Strengths.Select(strength => Mean(make, strength)).ToArray();
            var best = Array.IndexOf(at, at.MaxBy(one => one.Score)!);
            table.Add(name, Figure.Digits(Strengths[best]), Figure.Fixed(at[best].Score), Figure.Percent(at[best].Zeros, 0), Figure.Percent(at[best].NoiseOff, 0), Figure.Percent(at[best].FeaturesOff, 0));
            curves.Add((name, at));
        }

        var (l1, l2, group) = (curves[0].At.MaxBy(one => one.Score)!, curves[1].At.MaxBy(one => one.Score)!, curves[^1].At.MaxBy(one => one.Score)!);
        return new LabReport(
            [table],
            [
                new(
                    $"L1's proximal step makes {Figure.Percent(l1.Zeros, 0).English} of the weights exactly 0, L2 {Figure.Percent(l2.Zeros, 0).English}; the group lasso turns {Figure.Percent(group.NoiseOff, 0).English} of the columns of noise off. R2 on the test rows goes from {Figure.Fixed(none.Score).English} without a penalty to {Figure.Fixed(l1.Score).English} (L1), {Figure.Fixed(l2.Score).English} (L2) and {Figure.Fixed(group.Score).English} (group lasso).",
                    $"L1 的近端步使 {Figure.Percent(l1.Zeros, 0).English} 的权重恰为 0，L2 为 {Figure.Percent(l2.Zeros, 0).English}；组 lasso 关闭了 {Figure.Percent(group.NoiseOff, 0).English} 的噪声列。测试行上的 R2 由无正则项时的 {Figure.Fixed(none.Score).English} 变为 {Figure.Fixed(l1.Score).English}（L1）、{Figure.Fixed(l2.Score).English}（L2）与 {Figure.Fixed(group.Score).English}（组 lasso）。"),
            ],
            language => Picture(curves, none, language));

        Fitted Mean(Func<IReadOnlyList<Parameter>, double, Regularizer>? make, double strength)
        {
            var all = seeds.Select((seed, k) => Fit(data[k], make, strength, steps, seed)).ToArray();
            return new(all.Average(one => one.Score), all.Average(one => one.Zeros), all.Average(one => one.NoiseOff), all.Average(one => one.FeaturesOff));
        }
    }

    private static (ArrayData Training, ArrayData Test) Rows(int seed)
    {
        var table = BundledTable.Diabetes();
        var split = Split.Of(table, seed);
        var random = new RandomState((ulong)(60 + seed));
        var noise = new double[table.Rows * Noise];
        for (var i = 0; i < noise.Length; i++) noise[i] = random.NextNormal();
        var (means, scales) = Moments(table, split.Training);
        var (centre, spread) = (split.Training.Average(row => table.Target[row]), Deviation([.. split.Training.Select(row => table.Target[row])]));
        return (Of(split.Training), Of(split.Test));

        ArrayData Of(int[] rows)
        {
            var features = new float[rows.Length * (table.Width + Noise)];
            for (var i = 0; i < rows.Length; i++)
            {
                var into = features.AsSpan(i * (table.Width + Noise));
                for (var k = 0; k < table.Width; k++) into[k] = (float)((table.Features[(rows[i] * table.Width) + k] - means[k]) / scales[k]);
                for (var k = 0; k < Noise; k++) into[table.Width + k] = (float)noise[(rows[i] * Noise) + k];
            }

            return new ArrayData(DataArray.Of("features", features, [table.Width + Noise]), DataArray.Of("progression", [.. rows.Select(row => (float)((table.Target[row] - centre) / spread))], [1]));
        }
    }

    private static (double[] Means, double[] Scales) Moments(BundledTable table, int[] rows)
    {
        var columns = Enumerable.Range(0, table.Width).Select(k => rows.Select(row => table.Features[(row * table.Width) + k]).ToArray()).ToArray();
        return ([.. columns.Select(column => column.Average())], [.. columns.Select(Deviation)]);
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static Fitted Fit((ArrayData Training, ArrayData Test) data, Func<IReadOnlyList<Parameter>, double, Regularizer>? make, double strength, int steps, int seed)
    {
        var width = data.Training.Features[0].Shape.Count;
        var model = Models.Mlp(width, [Hidden], 1, new RandomState((ulong)seed), "tanh");

        // All rows in each step: the jitter of batches would move weights off their zeros again.
        using var rows = DigitRows.OneBatch(data.Training);
        new Trainer(model, new Objective(Loss.Create("half_mse")), new Sgd(model.Parameters, LearningRate))
        {
            Epochs = steps,
            Schedule = new CosineSchedule(steps, 0.1),
            Regularizers = make is null ? [] : [make([model.Parameters[0]], strength)],
        }.Fit(rows);
        var (said, target) = DigitRows.Whole(data.Test, batch => (Fitting.Said(() => model.Forward(batch.Features)), batch.Target.ToArray()));
        var mean = target.Average();
        var error = target.Select((value, i) => (value - said[i]) * (value - said[i])).Sum() / target.Sum(value => (value - mean) * (value - mean));
        var weights = model.Parameters[0].Value.ToArray();
        var isOff = weights.Chunk(Hidden).Select(row => row.All(weight => weight == 0)).ToArray();
        return new(1 - error, Share(weights.Select(weight => weight == 0)), Share(isOff[^Noise..]), Share(isOff[..^Noise]));

        static double Share(IEnumerable<bool> all) => all.Average(one => one ? 1.0 : 0);
    }

    private string Picture(List<(string Name, Fitted[] At)> curves, Fitted none, Language language)
    {
        var svg = new Svg(900, 440, Title.In(language));
        var scores = Lines(one => one.Score);
        var low = Math.Min(none.Score, curves.SelectMany(curve => curve.At).Min(one => one.Score));
        var high = Math.Max(none.Score, curves.SelectMany(curve => curve.At).Max(one => one.Score));
        Panel(new("R2 on rows that were not seen", "未见过的行上的 R2"), scores, 70, (low - 0.02, high + 0.02), [(none.Score, new("no penalty", "无正则项"))]);
        Panel(new("weights that are exactly 0", "恰为 0 的权重占比"), Lines(one => one.Zeros), 510, (-0.02, 1.02), []);
        Series.Legend(svg, scores, 40, 820, 410, language);
        return svg.ToString();

        Series[] Lines(Func<Fitted, double> of) => [.. curves.Select((curve, style) => new Series(curve.Name, [.. curve.At.Select((one, i) => (Math.Log10(Strengths[i]), of(one)))], style) { HasMarks = true })];

        void Panel(Words title, Series[] lines, double x, (double Low, double High) y, IReadOnlyList<(double At, Words Label)> levels) => new LinePanel
        {
            Title = title,
            XTitle = new("strength", "强度"),
            YTitle = "",
            Lines = lines,
            Y = y,
            Levels = levels,
            XTicks = [.. Strengths.Select(strength => (Math.Log10(strength), Figure.Digits(strength)))],
        }.Draw(svg, x, 70, 350, 270, language);
    }

    /// <summary>What a fit gave: R2, and the shares of weights and inputs that are exactly 0.</summary>
    private sealed record Fitted(double Score, double Zeros, double NoiseOff, double FeaturesOff);
}
