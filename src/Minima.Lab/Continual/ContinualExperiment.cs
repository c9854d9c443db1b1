using Minima.Lab.Studies;

namespace Minima.Lab.Continual;

/// <summary>Digits in five tasks: which methods still classify the first after learning the last?</summary>
internal sealed class ContinualExperiment : Experiment
{
    // Of the first task, whose importances are measured.
    private const double FirstRate = 0.003;

    private static readonly Measure<ContinualTraining> Accuracy = new(one => one.Accuracy);

    private static readonly string[] Drawn = [Memories.Naive, "ewc", "synaptic_intelligence", "lwf", "gem"];

    public override string Name => "continual";

    public override Words Title => new("Learning without forgetting", "学而不忘");

    public override Words Answer => new(
        "With outputs of their own, tasks are kept best by distillation (LwF) and GEM. With shared outputs only gradients of stored samples (GEM, A-GEM) help much.",
        "各任务有自己的输出时，蒸馏（LwF）与 GEM 遗忘最少。共用输出时，只有利用所存样本梯度的 GEM 与 A-GEM 帮助较大。");

    public override int Seeds => 12;

    public override Words Setting => new(
        "The digits come as five tasks, 0 or 1, 2 or 3 and so on, one after the other: 64 pixels, 12 hidden units, Adam, batches of 16, 20 epochs of each. In the first table each task has two outputs of its own; in the second all share the same two, so that later tasks contradict earlier ones. Forgetting is how much lower the earlier tasks end than they stood after they were learned. Strengths and rates are chosen by the accuracy over all tasks on other rows than those that judge: one quarter of the table, the same for all seeds. That choice looks back at all tasks, as it does in the papers. Naive fine-tuning at the rate that suits it is the baseline; all tasks together is what could be reached.",
        "数字依次组成五个任务：0 或 1，2 或 3，依此类推。网络有 64 个像素输入与 12 个隐藏单元，用 Adam 训练，批大小 16，每个任务 20 轮。第一张表中，每个任务各有两个输出；第二张表中，所有任务共用两个输出，后来的任务因此与先前的任务相矛盾。遗忘是指先前任务的最终准确率比刚学完时低多少。强度与学习率按全部任务上的准确率选定，所用样本不参与评判；评判样本占全表四分之一，所有种子相同。与论文一样，这样的选择要回看所有任务。基线为直接微调，学习率经过调优；所有任务联合训练，则给出可达到的上限。");

    public override LabReport Run(LabRun run)
    {
        var (own, shared) = (Compared(run, hasOneHead: false), Compared(run, hasOneHead: true));
        run.Parts = own.PartsOf(run) + shared.PartsOf(run);
        var (ownOutcome, sharedOutcome) = (own.Run(run), shared.Run(run));
        return new LabReport(
            [Table(ownOutcome, new("each task with outputs of its own", "每个任务各有输出")), Table(sharedOutcome, new("all tasks through the same two outputs", "所有任务共用两个输出"))],
            [
                StudyFindings.Verdicts(ownOutcome, new("With outputs of their own", "各有输出时"), sample => Figure.PercentMean(sample)),
                StudyFindings.Verdicts(sharedOutcome, new("With shared outputs", "共用输出时"), sample => Figure.PercentMean(sample)),
                AwareRemark(ownOutcome, Concentration(run)),
            ],
            language => Picture(ownOutcome, sharedOutcome, language));
    }

    /// <summary>Every method, tuned.</summary>
    internal static Study<ContinualTraining> Compared(LabRun run, bool hasOneHead) => new(new Memories(hasOneHead, run.Of(20, 1, 10), run.Of(int.MaxValue, 30)).All, Accuracy, tuningSeeds: 2);

    /// <summary>The proportion of all importance in the most important tenth of the weights, by MAS and by EWC.</summary>
    internal static (Sample Aware, Sample Elastic) Concentration(LabRun run)
    {
        var shares = run.JudgingSeeds.Select(seed => ContinualTraining.Concentration(new DigitTasks(Trial.ToJudge(run, seed), hasOneHead: false, run.Of(int.MaxValue, 30)), FirstRate, run.Of(20, 1, 10), seed)).ToArray();
        return (new([.. shares.Select(of => of.Aware)]), new([.. shares.Select(of => of.Elastic)]));
    }

    private static LabTable Table(StudyOutcome<ContinualTraining> outcome, Words title) => StudyTable.Of(
        outcome,
        new($"{title.English}, with 95 % intervals over seeds", $"{title.Chinese}，附种子间的 95% 置信区间"),
        sample => Figure.PercentChange(sample),
        new StudyColumn<ContinualTraining>(new("accuracy over all tasks", "全部任务的准确率"), Accuracy.Of, sample => Figure.PercentMean(sample)),
        new StudyColumn<ContinualTraining>(new("first task in the end", "首个任务的最终准确率"), one => one.After[^1][0], sample => Figure.Percent(sample.Mean)),
        new StudyColumn<ContinualTraining>(new("forgetting", "遗忘"), one => one.Forgetting, sample => Figure.PercentMean(sample)));

    /// <summary>Why MAS fell behind at one strength.</summary>
    private static Words AwareRemark(StudyOutcome<ContinualTraining> outcome, (Sample Aware, Sample Elastic) shares)
    {
        var (whole, own) = (outcome["mas"], outcome["mas, outputs of the task"]);
        return new(
            $"MAS by its strength, on the seeds that tune: {Tuned(whole, name => name.English, ", ")}. {Figure.PercentMean(whole.Over(Accuracy.Of)).English} where the importances are those of the model's whole answer, {Figure.PercentMean(own.Over(Accuracy.Of)).English} where they are those of the task's own outputs, as in its paper. What speaks for a small strength: after the first task the most important tenth of the weights has {Figure.PercentMean(shares.Aware, 0).English} of all importance by MAS, {Figure.PercentMean(shares.Elastic, 0).English} by EWC. Springs that are spread hold weights that later tasks need too: where they are stiff, the first task stays and the later ones overwrite each other.",
            $"MAS 在各强度下的准确率（调优种子）：{Tuned(whole, name => name.Chinese + " 时为", "，")}。重要度按模型的全部输出计算时，准确率为 {Figure.PercentMean(whole.Over(Accuracy.Of)).English}；与论文一样只用本任务的输出时，为 {Figure.PercentMean(own.Over(Accuracy.Of)).English}。较小的强度为何更好：学完首个任务后，最重要的十分之一权重在 MAS 中占全部重要度的 {Figure.PercentMean(shares.Aware, 0).English}，在 EWC 中占 {Figure.PercentMean(shares.Elastic, 0).English}。重要度分散时，约束也落在后来任务所需的权重上；约束过强，首个任务得以保持，后来的任务却相互覆盖。");

        static string Tuned(StudiedMethod<ContinualTraining> method, Func<Words, string> inLanguage, string comma) =>
            string.Join(comma, method.Tuning.Select((score, i) => $"{inLanguage(method.Method.Settings[i].Name)} {Figure.Percent(score).English}"));
    }

    private string Picture(StudyOutcome<ContinualTraining> own, StudyOutcome<ContinualTraining> shared, Language language)
    {
        var svg = new Svg(900, 460, Title.In(language));
        var left = Lines(own);
        Panel(new("outputs of their own", "各有输出"), left, 70);
        Panel(new("shared outputs", "共用输出"), Lines(shared), 510);
        Series.Legend(svg, left, 40, 820, 420, language);
        return svg.ToString();

        void Panel(Words title, Series[] lines, double x) => new LinePanel
        {
            Title = title,
            XTitle = new("tasks learned", "已学任务数"),
            YTitle = new("accuracy of the first task", "首个任务的准确率"),
            Lines = lines,
            Y = (0, 1),
        }.Draw(svg, x, 70, 350, 270, language);

        static Series[] Lines(StudyOutcome<ContinualTraining> outcome) =>
        [
            .. Drawn.Select((name, style) => new Series(
                outcome[name].Name,
                [.. Enumerable.Range(0, DigitTasks.Count).Select(learned => (learned + 1.0, outcome[name].Over(one => one.After[learned][0]).Mean))],
                style) { HasMarks = true }),
        ];
    }
}
