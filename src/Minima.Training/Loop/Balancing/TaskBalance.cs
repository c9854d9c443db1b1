namespace Minima.Training;

/// <summary>
/// A method that combines several tasks in one step: weights for their losses, or one direction computed from their gradients with respect to the shared parameters. A method is one
/// class; its formulas are in the multi-task family of the catalogue.
/// </summary>
/// <remarks>
/// All state between steps is in <see cref="State"/> and <see cref="Random"/>, which checkpoints keep, so that a resumed training is bit-identical. Values are the
/// means of the batch. The guard handles a loss that is not finite; a gradient that is not finite is refused with the name of its task (LossError.Domain).
/// </remarks>
/// <example><code>
/// var trainer = new Trainer(model, objective, new Adam(model.Parameters, 1e-3)) { Balance = TaskBalances.Create("pcgrad", seed: 1) };
/// </code></example>
public abstract class TaskBalance
{
    /// <summary>Creates a balance with a name.</summary>
    /// <param name="name">The name in logs.</param>
    protected TaskBalance(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The key of the catalogue, if the method has one.</summary>
    public string Name { get; }

    /// <summary>True if the method needs the gradient of every task with respect to the shared parameters: a backward pass per task.</summary>
    public virtual bool UsesGradients => false;

    /// <summary>The number of batches in a step, to which <see cref="Trainer.AccumulatedBatches"/> must be set. 1 except for methods that compute weights and direction on different batches.</summary>
    public virtual int Batches => 1;

    /// <summary>True if the method needs the losses of the same batch after the step (<see cref="After"/>): one more forward pass.</summary>
    public virtual bool LooksBack => false;

    /// <summary>The state by name; kept in checkpoints.</summary>
    public IDictionary<string, double[]> State { get; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>The random generator of the method, or null; kept in checkpoints.</summary>
    public RandomState? Random { get; protected init; }

    /// <summary>Computes the weights or the direction of a step.</summary>
    /// <exception cref="LossException">A gradient is not finite, or the method has no solution for the tasks.</exception>
    public abstract TaskAnswer Next(TaskStep step);

    /// <summary>Receives the losses of the batch after the step, if <see cref="LooksBack"/> is true.</summary>
    public virtual void After(double[] losses)
    {
    }

    /// <summary>The name that the catalogue gives to the method's formula.</summary>
    private protected static string KeyOf(Type formula)
    {
        TensorCatalogue.Join();
        return Catalogue.OfType(formula)!.Key;
    }

    /// <summary>Stored numbers, initially <paramref name="begin"/> each. All of <see cref="State"/> is read here: a checkpoint may hold any number of them.</summary>
    internal double[] Remembered(string name, int count, double begin)
    {
        if (!State.TryGetValue(name, out var values)) State[name] = values = [.. Enumerable.Repeat(begin, count)];
        if (values.Length != count) throw new TrainingException($"{Name} remembers {values.Length} numbers as '{name}' but this training needs {count}. A balance belongs to one objective: make a new one, or take another checkpoint.");
        return values;
    }
}
