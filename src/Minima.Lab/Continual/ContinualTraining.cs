namespace Minima.Lab.Continual;

/// <summary>Five tasks, one after the other.</summary>
/// <param name="After">[learned, task]: the accuracy of each task after each was learned.</param>
internal sealed record ContinualTraining(double[][] After)
{
    private const int BatchSize = 16;

    /// <summary>The final accuracy, averaged over tasks.</summary>
    public double Accuracy => After[^1].Average();

    /// <summary>The mean drop in accuracy of the earlier tasks, from right after each was learned to the end.</summary>
    public double Forgetting => Enumerable.Range(0, DigitTasks.Count - 1).Average(task => After[task][task] - After[^1][task]);

    public static ContinualTraining Run(DigitTasks tasks, Func<Module, DigitTasks, IMemory> make, double learningRate, int epochs, int seed)
    {
        var model = Network(tasks, seed);
        var memory = make(model, tasks);
        var after = new double[DigitTasks.Count][];
        for (var task = 0; task < DigitTasks.Count; task++)
        {
            using var rows = DigitRows.Shuffled(tasks.Training[task], seed, BatchSize);
            var (objective, source) = memory.Prepare(task, rows);
            new Trainer(model, objective, new Adam(model.Parameters, learningRate)) { Epochs = epochs, Regularizers = memory.Regularizers }.Fit(source);
            memory.Learned(task, rows);
            after[task] = Judged(model, tasks);
        }

        return new(after);
    }

    /// <summary>After the first task, the proportion of all importance in the most important tenth of the weights: by MAS, and by EWC.</summary>
    public static (double Aware, double Elastic) Concentration(DigitTasks tasks, double learningRate, int epochs, int seed)
    {
        var model = Network(tasks, seed);
        using var rows = DigitRows.Shuffled(tasks.Training[0], seed, BatchSize);
        new Trainer(model, tasks.ObjectiveOf(0), new Adam(model.Parameters, learningRate)) { Epochs = epochs }.Fit(rows);
        return (Share(MemoryAwareSynapses.After(model, rows, 1)), Share(ElasticWeightConsolidation.After(model, tasks.ObjectiveOf(0), rows, 1)));

        static double Share(AnchorPenalty penalty)
        {
            double[] all = [.. penalty.Importances.SelectMany(importance => importance.ToArray()).OrderDescending()];
            return all.Take(all.Length / 10).Sum() / all.Sum();
        }
    }

    /// <summary>All tasks at once: the upper limit. If tasks share outputs, their rows form one table; otherwise each task takes an epoch in turn.</summary>
    public static ContinualTraining Together(DigitTasks tasks, double learningRate, int epochs, int seed)
    {
        var model = Network(tasks, seed);
        if (tasks.HasOneHead)
        {
            using var everything = DigitRows.Shuffled(tasks.Everything, seed, BatchSize);
            new Trainer(model, tasks.ObjectiveOf(0), new Adam(model.Parameters, learningRate)) { Epochs = epochs }.Fit(everything);
        }

        for (var epoch = 0; epoch < epochs && !tasks.HasOneHead; epoch++)
        {
            for (var task = 0; task < DigitTasks.Count; task++)
            {
                using var rows = DigitRows.Shuffled(tasks.Training[task], (seed * 1000) + epoch, BatchSize);
                new Trainer(model, tasks.ObjectiveOf(task), new Adam(model.Parameters, learningRate)) { Epochs = 1 }.Fit(rows);
            }
        }

        var judged = Judged(model, tasks);
        return new([.. Enumerable.Repeat(judged, DigitTasks.Count)]);
    }

    private static Sequential Network(DigitTasks tasks, int seed) => Models.Mlp(DigitRows.PixelCount, [DigitTasks.Hidden], tasks.Outputs, new RandomState((ulong)seed));

    private static double[] Judged(Module model, DigitTasks tasks) => [.. Enumerable.Range(0, DigitTasks.Count).Select(task => tasks.Accuracy(model, task))];
}
