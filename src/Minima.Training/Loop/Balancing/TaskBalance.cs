namespace Minima.Training;

/// <summary>
/// How several tasks share one step: weights for their losses, or one direction made of their gradients with respect to the shared parameters. A method is one class;
/// the formulas are those of the catalogue's family of several tasks.
/// </summary>
/// <remarks>
/// Everything remembered from step to step stands in <see cref="State"/> and <see cref="Random"/>, which checkpoints keep: a training goes on bit for
/// bit. Values are the means of the batch; a loss that is not finite is the guard's matter, a gradient that is not finite is refused with its task
/// (LossError.Domain).
/// </remarks>
/// <example><code>
/// var trainer = new Trainer(model, objective, new Adam(model.Parameters, 1e-3)) { Balance = TaskBalances.Create("pcgrad", seed: 1) };
/// </code></example>
public abstract class TaskBalance
{
    /// <summary>A balance of a name.</summary>
    /// <param name="name">What logs call it.</param>
    protected TaskBalance(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The key of the catalogue, where the method has one.</summary>
    public string Name { get; }

    /// <summary>The gradient of every task with respect to the shared parameters is needed: a backward pass for each task.</summary>
    public virtual bool UsesGradients => false;

    /// <summary>How many batches a step is made of: set <see cref="Trainer.AccumulatedBatches"/> to it. 1 but for methods whose weights and direction come from batches of their own.</summary>
    public virtual int Batches => 1;

    /// <summary>The losses of the same batch after the step are needed (<see cref="After"/>): one more forward pass.</summary>
    public virtual bool LooksBack => false;

    /// <summary>What is remembered, by name; kept in checkpoints.</summary>
    public IDictionary<string, double[]> State { get; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>What the method draws from, or null; kept in checkpoints.</summary>
    public RandomState? Random { get; protected init; }

    /// <summary>The weights or the direction of a step.</summary>
    /// <exception cref="LossException">A gradient that is not finite, or tasks for which the method has no answer.</exception>
    public abstract TaskAnswer Next(TaskStep step);

    /// <summary>The losses of the batch after the step, where <see cref="LooksBack"/>.</summary>
    public virtual void After(double[] losses)
    {
    }

    /// <summary>The name that the catalogue gives to the method's formula.</summary>
    private protected static string KeyOf(Type formula)
    {
        TensorCatalogue.Join();
        return Catalogue.OfType(formula)!.Key;
    }

    /// <summary>Remembered numbers; at first <paramref name="begin"/> each. All of <see cref="State"/> is read here: a checkpoint may hold any number of them.</summary>
    internal double[] Remembered(string name, int count, double begin)
    {
        if (!State.TryGetValue(name, out var values)) State[name] = values = [.. Enumerable.Repeat(begin, count)];
        if (values.Length != count) throw new TrainingException($"{Name} remembers {values.Length} numbers as '{name}' where this training needs {count}. A balance belongs to one objective: make a new one, or take another checkpoint.");
        return values;
    }
}
