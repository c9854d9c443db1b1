namespace Minima.Lab.Continual;

/// <summary>The methods, by name: each is a few lines on the classes of the training system.</summary>
internal static class Memories
{
    public const string Naive = "naive fine-tuning";

    private const double ElasticLambda = 100;
    private const double SynapticStrength = 1;
    private const double AwareLambda = 0.1;
    private const double StartingStrength = 0.1;

    public static IReadOnlyList<(string Name, Func<Module, DigitTasks, IMemory> Make)> All { get; } =
    [
        (Naive, (_, tasks) => new Penalties(tasks, [], (_, _) => [])),
        ("l2_sp", (model, tasks) => new Penalties(tasks, [], (_, _) => [new L2StartingPoint(model.Parameters, StartingStrength)])),
        ("ewc", (model, tasks) =>
        {
            // One anchor for each earlier task.
            var anchors = new List<Regularizer>();
            return new Penalties(tasks, [], (task, rows) => [.. anchors = [.. anchors, ElasticWeightConsolidation.After(model, tasks.ObjectiveOf(task), rows, ElasticLambda)]]);
        }),
        ("online_ewc", (model, tasks) =>
        {
            var anchor = new OnlineElasticWeightConsolidation(model, ElasticLambda);
            return new Penalties(tasks, [anchor], (task, rows) =>
            {
                anchor.Consolidate(tasks.ObjectiveOf(task), rows);
                return [anchor];
            });
        }),
        ("synaptic_intelligence", (model, tasks) =>
        {
            var memory = new SynapticIntelligence(model.Parameters, SynapticStrength);
            return new Penalties(tasks, [memory], (_, _) =>
            {
                memory.Consolidate();
                return [memory];
            });
        }),
        ("mas", (model, tasks) =>
        {
            var anchors = new List<Regularizer>();
            return new Penalties(tasks, [], (_, rows) => [.. anchors = [.. anchors, MemoryAwareSynapses.After(model, rows, AwareLambda)]]);
        }),
        ("lwf", (model, tasks) => new OldAnswersMemory(model, tasks)),
        ("gem", (model, tasks) => new EpisodicMemory(model, tasks, averages: false)),
        ("a-gem", (model, tasks) => new EpisodicMemory(model, tasks, averages: true)),
    ];
}
