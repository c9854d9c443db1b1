namespace Minima.Lab.Continual;

/// <summary>Learning without forgetting: while learning a new task, the model keeps its earlier outputs.</summary>
internal sealed class OldAnswersMemory(Module model, DigitTasks tasks, double weight) : IMemory
{
    public IReadOnlyList<Regularizer> Regularizers => [];

    public (Objective Objective, IBatchSource Rows) Prepare(int task, IBatchSource rows)
    {
        if (task == 0) return (tasks.ObjectiveOf(task), rows);

        // The outputs of later tasks were never trained.
        var outputs = tasks.HasOneHead ? tasks.Outputs : tasks.Outputs / DigitTasks.Count * task;
        return (new Objective([tasks.Term(task), LearningWithoutForgetting.Term(outputs, weight: weight)], TermWeights.AsGiven), new LearningWithoutForgetting(rows, new OutputSlice(LearningWithoutForgetting.Copy(model), 0, outputs)));
    }

    public void Learned(int task, IBatchSource rows)
    {
        // The old model is copied before the next task.
    }
}
