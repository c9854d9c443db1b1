using System.Diagnostics;
using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Training.Streams;

namespace Minima.Lab.Drift;

/// <summary>A million items whose rule changes: who notices, and what helps?</summary>
internal sealed class DriftExperiment : Experiment
{
    private const int NaiveItems = 20_000;

    private static readonly (Words Name, Func<IDriftDetector?> Make)[] Detectors =
    [
        (new("nobody", "无人监视"), () => null),
        ("DDM", () => new DriftDetectionMethod()),
        ("Page-Hinkley", () => new PageHinkley(direction: DriftDirection.Up)),
        ("ADWIN", () => new AdaptiveWindow()),
    ];

    private static readonly (Words Name, DriftReaction Reaction)[] Reactions =
    [
        (new("the rate begins again", "重启学习率"), DriftReaction.RaiseRate),
        (new("weights are forgotten", "重置权重"), DriftReaction.Reset),
        (new("another loss takes over", "换用另一损失"), DriftReaction.SwitchLoss),
    ];

    public override string Name => "drift";

    public override Words Title => new("A stream that changes", "会漂移的数据流");

    public override Words Setting => new(
        "A million items of ten features and two classes come one at a time, the rule of the classes changing abruptly (three times), gradually (over a fifth of the stream) or back and forth (nine times); one label in twenty is wrong. A linear model under the logistic loss is tested on each item, then learns from it, at a rate that falls while nothing changes. Detectors watch the errors; at an alarm the rate begins again, the weights are forgotten, or squared_hinge takes over. The baseline watches nobody.",
        "一百万个样本逐个到来，每个十个特征、分属两类；类别规则突变（三次）、渐变（历时五分之一）或来回反复（九次）；二十个标签中有一个是错的。线性模型以逻辑损失在每个样本上先测试后学习，学习率在平稳时逐渐下降。检测器观察错误；报警时重启学习率、重置权重，或改用 squared_hinge。基线为无人监视。");

    public override LabReport Run(LabRun run)
    {
        var items = run.Of(1_000_000, 3000);
        run.Parts = DriftingStream.All.Count + 1;
        var rows = new List<(Words Detector, Words Reaction, List<DriftRun> Runs)>();
        foreach (var (detector, make) in Detectors)
        {
            foreach (var (reaction, what) in Reactions)
            {
                if (make() is null && what != DriftReaction.RaiseRate) continue;
                rows.Add((detector, make() is null ? "" : reaction, []));
            }
        }

        foreach (var stream in DriftingStream.All)
        {
            run.Begin(stream.Name.English);
            var row = 0;
            foreach (var (_, make) in Detectors)
            {
                foreach (var (_, what) in Reactions)
                {
                    if (make() is null && what != DriftReaction.RaiseRate) continue;
                    rows[row++].Runs.Add(DriftRun.Of(stream, items, make, what, seed: 1));
                }
            }
        }

        run.Begin("throughput");
        var errors = new LabTable(new("share of items named wrongly before they were learned from", "学习之前被判错的样本占比"), [new("watched by", "监视者"), new("at an alarm", "报警时"), .. DriftingStream.All.Select(stream => stream.Name)]);
        foreach (var (detector, reaction, runs) in rows) errors.Add([detector, reaction, .. runs.Select(one => Figure.Percent(one.Error, 2))]);
        return new LabReport(
            [errors, Detection(rows), Throughput(run, rows)],
            [Finding(rows)],
            language => Picture(rows, language));
    }

    private static LabTable Detection(List<(Words Detector, Words Reaction, List<DriftRun> Runs)> rows)
    {
        var table = new LabTable(
            new("alarms (the rate begins again): changes found, items until the first alarm, alarms in all", "报警情况（重启学习率）：发现的变化、首次报警前的样本数、报警总数"),
            [new("watched by", "监视者"), .. DriftingStream.All.Select(stream => stream.Name)]);
        foreach (var (detector, _, runs) in rows.Where(row => row.Reaction == Reactions[0].Name))
        {
            table.Add([detector, .. runs.Select(one => (Words)$"{Figure.Percent(one.Found, 0).English}, {Figure.Fixed(one.Delay, 0).English}, {one.Alarms.ToString(CultureInfo.InvariantCulture)}")]);
        }

        return table;
    }

    /// <summary>To one digit: the machine is never idle. Small versions measure nothing, for they must say the same twice.</summary>
    private static LabTable Throughput(LabRun run, List<(Words Detector, Words Reaction, List<DriftRun> Runs)> rows)
    {
        var table = new LabTable(new("throughput on one thread", "单线程吞吐量"), new("loop", "循环"), new("items a second", "每秒样本数"), new("bytes allocated for an item", "每个样本分配的字节数"));
        var watched = run.IsSmall ? "-" : Speed(200_000, () => DriftRun.Of(DriftingStream.All[0], 200_000, () => new AdaptiveWindow(), DriftReaction.RaiseRate, 1));
        table.Add(new("StreamLearner with ADWIN", "StreamLearner 加 ADWIN"), watched, Figure.Fixed(run.IsSmall ? 0 : rows[^1].Runs[0].BytesPerItem, 1));
        table.Add(new("tensors, a batch of one item", "张量，每批一个样本"), run.IsSmall ? "-" : Speed(NaiveItems, Naive), "");
        return table;
    }

    private static Words Speed(int items, Action work)
    {
        work();
        var start = Stopwatch.GetTimestamp();
        work();
        return Figure.Digits(items / Stopwatch.GetElapsedTime(start).TotalSeconds, 1).English;
    }

    /// <summary>The same steps as people write them with a network library: forward, backward, optimizer.</summary>
    private static void Naive()
    {
        var model = new Linear(DriftingStream.Features, 1, new RandomState(1));
        var optimizer = new Sgd(model.Parameters, 0.1);
        var loss = Loss.Create("logistic");
        DriftingStream.All[0].Run(NaiveItems, 1, (_, x, label) =>
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            loss.Apply(model.Forward(Tensor.Of(x, [1, DriftingStream.Features]).To(ElementType.Single)).Reshape([1]), Tensor.Of([(float)label], [1])).Backward();
            optimizer.Step();
        });
    }

    private static Words Finding(List<(Words Detector, Words Reaction, List<DriftRun> Runs)> rows)
    {
        var best = rows.MinBy(row => row.Runs.Average(one => one.Error));
        var none = rows[0].Runs.Average(one => one.Error);
        return new(
            $"In the mean over the three streams {Figure.Percent(none, 2).English} are named wrongly where nobody watches, {Figure.Percent(best.Runs.Average(one => one.Error), 2).English} with the best pair: {best.Detector.English}{(best.Reaction.English.Length > 0 ? ", " + best.Reaction.English : "")}. 5 % cannot be named rightly.",
            $"三种数据流平均，无人监视时 {Figure.Percent(none, 2).English} 被判错，最好的组合（{best.Detector.Chinese}{(best.Reaction.Chinese.Length > 0 ? "，" + best.Reaction.Chinese : "")}）为 {Figure.Percent(best.Runs.Average(one => one.Error), 2).English}。其中 5% 无法判对。");
    }

    private string Picture(List<(Words Detector, Words Reaction, List<DriftRun> Runs)> rows, Language language)
    {
        var svg = new Svg(900, 80 + (DriftingStream.All.Count * 260), Title.In(language));
        var shown = rows.Where(row => row.Reaction.English.Length == 0 || row.Reaction == Reactions[0].Name).ToArray();
        Series[] legend = [];
        for (var k = 0; k < DriftingStream.All.Count; k++)
        {
            legend = [.. shown.Select((row, style) => new Series(row.Detector, [.. row.Runs[k].Curve.Select((error, i) => ((double)i, error))], style))];
            new LinePanel { Title = DriftingStream.All[k].Name, XTitle = new("hundredths of the stream", "数据流的百分之几"), YTitle = new("error", "错误率"), Lines = legend, Y = (0, 0.6) }.Draw(svg, 80, 70 + (k * 260), 780, 180, language);
        }

        Series.Legend(svg, legend, 80, 780, 60 + (DriftingStream.All.Count * 260), language);
        return svg.ToString();
    }
}
