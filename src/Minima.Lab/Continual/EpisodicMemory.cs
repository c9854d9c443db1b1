namespace Minima.Lab.Continual;

/// <summary>GEM and A-GEM: some rows of every task are kept, and no step may raise their losses.</summary>
internal sealed class EpisodicMemory(Module model, DigitTasks tasks, bool averages) : IMemory
{
    private readonly List<GradientEpisodicMemory> _memories = [];

    public IReadOnlyList<Regularizer> Regularizers => _memories;

    public (Objective Objective, IBatchSource Rows) Prepare(int task, IBatchSource rows) => (tasks.ObjectiveOf(task), rows);

    public void Learned(int task, IBatchSource rows)
    {
        // If each task has its own outputs, each memory has its own objective.
        if (_memories.Count == 0 || !tasks.HasOneHead) _memories.Add(new GradientEpisodicMemory(model, tasks.ObjectiveOf(task), averages));
        _memories[^1].Remember(rows);
    }
}
