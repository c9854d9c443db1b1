using System.Diagnostics;
using Minima.Lab.Studies;
using Minima.Tensors.Streams;

namespace Minima.Lab.Drift;

/// <summary>A million items whose rule changes: which detectors notice, and what helps?</summary>
internal sealed class DriftExperiment : Experiment
{
    private const int NaiveItems = 20_000;
    private const int Rounds = 5;

    private static readonly (Words Name, Func<IDriftDetector?> Make)[] Detectors =
    [
        (new("nobody", "不检测漂移"), () => null),
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

    public override Words Answer => new(
        "Nearly every detector is better than none. ADWIN that forgets weights or restarts the rate is best in the mean; Page-Hinkley helps least.",
        "几乎每种检测器都优于不检测漂移。平均而言，ADWIN 报警后重置权重或重启学习率最好；Page-Hinkley 帮助最小。");

    public override Words Setting => new(
        "A million items of ten features and two classes come one at a time; one label in twenty is wrong. The rule of the classes changes abruptly (three times), gradually (over a fifth of the stream) or back and forth (nine times). A linear model under the logistic loss is tested on each item, then learns from it. Detectors watch the errors; at an alarm the rate begins again, the weights are forgotten, or hinge takes over. The baseline watches nobody. Every pair, and the baseline, tries the same six learning rates on a stream of its own and keeps the best for all three kinds of change. Three of the rates fall while nothing changes, three are constant.",
        "一百万个样本逐个到来，每个样本有十个特征，分属两类。类别规则或突变（三次），或渐变（历时数据流的五分之一），或来回切换（九次）；二十个标签中有一个是错的。线性模型采用逻辑损失，对每个样本先测后训。检测器监视预测错误；报警时，或重启学习率，或重置权重，或改用 hinge。基线不检测漂移。每个组合与基线都在另外的数据流上试同样的六个学习率，取三种变化平均最好的一个；其中三个在规则平稳时逐渐下降，三个恒定。");

    public override LabReport Run(LabRun run)
    {
        var items = run.Of(1_000_000, 3000, 60_000);
        var outcome = Compared(items).RunAlone(run, further: 1);
        run.Begin("throughput");
        StudyColumn<DriftRun[]>[] columns =
        [
            new(new("mean of the three", "三者平均"), MeanError, sample => Figure.PercentMean(sample, 2)),
            .. DriftingStream.All.Select((stream, i) => new StudyColumn<DriftRun[]>(stream.Name, runs => runs[i].Error, sample => Figure.PercentMean(sample, 2))),
        ];
        var errors = StudyTable.Of(outcome, new("share of items misclassified before they were learned from, with 95 % intervals over seeds", "学习之前被判错的样本占比，附种子间的 95% 置信区间"), sample => Figure.PercentChange(sample, 2), columns);
        return new LabReport([errors, Detection(outcome), Throughput(run)], [.. Findings(outcome)], language => Picture(outcome, language));
    }

    /// <summary>Every detector with every reaction, and no detector.</summary>
    internal static Study<DriftRun[]> Compared(int items)
    {
        var methods = new List<StudyMethod<DriftRun[]>> { Method(Detectors[0].Name, Detectors[0].Make, DriftReaction.RaiseRate) };
        foreach (var (detector, make) in Detectors.Skip(1))
        {
            foreach (var (reaction, what) in Reactions) methods.Add(Method(new($"{detector.English}: {reaction.English}", $"{detector.Chinese}：{reaction.Chinese}"), make, what));
        }

        return new(methods, new(MeanError, IsError: true), tuningSeeds: 1);

        StudyMethod<DriftRun[]> Method(Words name, Func<IDriftDetector?> make, DriftReaction reaction) =>
            new(name, [.. DriftRate.Tried.Select(rate => new StudySetting<DriftRun[]>(rate.Name, trial => [.. DriftingStream.All.Select(stream => DriftRun.Of(stream, items, make, reaction, rate, (ulong)trial.Seed))]))]);
    }

    private static double MeanError(DriftRun[] runs) => runs.Average(one => one.Error);

    private static LabTable Detection(StudyOutcome<DriftRun[]> outcome)
    {
        var table = new LabTable(
            new("alarms: changes found, items until the first alarm, alarms in all, in the mean over seeds", "报警情况：发现的变化、首次报警前的样本数、报警总数，均对种子取平均"),
            [new("method", "方法"), .. DriftingStream.All.Select(stream => stream.Name)]);
        foreach (var method in outcome.Rivals)
        {
            table.Add([method.Name, .. DriftingStream.All.Select((_, k) => (Words)$"{Figure.Percent(Mean(method, k, one => one.Found), 0).English}, {Figure.Fixed(Mean(method, k, one => one.Delay), 0).English}, {Figure.Fixed(Mean(method, k, one => one.Alarms), 1).English}")]);
        }

        return table;

        static double Mean(StudiedMethod<DriftRun[]> method, int stream, Func<DriftRun, double> of) => method.Over(runs => of(runs[stream])).Mean;
    }

    /// <summary>Rounded to one digit: the machine is never idle. Small versions measure nothing, because their output must be reproducible.</summary>
    private static LabTable Throughput(LabRun run)
    {
        var table = new LabTable(new("throughput on one thread", "单线程吞吐量"), new("loop", "循环"), new("items a second", "每秒样本数"), new("bytes allocated for an item", "每个样本分配的字节数"));
        var isMeasured = run is { IsSmall: false, IsShort: false };
        var watched = isMeasured ? Speed(200_000, () => Watch(200_000)) : "-";
        table.Add(new("StreamLearner with ADWIN", "StreamLearner 加 ADWIN"), watched, isMeasured ? Figure.Fixed(Watch(200_000).BytesPerItem, 1) : "-");
        table.Add(new("tensors, a batch of one item", "张量，每批一个样本"), isMeasured ? Speed(NaiveItems, Naive) : "-", "");
        return table;

        static DriftRun Watch(int items) => DriftRun.Of(DriftingStream.All[0], items, () => new AdaptiveWindow(), DriftReaction.RaiseRate, DriftRate.Tried[0], 1);
    }

    private static Words Speed(int items, Action work)
    {
        work();
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Figure.Digits(items / best, 1).English;
    }

    /// <summary>The same steps as written with a network library: forward, backward, optimizer.</summary>
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

    private static IEnumerable<Words> Findings(StudyOutcome<DriftRun[]> outcome)
    {
        static Words Show(Sample sample) => Figure.PercentMean(sample, 2);
        yield return StudyFindings.Verdicts(outcome, new("In the mean over the three streams", "三种数据流平均"), Show);
        for (var k = 0; k < DriftingStream.All.Count; k++)
        {
            var stream = k;
            var name = DriftingStream.All[k].Name;
            yield return StudyFindings.Verdicts(outcome, new($"On the {name.English} stream", $"{name.Chinese}数据流上"), Show, new(runs => runs[stream].Error, IsError: true), isBrief: true);
        }

        var baseline = outcome.Baseline;
        if (baseline.Chosen != 0)
        {
            yield return new(
                $"The rate alone, on the stream that tunes: with nobody watching, {DriftRate.Tried[0].Name.English} leaves {Figure.Percent(baseline.Tuning[0], 2).English}, {baseline.Setting.English} {Figure.Percent(baseline.Tuning[baseline.Chosen], 2).English}. A rate that falls freezes the rule that was learned; a detector's alarm thaws it, and a larger rate keeps it soft.",
                $"只看学习率（调优所用的数据流）：不检测漂移时，学习率{DriftRate.Tried[0].Name.Chinese}，错误率为 {Figure.Percent(baseline.Tuning[0], 2).English}；学习率{baseline.Setting.Chinese}，错误率为 {Figure.Percent(baseline.Tuning[baseline.Chosen], 2).English}。学习率下降后，学到的规则便固定下来；检测器报警可使其重新学习，较大的学习率则使其保持可变。");
        }

        yield return new("5 % cannot be classified correctly.", "有 5% 的样本无论如何都无法判对。");
    }

    private string Picture(StudyOutcome<DriftRun[]> outcome, Language language)
    {
        var svg = new Svg(900, 80 + (DriftingStream.All.Count * 260), Title.In(language));
        StudiedMethod<DriftRun[]>[] shown = [outcome.Baseline, .. outcome.Rivals.Where((_, i) => i % Reactions.Length == 0)];
        Series[] legend = [];
        for (var k = 0; k < DriftingStream.All.Count; k++)
        {
            legend = [.. shown.Select((method, style) => new Series(method.Name, [.. method.Results[0][k].Curve.Select((error, i) => ((double)i, error))], style))];
            new LinePanel { Title = DriftingStream.All[k].Name, XTitle = new("hundredths of the stream", "数据流的进度（%）"), YTitle = new("error", "错误率"), Lines = legend, Y = (0, 0.6) }.Draw(svg, 80, 70 + (k * 260), 780, 180, language);
        }

        Series.Legend(svg, legend, 80, 780, 60 + (DriftingStream.All.Count * 260), language);
        return svg.ToString();
    }
}
