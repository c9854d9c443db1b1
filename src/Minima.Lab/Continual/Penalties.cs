namespace Minima.Lab.Continual;

/// <summary>Methods that hold weights by penalties.</summary>
/// <param name="tasks">The tasks.</param>
/// <param name="first">Penalties of the first task.</param>
/// <param name="after">Those after a task was learned.</param>
internal sealed class Penalties(DigitTasks tasks, IReadOnlyList<Regularizer> first, Func<int, IBatchSource, IReadOnlyList<Regularizer>> after) : IMemory
{
    public IReadOnlyList<Regularizer> Regularizers { get; private set; } = first;

    public (Objective Objective, IBatchSource Rows) Prepare(int task, IBatchSource rows) => (tasks.ObjectiveOf(task), rows);

    public void Learned(int task, IBatchSource rows) => Regularizers = after(task, rows);
}
