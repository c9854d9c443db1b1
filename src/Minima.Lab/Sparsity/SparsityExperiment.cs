using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab.Sparsity;

/// <summary>Penalties on weights: which give exact zeros, and which give better predictions?</summary>
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

    public override Words Answer => new(
        "L1, the elastic net and the group lasso raise R2. L1 sets most weights exactly to 0, which L2 and early stopping do not.",
        "L1、弹性网与组套索提高 R2。L1 使多数权重恰为 0，而 L2 与早停做不到。");

    public override Words Setting => new(
        "A network of 16 tanh units learns the diabetes table by least squares: its 10 features and 50 columns of noise, all standardised. Gradient descent runs for 1500 steps, with the penalty's proximal step on the weights of the first layer. A quarter of the rows judges, the same for all seeds; strengths are chosen on rows of the others. An input is off where all of its weights are exactly 0. The baseline is no penalty, which may choose as many times when to stop.",
        "含 16 个 tanh 单元的网络拟合糖尿病数据：10 个有意义的特征，另加 50 列噪声，均已标准化。损失为平方误差，用梯度下降训练 1500 步，正则项以近端步作用于第一层权重。四分之一的样本用于评判，所有种子相同；强度在其余样本上选定。某个输入的权重全部恰为 0 时，称该输入被关闭。基线不加正则项，但可以从同样多个训练步数中选择何时停止。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run);
        var table = StudyTable.Of(
            outcome,
            new("R2 on rows that were not seen, with 95 % intervals over seeds", "测试集上的 R2，附种子间的 95% 置信区间"),
            sample => Figure.Change(sample),
            new StudyColumn<Fitted>("R2", one => one.Score, sample => Figure.Mean(sample)),
            new StudyColumn<Fitted>(new("weights that are exactly 0", "恰为 0 的权重"), one => one.Zeros, sample => Figure.Percent(sample.Mean, 0)),
            new StudyColumn<Fitted>(new("inputs of noise that are off", "被关闭的噪声输入"), one => one.NoiseOff, sample => Figure.Percent(sample.Mean, 0)),
            new StudyColumn<Fitted>(new("features that are off", "被关闭的特征"), one => one.FeaturesOff, sample => Figure.Percent(sample.Mean, 0)));
        var (l1, l2, group) = (outcome["l1"], outcome["l2"], outcome["group_lasso"]);
        var none = outcome.Baseline;
        return new LabReport(
            [table],
            [
                StudyFindings.Verdicts(outcome, new("R2", "R2"), sample => Figure.Mean(sample)),
                new(
                    $"Without a penalty, stopping early takes R2 from {Figure.Fixed(none.Tuning[0]).English} ({none.Method.Settings[0].Name.English}) to {Figure.Fixed(none.Tuning[none.Chosen]).English} ({none.Setting.English}) on the seeds that tune.",
                    $"不加正则项时，早停使调优种子上的 R2 由 {Figure.Fixed(none.Tuning[0]).English}（{none.Method.Settings[0].Name.Chinese}）升至 {Figure.Fixed(none.Tuning[none.Chosen]).English}（{none.Setting.Chinese}）。"),
                new(
                    $"L1's proximal step makes {Zeros(l1)} of the weights exactly 0, L2 {Zeros(l2)}, no penalty {Zeros(none)}; the group lasso turns {Figure.Percent(group.Over(one => one.NoiseOff).Mean, 0).English} of the columns of noise off. That is what stopping early does not give.",
                    $"L1 的近端步使 {Zeros(l1)} 的权重恰为 0，L2 为 {Zeros(l2)}，不加正则项为 {Zeros(none)}；组套索关闭了 {Figure.Percent(group.Over(one => one.NoiseOff).Mean, 0).English} 的噪声列。早停做不到这一点。"),
            ],
            language => Picture(outcome, language));

        static string Zeros(StudiedMethod<Fitted> method) => Figure.Percent(method.Over(one => one.Zeros).Mean, 0).English;
    }

    /// <summary>No penalty with early stopping, and every penalty at its best strength.</summary>
    internal static Study<Fitted> Compared(LabRun run)
    {
        var steps = run.Of(1500, 6, 800);
        int[] stops = [steps, steps / 2, steps / 5, steps / 10, steps / 20, steps / 50];
        return new(
            [
                new(new("none", "无"), [.. stops.Select(stop => new StudySetting<Fitted>(new($"{stop} steps", $"{stop} 步"), trial => Fit(Rows(trial), null, 0, Math.Max(1, stop), trial.Seed)))]),
                .. Penalties.Select(penalty => new StudyMethod<Fitted>(penalty.Name, [.. Strengths.Select(strength => new StudySetting<Fitted>(new($"strength {Figure.Digits(strength).English}", $"强度 {Figure.Digits(strength).English}"), trial => Fit(Rows(trial), penalty.Make, strength, steps, trial.Seed)))])),
            ],
            new(one => one.Score),
            tuningSeeds: 2);
    }

    private static (ArrayData Training, ArrayData Test) Rows(Trial trial)
    {
        var table = BundledTable.Diabetes();
        var split = StudyRows.Of(table, trial);
        var random = new RandomState((ulong)trial.Seed).Fork("noise");
        var noise = new double[table.Rows * Noise];
        for (var i = 0; i < noise.Length; i++) noise[i] = random.NextNormal();
        var (means, scales) = Moments(table, split.Training);
        var (centre, spread) = (split.Training.Average(row => table.Target[row]), Deviation([.. split.Training.Select(row => table.Target[row])]));
        return (Of(split.Training), Of(split.Judging));

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

        // All rows in each step: the noise of mini-batches would move weights off their zeros again.
        using var rows = DigitRows.OneBatch(data.Training);
        new Trainer(model, new Objective(Loss.Create("half_mse")), new Sgd(model.Parameters, LearningRate))
        {
            Epochs = steps,
            Schedule = new CosineSchedule(steps, 0.1),
            Regularizers = make is null ? [] : [make([model.Parameters[0]], strength)],
        }.Fit(rows);
        var (predictions, target) = DigitRows.Whole(data.Test, batch => (Fitting.Outputs(() => model.Forward(batch.Features)), batch.Target.ToArray()));
        var mean = target.Average();
        var error = target.Select((value, i) => (value - predictions[i]) * (value - predictions[i])).Sum() / target.Sum(value => (value - mean) * (value - mean));
        var weights = model.Parameters[0].Value.ToArray();
        var isOff = weights.Chunk(Hidden).Select(row => row.All(weight => weight == 0)).ToArray();
        return new(1 - error, Share(weights.Select(weight => weight == 0)), Share(isOff[^Noise..]), Share(isOff[..^Noise]));

        static double Share(IEnumerable<bool> all) => all.Average(one => one ? 1.0 : 0);
    }

    private string Picture(StudyOutcome<Fitted> outcome, Language language)
    {
        var svg = new Svg(900, 440, Title.In(language));
        Series[] lines = [.. outcome.Rivals.Select((method, style) => new Series(method.Name, [.. method.Tuning.Select((score, i) => (Math.Log10(Strengths[i]), score))], style) { HasMarks = true })];
        var level = outcome.Baseline.Tuning[outcome.Baseline.Chosen];
        var all = lines.SelectMany(line => line.Points).Select(point => point.Y).Append(level).ToArray();
        new LinePanel
        {
            Title = new("R2 on the rows that tune", "调优样本上的 R2"),
            XTitle = new("strength", "强度"),
            YTitle = "",
            Lines = lines,
            Y = (all.Min() - 0.02, all.Max() + 0.02),
            Levels = [(level, new("no penalty, stopped when it is best", "无正则项，在最好时停止"))],
            XTicks = [.. Strengths.Select(strength => (Math.Log10(strength), Figure.Digits(strength)))],
        }.Draw(svg, 70, 70, 790, 270, language);
        Series.Legend(svg, lines, 40, 820, 410, language);
        return svg.ToString();
    }

    /// <summary>The results of a fit: R2, the proportion of weights that are exactly 0, and the proportions of noise and real inputs whose weights are all 0.</summary>
    internal sealed record Fitted(double Score, double Zeros, double NoiseOff, double FeaturesOff);
}
