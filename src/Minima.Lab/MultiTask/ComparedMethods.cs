using Minima.Lab.Pictures;

namespace Minima.Lab.MultiTask;

/// <summary>The methods on one problem.</summary>
/// <param name="Problem">What was learned.</param>
/// <param name="Alone">The scores of networks of one task, seed by seed.</param>
/// <param name="Methods">The trainings by method, seed by seed.</param>
internal sealed record ComparedMethods(TaskProblem Problem, double[][] Alone, Dictionary<string, TaskTraining[]> Methods)
{
    /// <summary>What all others are held against.</summary>
    public const string Control = "fixed_weights";

    public LabTable Table
    {
        get
        {
            var table = new LabTable(
                Problem.Title,
                new("method", "方法"),
                Problem.Judges[0].Name,
                Problem.Judges[1].Name,
                new("gain", "增益"),
                new("angle", "夹角"),
                new("conflicts", "冲突"),
                new("weight of the first, begin -> end", "首个任务的权重，始 -> 终"));
            table.Add(new("one network each", "各用一个网络"), Figure.Fixed(Mean(Alone, 0)), Figure.Fixed(Mean(Alone, 1)), "", "", "", "");
            foreach (var (method, trainings) in Methods)
            {
                var scores = trainings.Select(one => one.Scores).ToArray();
                var cosines = trainings.SelectMany(one => one.Watch!.Cosines).DefaultIfEmpty(1).ToArray();
                table.Add(
                    method,
                    Figure.Fixed(Mean(scores, 0)),
                    Figure.Fixed(Mean(scores, 1)),
                    Figure.Percent(Gain(method)),
                    Figure.Fixed(cosines.Average(MultiTaskExperiment.Degrees), 0).English + "°",
                    Figure.Percent(cosines.Count(cosine => cosine < 0) / (double)cosines.Length, 0),
                    $"{Figure.Fixed(Early(trainings), 2).English} -> {Figure.Fixed(Late(trainings), 2).English}");
            }

            return table;
        }
    }

    /// <summary>The mean gain of a method over networks of one task.</summary>
    public double Gain(string method) => Methods[method].Select((one, seed) => one.Scores.Select((score, task) => (score / Alone[seed][task]) - 1).Average()).Average();

    public IEnumerable<Words> Findings()
    {
        var best = Methods.Keys.MaxBy(Gain)!;
        var control = Gain(Control);
        var better = Methods.Keys.Count(method => method != Control && Gain(method) > control);
        yield return new(
            $"{Capital(Problem.Title.English)}: {better} of {Methods.Count - 1} methods gain more than equal weights ({Figure.Percent(control).English}); the best is {best} ({Figure.Percent(Gain(best)).English}).",
            $"{Problem.Title.Chinese}：{Methods.Count - 1} 种方法中有 {better} 种的增益高于等权（{Figure.Percent(control).English}）；最好的是 {best}（{Figure.Percent(Gain(best)).English}）。");
    }

    private static double Mean(double[][] scores, int task) => scores.Average(of => of[task]);

    private static double Early(TaskTraining[] trainings) => trainings.Average(one => one.Watch!.Weights.Take(Tenth(one)).Average(weights => weights[0]));

    private static double Late(TaskTraining[] trainings) => trainings.Average(one => one.Watch!.Weights.TakeLast(Tenth(one)).Average(weights => weights[0]));

    private static int Tenth(TaskTraining training) => Math.Max(1, training.Watch!.Weights.Count / 10);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
