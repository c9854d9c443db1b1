using System.Globalization;
using Minima.Lab.Studies;

namespace Minima.Lab.Continual;

/// <summary>The methods, by name, with the strengths that each may choose from: each is a few lines on the classes of the training system.</summary>
internal sealed class Memories(bool hasOneHead, int epochs, int mostRows)
{
    public const string Naive = "naive fine-tuning";
    public const string Together = "all tasks together";

    private static readonly double[] Rates = [0.003, 0.001, 0.0003, 0.0001, 0.01, 0.03];
    private static readonly double[] TwoRates = [0.003, 0.01];

    /// <summary>Makes the memory that holds a model to what it learned, at a strength.</summary>
    public delegate IMemory Maker(Module model, DigitTasks tasks, double strength);

    /// <summary>Naive fine-tuning first; all tasks together is the upper limit.</summary>
    public IReadOnlyList<StudyMethod<ContinualTraining>> All
    {
        get
        {
            List<StudyMethod<ContinualTraining>> all =
            [
                ByRate(new(Naive, "直接微调"), (_, tasks, _) => new Penalties(tasks, [], (_, _) => [])),
                ByRate(new(Together, "所有任务联合训练"), null) with { IsReference = true },
                ByStrength("l2_sp", [0.3, 0.1, 1], (model, tasks, strength) => new Penalties(tasks, [], (_, _) => [new L2StartingPoint(model.Parameters, strength)])),
                ByStrength("ewc", [1000, 100, 10_000], Elastic),
                ByStrength("online_ewc", [1000, 100, 10_000], OnlineElastic),
                ByStrength("synaptic_intelligence", [3, 0.3, 30], Synaptic),
                ByStrength("mas", [0.03, 0.003, 0.0003], Aware),
                ByStrength("lwf", [1, 0.3, 3], (model, tasks, weight) => new OldAnswersMemory(model, tasks, weight)),
                ByRate("gem", (model, tasks, _) => new EpisodicMemory(model, tasks, averages: false)),
            ];
            if (hasOneHead)
            {
                // A-GEM's one constraint is a mean of losses through the same outputs.
                all.Add(ByRate("a-gem", (model, tasks, _) => new EpisodicMemory(model, tasks, averages: true)));
            }
            else
            {
                all.Insert(all.Count - 2, ByStrength(new("mas, outputs of the task", "mas，仅本任务的输出"), [0.03, 0.003, 0.0003], AwareOfTask));
            }

            return all;
        }
    }

    /// <summary>One anchor for each earlier task, by what the model's whole answer depends on.</summary>
    public static IMemory Aware(Module model, DigitTasks tasks, double lambda)
    {
        var anchors = new List<Regularizer>();
        return new Penalties(tasks, [], (_, rows) => [.. anchors = [.. anchors, MemoryAwareSynapses.After(model, rows, lambda)]]);
    }

    /// <summary>The same by what the task's own outputs depend on.</summary>
    public static IMemory AwareOfTask(Module model, DigitTasks tasks, double lambda)
    {
        var anchors = new List<Regularizer>();
        return new Penalties(tasks, [], (task, rows) =>
        {
            var term = tasks.Term(task);
            return [.. anchors = [.. anchors, MemoryAwareSynapses.After(new OutputSlice(model, term.OutputStart, term.OutputCount!.Value), rows, lambda)]];
        });
    }

    private static Penalties Elastic(Module model, DigitTasks tasks, double lambda)
    {
        var anchors = new List<Regularizer>();
        return new Penalties(tasks, [], (task, rows) => [.. anchors = [.. anchors, ElasticWeightConsolidation.After(model, tasks.ObjectiveOf(task), rows, lambda)]]);
    }

    private static Penalties OnlineElastic(Module model, DigitTasks tasks, double lambda)
    {
        var anchor = new OnlineElasticWeightConsolidation(model, lambda);
        return new Penalties(tasks, [anchor], (task, rows) =>
        {
            anchor.Consolidate(tasks.ObjectiveOf(task), rows);
            return [anchor];
        });
    }

    private static Penalties Synaptic(Module model, DigitTasks tasks, double strength)
    {
        var memory = new SynapticIntelligence(model.Parameters, strength);
        return new Penalties(tasks, [memory], (_, _) =>
        {
            memory.Consolidate();
            return [memory];
        });
    }

    private StudyMethod<ContinualTraining> ByRate(Words name, Maker? make) => new(name, [.. Rates.Select(rate => Setting(new($"rate {Text(rate)}", $"学习率 {Text(rate)}"), make, rate, 0))])
    {
        Grid = new($"a rate of {Listed(Rates, ", ")}", $"学习率 {Listed(Rates, "、")}"),
    };

    private StudyMethod<ContinualTraining> ByStrength(Words name, IReadOnlyList<double> strengths, Maker make) => new(
        name,
        [.. strengths.SelectMany(strength => TwoRates.Select(rate => Setting(new($"strength {Text(strength)} and rate {Text(rate)}", $"强度 {Text(strength)}、学习率 {Text(rate)}"), make, rate, strength)))])
    {
        Grid = new($"a strength of {Listed(strengths, ", ")}, each at a rate of {Listed(TwoRates, ", ")}", $"强度 {Listed(strengths, "、")}，各配学习率 {Listed(TwoRates, "、")}"),
    };

    /// <summary>Nothing to make: all tasks together.</summary>
    private StudySetting<ContinualTraining> Setting(Words name, Maker? make, double rate, double strength) => new(name, trial =>
    {
        var tasks = new DigitTasks(trial, hasOneHead, mostRows);
        return make is null ? ContinualTraining.Together(tasks, rate, epochs, trial.Seed) : ContinualTraining.Run(tasks, (model, of) => make(model, of, strength), rate, epochs, trial.Seed);
    });

    private static string Listed(IReadOnlyList<double> numbers, string comma) => string.Join(comma, numbers.Select(Text));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
