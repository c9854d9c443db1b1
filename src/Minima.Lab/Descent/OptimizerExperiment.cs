using Minima.Lab.Studies;
using Minima.Training.Adversarial;

namespace Minima.Lab.Descent;

/// <summary>Losses times optimizers under moving targets and violent gradients.</summary>
internal sealed class OptimizerExperiment : Experiment
{
    private const double Pace = 0.02;
    private const double Clip = 0.1;

    private static readonly string[] StreamLosses = ["mse", "huber", "mae"];
    private static readonly Words Rate = new("rate", "学习率");
    private static readonly Words Optimizer = new("optimizer", "优化器");

    private static readonly (Words Name, double Pace)[] Streams = [(new("rule stands still", "规则不变"), 0), (new("rule wanders", "规则游走"), Pace)];

    /// <summary>The games.</summary>
    internal static readonly IReadOnlyList<GanObjective> Games = [GanObjectives.NonSaturating, GanObjectives.LeastSquares, GanObjectives.WassersteinClipped(Clip) with { CriticSteps = 1 }];

    private static readonly Measure<double> Distance = new(distance => distance, IsError: true);
    private static readonly Measure<PlayedGame> Far = new(game => game.Far, IsError: true);

    public override string Name => "optimizers";

    public override int Seeds => 8;

    public override Words Title => new("Losses times optimizers: a target that moves, and games", "损失 × 优化器：移动的目标与对抗博弈");

    public override Words Answer => new(
        "Where the target moves, SGD is hard to beat: momentum and Adam are worse with all three losses. In the games the best optimizer depends on the loss.",
        "目标不断移动时，很难胜过 SGD：三种损失下，动量与 Adam 都更差。在对抗博弈中，最好的优化器因损失而异。");

    public override Words Setting => new(
        "On a stream, a linear rule of ten features is learned from batches of 8 rows, one target in twenty far off, in 2000 steps at a constant rate. The rule is constant, or each of its weights takes a random step of standard deviation 0.02 before each batch. Judged is how far the learned weights are from the rule, in the mean over the last three quarters. In the games, the networks of `minima lab gan` play on the ring of eight Gaussians, 800 steps of each player, the rate falling to 0. The measure is the sliced Wasserstein distance of samples to unseen rows. A game that breaks off or ends farther away than it began counts as an untrained generator. WGAN's weights are held within 0.1. Every optimizer, all at their defaults but for the rate (Adam with betas 0.9 and 0.999), keeps the best of four rates in each cell, on seeds that do not judge. In bold stand the optimizers that are better than SGD beyond luck (paired t tests, Holm's correction over the column).",
        "数据流：从每批 8 个样本学习十个特征的线性规则，二十分之一的目标值严重偏离，共 2000 步，学习率恒定。规则或者不变，或者在每批之前让每个权重随机移动一步（标准差 0.02）。评判指标为后四分之三步中权重与规则的平均距离。博弈：`minima lab gan` 的网络在八个高斯组成的环上对抗，双方各训练 800 步，学习率降至 0。评判指标为样本与未见过的数据之间的切片 Wasserstein 距离；训练中途失败，或结束时的距离大于开始时的，按未训练的生成器计。WGAN 的权重限制在 0.1 以内。各优化器除学习率外均取默认值（Adam 的两个 beta 为 0.9 与 0.999）。表中每一格都在调优种子上试四个学习率，取最好的一个。粗体表示显著优于 SGD（配对 t 检验，对同一列作 Holm 校正）。");

    public override LabReport Run(LabRun run)
    {
        var streams = StreamLosses.SelectMany(loss => Streams.Select(stream => (Name: new Words($"{loss}, {stream.Name.English}", $"{loss}，{stream.Name.Chinese}"), Study: Moving(run, loss, stream.Pace)))).ToArray();
        var games = Games.Select(objective => (Name: (Words)objective.Name, Study: Played(run, objective))).ToArray();
        run.Parts = streams.Sum(one => one.Study.PartsOf(run)) + games.Sum(one => one.Study.PartsOf(run));
        var moved = streams.Select(one => (one.Name, Outcome: one.Study.Run(run))).ToArray();
        var played = games.Select(one => (one.Name, Outcome: one.Study.Run(run))).ToArray();
        return new LabReport(
            [
                Table(new("streams: distance from the rule, with 95 % intervals over seeds", "数据流：与规则的距离，附种子间的 95% 置信区间"), moved, Distance, 3),
                Table(new("games: distance of samples to data, with 95 % intervals over seeds", "博弈：样本与数据的距离，附种子间的 95% 置信区间"), played, Far, 3),
                Violence(played),
            ],
            [
                .. moved.Where(one => one.Name.English.EndsWith(Streams[1].Name.English, StringComparison.Ordinal)).Select(one => StudyFindings.Verdicts(one.Outcome, one.Name, sample => Figure.Mean(sample))),
                .. played.Select(one => StudyFindings.Verdicts(one.Outcome, one.Name, sample => Figure.Mean(sample))),
                Accumulated(moved),
            ],
            language => Picture(moved, played, language));
    }

    /// <summary>The optimizers on a stream, tuned.</summary>
    internal static Study<double> Moving(LabRun run, string loss, double pace)
    {
        var steps = run.Of(2000, 40, 1000);
        return new([.. RivalOptimizer.All.Select(optimizer => StudyMethod<double>.Of(optimizer.Name, Rate, optimizer.Rates, (trial, rate) => MovingRule.Distance(trial, Loss.Create(loss), optimizer, rate, pace, steps)))], Distance, tuningSeeds: 2);
    }

    /// <summary>The optimizers in a game, tuned.</summary>
    internal static Study<PlayedGame> Played(LabRun run, GanObjective objective)
    {
        var steps = run.Of(800, 12, 400);
        return new([.. RivalOptimizer.All.Select(optimizer => StudyMethod<PlayedGame>.Of(optimizer.Name, Rate, optimizer.Rates, (trial, rate) => PlayedGame.Of(objective, optimizer, rate, trial, steps)))], Far, tuningSeeds: 2);
    }

    private static LabTable Table<TResult>(Words title, (Words Name, StudyOutcome<TResult> Outcome)[] studies, Measure<TResult> measure, int digits)
    {
        var table = new LabTable(title, [Optimizer, .. studies.Select(study => study.Name)]);
        var compared = studies.Select(study => study.Outcome.Compared()).ToArray();
        for (var k = 0; k < RivalOptimizer.All.Count; k++)
        {
            var place = k;
            table.Add([RivalOptimizer.All[k].Name, .. studies.Select((study, i) =>
            {
                var method = study.Outcome.Methods[place];
                var text = $"{Figure.Mean(method.Over(measure.Of), digits).English} ({method.Setting.English.Split(' ')[^1]})";
                return (Words)(compared[i].TryGetValue(method.Name.English, out var against) && against.Verdict == Verdict.Yes ? $"**{text}**" : text);
            })]);
        }

        return table;
    }

    private static LabTable Violence((Words Name, StudyOutcome<PlayedGame> Outcome)[] studies)
    {
        var table = new LabTable(new("games: the 99th percentile of the norms of the generator's gradients over their median, in the mean over seeds", "博弈：生成器梯度范数的第 99 百分位数与中位数之比，对种子取平均"), [Optimizer, .. studies.Select(study => study.Name)]);
        for (var k = 0; k < RivalOptimizer.All.Count; k++)
        {
            var place = k;
            table.Add([RivalOptimizer.All[k].Name, .. studies.Select(study => study.Outcome.Methods[place].Results.Where(game => double.IsFinite(game.Violence)).Select(game => game.Violence).ToArray() is { Length: > 0 } known ? Figure.Digits(known.Average(), 2) : new Words("broke off", "失败"))]);
        }

        return table;
    }

    private static Words Accumulated((Words Name, StudyOutcome<double> Outcome)[] moved)
    {
        var (still, wanders) = (moved[0].Outcome, moved[1].Outcome);
        return new(
            $"Adagrad adds all squared gradients up, so that its steps only become smaller. Under mse it ends at {Shown(still, RivalOptimizer.Accumulating)} from a constant rule and {Shown(wanders, RivalOptimizer.Accumulating)} from one that wanders. RMSProp, which forgets, ends at {Shown(still, RivalOptimizer.RootMeanSquare)} and {Shown(wanders, RivalOptimizer.RootMeanSquare)}, SGD {Shown(still, RivalOptimizer.Plain)} and {Shown(wanders, RivalOptimizer.Plain)}.",
            $"Adagrad 累加全部梯度的平方，步长只减不增：用 mse 时，它与不变规则的距离为 {Shown(still, RivalOptimizer.Accumulating)}，与游走规则的距离为 {Shown(wanders, RivalOptimizer.Accumulating)}。RMSProp 会遗忘，两者分别为 {Shown(still, RivalOptimizer.RootMeanSquare)} 与 {Shown(wanders, RivalOptimizer.RootMeanSquare)}；SGD 为 {Shown(still, RivalOptimizer.Plain)} 与 {Shown(wanders, RivalOptimizer.Plain)}。");

        static string Shown(StudyOutcome<double> outcome, Words name) => Figure.Mean(outcome[name.English].Over(Distance.Of)).English;
    }

    private string Picture((Words Name, StudyOutcome<double> Outcome)[] moved, (Words Name, StudyOutcome<PlayedGame> Outcome)[] played, Language language)
    {
        (Words Name, double[] Means)[] rows =
        [
            .. moved.Select(one => (one.Name, one.Outcome.Methods.Select(method => method.Over(Distance.Of).Mean).ToArray())),
            .. played.Select(one => (one.Name, one.Outcome.Methods.Select(method => method.Over(Far.Of).Mean).ToArray())),
        ];
        const int top = 100;
        var panel = new HeatPanel
        {
            Title = new("distance over the least of the row; darker is better", "距离与该行最小值之比；颜色越深越好"),
            Rows = [.. rows.Select(row => row.Name)],
            Columns = [.. RivalOptimizer.All.Select(optimizer => optimizer.Name)],
            Cell = (row, column) => (-Math.Log(rows[row].Means[column] / rows[row].Means.Min()), Figure.Digits(rows[row].Means[column] / rows[row].Means.Min(), 2).English, ""),
            Scale = (-1, 0),
        };
        var svg = new Svg(820, top + panel.Height + 40, Title.In(language));
        panel.Draw(svg, 20, top, 780, 220, language);
        return svg.ToString();
    }
}
