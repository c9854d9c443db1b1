namespace Minima.Lab.Continual;

/// <summary>A method's handling of a learned task and of the next one.</summary>
internal interface IMemory
{
    /// <summary>Penalties and bounds of the next task's training.</summary>
    IReadOnlyList<Regularizer> Regularizers { get; }

    /// <summary>The objective and rows of a task.</summary>
    (Objective Objective, IBatchSource Rows) Prepare(int task, IBatchSource rows);

    /// <summary>A task was learned.</summary>
    void Learned(int task, IBatchSource rows);
}
