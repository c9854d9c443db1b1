using Minima.Lab.Studies;
using Minima.Training.MultiTask;

namespace Minima.Lab.MultiTask;

/// <summary>Every method for several tasks on two problems whose losses differ in scale by 100, against equal weights and against networks of one task.</summary>
internal sealed class MultiTaskExperiment : Experiment
{
    private const double Right = Math.PI / 2;

    private static readonly IReadOnlyList<Func<LabRun, Trial, TaskProblem>> Problems = [TaskProblem.Digits, TaskProblem.Functions];

    public override string Name => "multitask";

    public override Words Title => new("Several tasks, one network", "多任务共用一个网络");

    public override Words Answer => new(
        "Most methods that balance tasks beat equal weights. None beats one tuned weight on both problems.",
        "多数任务平衡方法优于等权，但没有一种在两个问题上都优于一个调好的固定权重。");

    public override Words Setting => new(
        "Two problems of two tasks on a shared trunk that is too narrow for both, one loss 100 times as large as the other. In the first, the network classifies two overlaid digits (88 pixels, 24 shared units). In the second, it learns two functions of the same inputs (10 shared units). Adam with cosine decay, batches of 64, 20 epochs for all. The score of a task is its accuracy or its R2 on rows that were not learned; settings are chosen by the mean over both tasks. The baseline is fixed_weights with weights that were tried like the settings of every other method; networks of one task each, twice the parameters, stand on top.",
        "两个问题各含两个任务，共用一个容量不足的主干，其中一个损失是另一个的 100 倍：一是识别叠在一起的两个数字（88 个像素，24 个共享单元），二是拟合同一组输入的两个函数（10 个共享单元）。各方法都用 Adam 训练 20 轮，余弦衰减，批大小 64。任务的得分为测试集上的准确率或 R2，设置按两个任务的平均得分选定。基线为 fixed_weights，它的权重也像其他方法的设置一样经过试选。表中第一行是为每个任务单独训练的网络，参数量为两倍。");

    public override LabReport Run(LabRun run)
    {
        var studies = Problems.Select(problem => ComparedMethods.Study(run, problem, MethodsOf(run), Epochs(run))).ToArray();
        run.Parts = studies.Sum(study => study.PartsOf(run));
        var compared = studies.Zip(Problems, (study, problem) => Compared(run, problem, study)).ToArray();
        return new LabReport([.. compared.Select(one => one.Table)], [.. compared.SelectMany(one => one.Findings()), Remark(compared)], language => WeightPicture.Draw(Title, compared, language));
    }

    /// <summary>The comparison on one of the problems, by its index.</summary>
    internal static ComparedMethods Compared(LabRun run, int problem, IReadOnlyList<string> methods) =>
        Compared(run, Problems[problem], ComparedMethods.Study(run, Problems[problem], methods, Epochs(run)));

    private static ComparedMethods Compared(LabRun run, Func<LabRun, Trial, TaskProblem> make, Study<TaskTraining> study)
    {
        var one = make(run, Trial.ToTune(run, 0));
        return new(one.Title, [.. one.Judges.Select(judge => judge.Name)], study.Run(run));
    }

    private static IReadOnlyList<string> MethodsOf(LabRun run) => run.IsSmall ? ["dwa", "gradnorm", "pcgrad", "mgda", "famo"] : TaskBalances.Names;

    private static int Epochs(LabRun run) => run.Of(20, 1, 12);

    /// <summary>Lists the methods that beat equal weights, and those that beat tuned ones.</summary>
    private static Words Remark(ComparedMethods[] compared)
    {
        var names = compared[0].Outcome.Rivals.Select(rival => rival.Name.English).Where(name => name != ComparedMethods.Equal).ToArray();
        string[] above = [.. names.Where(name => compared.All(one => Mean(one, name) > Mean(one, ComparedMethods.Equal)))];
        string[] better = [.. names.Where(name => compared.All(one => one.Outcome.Compared()[name].Verdict == Verdict.Yes))];
        return new(
            $"Above equal weights on both problems in the mean: {above.Length} of {names.Length}. Better than tuned fixed weights on both, beyond luck: {Listed(better, ", ", "none")}. The best method is {Lead(one => one.OfEqual)} ahead of equal weights, and {Lead(one => one.OfTuned)} of the tuned ones. With two tasks, a search for one number finds most of what is reported against equal weights.",
            $"{names.Length} 种方法中，有 {above.Length} 种在两个问题上的平均得分都高于等权。在两个问题上都显著优于调优后的固定权重的：{Listed(better, "、", "无")}。最好的方法在两个问题上依次比等权高 {Lead(one => one.OfEqual)}，比调优后的固定权重高 {Lead(one => one.OfTuned)}。可见在只有两个任务时，文献报告的相对等权的收益，大部分只靠搜索一个权重也能得到。");

        string Lead(Func<(double OfEqual, double OfTuned), double> of) => string.Join(" / ", compared.Select(one => Figure.Fixed(of(one.Lead)).English));

        static double Mean(ComparedMethods one, string name) => one.Outcome[name].Over(training => training.Mean).Mean;
    }

    private static string Listed(IReadOnlyList<string> names, string comma, string none) => string.Join(comma, names.DefaultIfEmpty(none));

    /// <summary>The angle of a cosine in degrees.</summary>
    internal static double Degrees(double cosine) => Math.Acos(Math.Clamp(cosine, -1, 1)) / Right * 90;
}
