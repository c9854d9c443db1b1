namespace Minima.Lab.Continual;

/// <summary>Five tasks, one after the other.</summary>
/// <param name="After">[learned, task]: the accuracy of each task after each was learned.</param>
internal sealed record ContinualTraining(double[][] After)
{
    private const int BatchSize = 16;
    private const double LearningRate = 0.05;

    /// <summary>The mean over tasks in the end.</summary>
    public double Accuracy => After[^1].Average();

    /// <summary>How much lower each earlier task ends than it stood after it was learned, in the mean.</summary>
    public double Forgetting => Enumerable.Range(0, DigitTasks.Count - 1).Average(task => After[task][task] - After[^1][task]);

    public static ContinualTraining Run(DigitTasks tasks, Func<Module, DigitTasks, IMemory> make, int epochs, int seed)
    {
        var model = Network(tasks, seed);
        var memory = make(model, tasks);
        var after = new double[DigitTasks.Count][];
        for (var task = 0; task < DigitTasks.Count; task++)
        {
            using var rows = DigitRows.Shuffled(tasks.Training[task], seed, BatchSize);
            var (objective, source) = memory.Prepare(task, rows);
            new Trainer(model, objective, new Sgd(model.Parameters, LearningRate)) { Epochs = epochs, Regularizers = memory.Regularizers }.Fit(source);
            memory.Learned(task, rows);
            after[task] = Judged(model, tasks);
        }

        return new(after);
    }

    /// <summary>All tasks at once, an epoch of each in turn: what could be reached.</summary>
    public static ContinualTraining Together(DigitTasks tasks, int epochs, int seed)
    {
        var model = Network(tasks, seed);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var task = 0; task < DigitTasks.Count; task++)
            {
                using var rows = DigitRows.Shuffled(tasks.Training[task], (seed * 1000) + epoch, BatchSize);
                new Trainer(model, tasks.ObjectiveOf(task), new Sgd(model.Parameters, LearningRate)) { Epochs = 1 }.Fit(rows);
            }
        }

        var judged = Judged(model, tasks);
        return new([.. Enumerable.Repeat(judged, DigitTasks.Count)]);
    }

    private static Sequential Network(DigitTasks tasks, int seed) => Models.Mlp(DigitRows.PixelCount, [DigitTasks.Hidden], tasks.Outputs, new RandomState((ulong)seed));

    private static double[] Judged(Module model, DigitTasks tasks) => [.. Enumerable.Range(0, DigitTasks.Count).Select(task => tasks.Accuracy(model, task))];
}
