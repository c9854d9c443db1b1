using Minima.Lab.Studies;
using Minima.Training.MultiTask;

namespace Minima.Lab.MultiTask;

/// <summary>The methods on one problem.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Tasks">The names of its tasks.</param>
/// <param name="Outcome">Tuned fixed weights first, then networks of one task, then the methods.</param>
internal sealed record ComparedMethods(Words Problem, IReadOnlyList<Words> Tasks, StudyOutcome<TaskTraining> Outcome)
{
    /// <summary>The method that all others are compared with.</summary>
    public const string Control = "fixed_weights";

    /// <summary>A weight of one half for each task.</summary>
    public const string Equal = "equal weights";

    private const int TuningSeeds = 1;

    private static readonly double[] Rates = [0.002, 0.001, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.24];
    private static readonly double[] FewRates = [0.008, 0.03, 0.12];
    private static readonly double[] Shares = [0.9, 0.97, 0.99];

    public LabTable Table
    {
        get
        {
            return StudyTable.Of<TaskTraining>(
                Outcome,
                new($"{Problem.English}: scores with 95 % intervals over seeds", $"{Problem.Chinese}：得分，附种子间的 95% 置信区间"),
                sample => Figure.Change(sample),
                new StudyColumn<TaskTraining>(new("mean of both", "两者平均"), one => one.Mean, sample => Figure.Mean(sample)),
                new StudyColumn<TaskTraining>(Tasks[0], one => one.Scores[0], sample => Figure.Fixed(sample.Mean)),
                new StudyColumn<TaskTraining>(Tasks[1], one => one.Scores[1], sample => Figure.Fixed(sample.Mean)),
                new StudyColumn<TaskTraining>(new("angle of the gradients", "梯度夹角"), Angle, sample => double.IsNaN(sample.Mean) ? "" : Figure.Fixed(sample.Mean, 0).English + "°"),
                new StudyColumn<TaskTraining>(new("weight of the first at the end", "首个任务的最终权重"), Late, sample => double.IsNaN(sample.Mean) ? "" : Figure.Mean(sample, 3)));
        }
    }

    /// <summary>All methods on a problem, each with the same number of settings.</summary>
    public static Study<TaskTraining> Study(LabRun run, Func<LabRun, Trial, TaskProblem> make, IReadOnlyList<string> names, int epochs)
    {
        var methods = new List<StudyMethod<TaskTraining>>
        {
            new(Control, [.. Shares.SelectMany(share => FewRates.Select(rate => Setting(new($"share {Text(share)} and rate {Text(rate)}", $"占比 {Text(share)}、学习率 {Text(rate)}"), rate, _ => new FixedShare(share))))])
            {
                Grid = new(
                    $"a share of {string.Join(", ", Shares.Select(Text))} for the first task, each at a rate of {string.Join(", ", FewRates.Select(Text))}",
                    $"首个任务占 {string.Join("、", Shares.Select(Text))}，各配学习率 {string.Join("、", FewRates.Select(Text))}"),
            },
            ByRate(new("one network each", "各用一个网络"), rate => new(Named(rate), trial => TaskTraining.Alone(make(run, trial), rate, epochs, trial.Seed))) with { IsReference = true },
            ByRate(new(Equal, "等权"), rate => Setting(Named(rate), rate, _ => new FixedShare(0.5))),
        };
        methods.AddRange(names.Where(name => name != Control).Select(name => ByRate(name, rate => Setting(Named(rate), rate, seed => TaskBalances.Create(name, (ulong)seed)))));
        return new(methods, new(one => one.Mean), TuningSeeds);

        StudyMethod<TaskTraining> ByRate(Words name, Func<double, StudySetting<TaskTraining>> setting) => new(name, [.. Rates.Select(setting)])
        {
            Grid = new($"a rate of {string.Join(", ", Rates.Select(Text))}", $"学习率 {string.Join("、", Rates.Select(Text))}"),
        };

        StudySetting<TaskTraining> Setting(Words name, double rate, Func<int, TaskBalance> balance) =>
            new(name, trial => TaskTraining.Together(make(run, trial), balance(trial.Seed), rate, epochs, trial.Seed));

        static Words Named(double rate) => new($"rate {Text(rate)}", $"学习率 {Text(rate)}");
    }

    public IEnumerable<Words> Findings()
    {
        var name = new Words(Capital(Problem.English), Problem.Chinese);
        yield return StudyFindings.Verdicts(Outcome, name, sample => Figure.Mean(sample));
        var compared = Outcome.Compared();
        var equal = Outcome[Equal];
        var best = Outcome.Best;
        yield return new(
            $"{name.English}: equal weights have {Figure.Mean(equal.Over(one => one.Mean)).English}; fixed weights with '{Outcome.Baseline.Setting.English}', found by nine trainings, have {Figure.Mean(Outcome.Baseline.Over(one => one.Mean)).English}. The best of all is {best.Name.English} with {Figure.Mean(best.Over(one => one.Mean)).English}, which ends at a weight of {Figure.Fixed(best.Over(Late).Mean).English} for the first task{(best == Outcome.Baseline ? "" : $"; better than the tuned weights: {StudyTable.TextOf(compared[best.Name.English].Verdict).English}")}.",
            $"{name.Chinese}：等权为 {Figure.Mean(equal.Over(one => one.Mean)).English}；固定权重由九次训练选定，取“{Outcome.Baseline.Setting.Chinese}”，为 {Figure.Mean(Outcome.Baseline.Over(one => one.Mean)).English}。最好的方法是 {best.Name.Chinese}，为 {Figure.Mean(best.Over(one => one.Mean)).English}，首个任务的最终权重为 {Figure.Fixed(best.Over(Late).Mean).English}{(best == Outcome.Baseline ? "" : $"；是否优于调优后的固定权重：{StudyTable.TextOf(compared[best.Name.English].Verdict).Chinese}")}。");
    }

    /// <summary>The lead of the best method over equal weights, and over the tuned ones.</summary>
    public (double OfEqual, double OfTuned) Lead
    {
        get
        {
            var best = Outcome.Rivals.Max(rival => rival.Over(one => one.Mean).Mean);
            return (best - Outcome[Equal].Over(one => one.Mean).Mean, best - Outcome.Baseline.Over(one => one.Mean).Mean);
        }
    }

    /// <summary>The mean angle between the tasks' gradients over the steps, in degrees.</summary>
    private static double Angle(TaskTraining training) => training.Watch is { Cosines.Count: > 0 } watch ? watch.Cosines.Average(MultiTaskExperiment.Degrees) : double.NaN;

    /// <summary>The mean weight of the first task over the last tenth of the steps.</summary>
    private static double Late(TaskTraining training) => training.Watch is { } watch ? watch.Weights.TakeLast(Math.Max(1, watch.Weights.Count / 10)).Average(weights => weights[0]) : double.NaN;

    private static string Text(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
