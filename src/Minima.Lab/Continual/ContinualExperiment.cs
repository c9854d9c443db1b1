using Minima.Lab.Pictures;

namespace Minima.Lab.Continual;

/// <summary>Digits in five tasks: who still knows the first when the last was learned?</summary>
internal sealed class ContinualExperiment : Experiment
{
    private static readonly string[] Drawn = [Memories.Naive, "ewc", "synaptic_intelligence", "lwf", "gem"];

    public override string Name => "continual";

    public override Words Title => new("Learning without forgetting", "学而不忘");

    public override Words Setting => new(
        "The digits come as five tasks, 0 or 1, 2 or 3 and so on, one after the other: 64 pixels, 64 hidden units, SGD at 0.05, batches of 16. In the first table each task has two outputs of its own; in the second all share the same two, so that later tasks contradict earlier ones. Forgetting is how much lower the earlier tasks end than they stood after they were learned. Naive fine-tuning is the baseline; all tasks together, an epoch of each in turn, is what could be reached.",
        "数字依次作为五个任务出现：0 或 1、2 或 3，依此类推；64 个像素，64 个隐藏单元，SGD 学习率 0.05，批大小 16。第一张表中每个任务各有两个输出；第二张表中所有任务共用同样的两个输出，后来的任务与先前的相互矛盾。遗忘指先前任务的最终准确率比刚学完时低多少。基线为直接微调；把所有任务合在一起轮流训练则是可达到的上限。");

    public override LabReport Run(LabRun run)
    {
        var seeds = Enumerable.Range(1, run.Of(3, 1)).ToArray();
        var epochs = run.Of(20, 1);
        run.Parts = 2 * (Memories.All.Count + 1);
        var (own, ownTrainings) = Compare(run, hasOneHead: false, seeds, epochs, new("each task with outputs of its own", "每个任务各有输出"));
        var (shared, sharedTrainings) = Compare(run, hasOneHead: true, seeds, epochs, new("all tasks through the same two outputs", "所有任务共用两个输出"));
        return new LabReport([own, shared], [Finding(ownTrainings, new("with outputs of their own", "各有输出时")), Finding(sharedTrainings, new("with shared outputs", "共用输出时"))], language => Picture(ownTrainings, sharedTrainings, language));
    }

    private static (LabTable Table, Dictionary<string, ContinualTraining[]> Trainings) Compare(LabRun run, bool hasOneHead, int[] seeds, int epochs, Words title)
    {
        var tasks = seeds.Select(seed => new DigitTasks(seed, hasOneHead, run.IsSmall)).ToArray();
        var table = new LabTable(title, new("method", "方法"), new("accuracy over all tasks", "全部任务的准确率"), new("first task in the end", "首个任务的最终准确率"), new("forgetting", "遗忘"));
        var trainings = new Dictionary<string, ContinualTraining[]>(StringComparer.Ordinal);
        run.Begin($"together, {(hasOneHead ? "one head" : "five heads")}");
        Add(new("all tasks together", "所有任务合在一起"), [.. seeds.Select((seed, k) => ContinualTraining.Together(tasks[k], epochs, seed))]);
        foreach (var (name, make) in Memories.All)
        {
            run.Begin($"{name}, {(hasOneHead ? "one head" : "five heads")}");
            trainings[name] = [.. seeds.Select((seed, k) => ContinualTraining.Run(tasks[k], make, epochs, seed))];
            Add(name == Memories.Naive ? new Words(name, "直接微调") : name, trainings[name]);
        }

        return (table, trainings);

        void Add(Words name, ContinualTraining[] of) => table.Add(
            name,
            Figure.PercentSpread(new Sample([.. of.Select(one => one.Accuracy)])),
            Figure.Percent(of.Average(one => one.After[^1][0])),
            Figure.PercentSpread(new Sample([.. of.Select(one => one.Forgetting)])));
    }

    private static Words Finding(Dictionary<string, ContinualTraining[]> trainings, Words when)
    {
        double Accuracy(string name) => trainings[name].Average(one => one.Accuracy);
        double First(string name) => trainings[name].Average(one => one.After[^1][0]);
        var best = trainings.Keys.MaxBy(Accuracy)!;
        return new(
            $"{char.ToUpperInvariant(when.English[0])}{when.English[1..]}, EWC keeps the first task at {Figure.Percent(First("ewc")).English} where naive fine-tuning leaves {Figure.Percent(First(Memories.Naive)).English}; the best over all tasks is {best} with {Figure.Percent(Accuracy(best)).English}, naive {Figure.Percent(Accuracy(Memories.Naive)).English}.",
            $"{when.Chinese}，EWC 使首个任务保持在 {Figure.Percent(First("ewc")).English}，直接微调只剩 {Figure.Percent(First(Memories.Naive)).English}；全部任务上最好的是 {(best == Memories.Naive ? "直接微调" : best)}，为 {Figure.Percent(Accuracy(best)).English}，直接微调为 {Figure.Percent(Accuracy(Memories.Naive)).English}。");
    }

    private string Picture(Dictionary<string, ContinualTraining[]> own, Dictionary<string, ContinualTraining[]> shared, Language language)
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

        static Series[] Lines(Dictionary<string, ContinualTraining[]> trainings) =>
        [
            .. Drawn.Select((name, style) => new Series(
                name == Memories.Naive ? new Words(name, "直接微调") : name,
                [.. Enumerable.Range(0, DigitTasks.Count).Select(learned => (learned + 1.0, trainings[name].Average(one => one.After[learned][0])))],
                style) { HasMarks = true }),
        ];
    }
}
