namespace Minima.Lab.Continual;

/// <summary>GEM and A-GEM: some rows of every task are kept, and no step may raise their losses.</summary>
internal sealed class EpisodicMemory(Module model, DigitTasks tasks, bool averages) : IMemory
{
    private readonly List<Regularizer> _memories = [];

    public IReadOnlyList<Regularizer> Regularizers => _memories;

    public (Objective Objective, IBatchSource Rows) Prepare(int task, IBatchSource rows) => (tasks.ObjectiveOf(task), rows);

    public void Learned(int task, IBatchSource rows)
    {
        // Each task has outputs of its own, so each memory has its objective.
        var memory = new GradientEpisodicMemory(model, tasks.ObjectiveOf(task), averages);
        memory.Remember(rows);
        _memories.Add(memory);
    }
}
