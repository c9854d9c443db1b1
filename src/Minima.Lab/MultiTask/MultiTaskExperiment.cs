using Minima.Lab.Pictures;
using Minima.Training.MultiTask;

namespace Minima.Lab.MultiTask;

/// <summary>Every method for several tasks on two problems whose losses differ in scale by 100, against equal weights and against networks of one task.</summary>
internal sealed class MultiTaskExperiment : Experiment
{
    private const double Right = Math.PI / 2;

    public override string Name => "multitask";

    public override Words Title => new("Several tasks, one network", "多任务共用一个网络");

    public override Words Setting => new(
        "Two problems of two tasks on a shared trunk that is too narrow for both, one loss 100 times as large as the other: two overlaid digits to be named (88 pixels, 24 shared units), and two functions of the same inputs (10 shared units). Adam at 0.002 with cosine decay, batches of 64, the same epochs for all. Each figure is the mean over seeds; the gain is the mean over tasks of score over the single-task score, less 1. The baseline is fixed_weights; networks of one task each, twice the parameters, stand on top.",
        "两个问题各含两个任务，共用一个容量不足的主干，其中一个损失比另一个大 100 倍：辨认叠在一起的两个数字（88 个像素，24 个共享单元），以及拟合同一输入的两个函数（10 个共享单元）。优化器为 Adam，学习率 0.002 并按余弦衰减，批大小 64，各方法轮次相同。每个数字是多个种子的均值；增益指各任务得分与单任务得分之比减 1 后的平均。基线为 fixed_weights；表首是每个任务单独训练的网络，参数为两倍。");

    public override LabReport Run(LabRun run)
    {
        var seeds = Enumerable.Range(1, run.Of(3, 1)).ToArray();
        var epochs = run.Of(30, 1);
        var methods = run.IsSmall ? ["fixed_weights", "dwa", "gradnorm", "pcgrad", "mgda", "cagrad", "famo"] : TaskBalances.Names;
        Func<LabRun, int, TaskProblem>[] problems = [TaskProblem.Digits, TaskProblem.Functions];
        run.Parts = problems.Length * (methods.Count + 1);
        var compared = problems.Select(problem => Compare(run, problem, methods, seeds, epochs)).ToArray();
        return new LabReport(
            [.. compared.Select(one => one.Table)],
            [.. compared.SelectMany(one => one.Findings()), Remark(compared)],
            language => WeightPicture.Draw(Title, compared, language));
    }

    /// <summary>Which methods see the difference of scale: more than five points above equal weights on both problems.</summary>
    private static Words Remark(ComparedMethods[] compared)
    {
        var others = compared[0].Methods.Keys.Where(method => method != ComparedMethods.Control).ToLookup(method => compared.Count(one => one.Gain(method) > one.Gain(ComparedMethods.Control) + 0.05));
        return new(
            $"More than five points above equal weights on both problems: {Listed(others[compared.Length], ", ", "none")}. On neither: {Listed(others[0], ", ", "none")}. Weights made of gradients or of logarithms see the difference of scale in the first step; those that are learned (uncertainty_weighting, imtl_l, gradnorm: Adam at 0.025) only get there on the way.",
            $"在两个问题上都比等权高出五个百分点以上的有：{Listed(others[compared.Length], "、", "无")}；两个都没有的有：{Listed(others[0], "、", "无")}。由梯度或对数得出的权重从第一步就看到量级之差；靠学习得到的权重（uncertainty_weighting、imtl_l、gradnorm：Adam，学习率 0.025）要在途中才赶上。");
    }

    private static string Listed(IEnumerable<string> names, string comma, string none) => string.Join(comma, names.DefaultIfEmpty(none));

    private static ComparedMethods Compare(LabRun run, Func<LabRun, int, TaskProblem> make, IReadOnlyList<string> methods, int[] seeds, int epochs)
    {
        var made = seeds.Select(seed => make(run, seed)).ToArray();
        run.Begin($"{made[0].Terms[0].Name} and {made[0].Terms[1].Name}: alone");
        var alone = seeds.Select((seed, k) => TaskTraining.Alone(made[k], epochs, seed).Scores).ToArray();
        var all = new Dictionary<string, TaskTraining[]>(StringComparer.Ordinal);
        foreach (var method in methods)
        {
            run.Begin($"{made[0].Terms[0].Name} and {made[0].Terms[1].Name}: {method}");
            all[method] = [.. seeds.Select((seed, k) => TaskTraining.Together(made[k], method, epochs, seed))];
        }

        return new ComparedMethods(made[0], alone, all);
    }

    /// <summary>The angle of a cosine in degrees.</summary>
    internal static double Degrees(double cosine) => Math.Acos(Math.Clamp(cosine, -1, 1)) / Right * 90;
}
