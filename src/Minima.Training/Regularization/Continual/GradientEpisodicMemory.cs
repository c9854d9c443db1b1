using Minima.Tensors.Losses;

namespace Minima.Training;

/// <summary>
/// Keeps rows of earlier tasks, and lets no step raise their losses: projects the gradient before each step to the nearest one whose products with the memories'
/// gradients are not negative (Lopez-Paz, Ranzato 2017). With averages, one constraint serves all memories together (A-GEM, Chaudhry et al. 2019).
/// </summary>
/// <remarks>
/// A bound on steps, not a penalty: its value is 0. It costs a forward and a backward pass for each memory and step. The guarantee is about the gradient, and holds for small
/// steps of plain descent; momentum and adaptive rates change the direction again. Put it last in the regularizers. Checkpoints keep the rows: to resume, create it again, without a memory.
/// </remarks>
/// <example><code>
/// var memory = new GradientEpisodicMemory(model, objective);
/// memory.Remember(firstRows);
/// var trainer = new Trainer(model, objective, new Sgd(model.Parameters, 0.1)) { Regularizers = [memory] };
/// </code></example>
public sealed class GradientEpisodicMemory : Regularizer, IKeptState
{
    private readonly Module _model;
    private readonly Objective _objective;
    private readonly Tensor[] _leaves;
    private readonly List<TrainingBatch> _memories = [];
    private readonly LossResult[] _sums;

    /// <summary>Creates it without a memory, in which case it changes nothing.</summary>
    /// <param name="model">The model whose trainable parameters it protects.</param>
    /// <param name="objective">The objective that computes the memories' losses.</param>
    /// <param name="averages">True for one constraint for all memories together (A-GEM) instead of one for each.</param>
    /// <exception cref="TrainingException">Nothing trainable.</exception>
    public GradientEpisodicMemory(Module model, Objective objective, bool averages = false)
        : base("gem", model is null ? throw new ArgumentNullException(nameof(model)) : [.. model.Parameters.Where(parameter => parameter.IsTrainable)])
    {
        ArgumentNullException.ThrowIfNull(objective);
        (_model, _objective, Averages) = (model, objective, averages);
        _leaves = [.. Parameters.Select(parameter => parameter.Value)];
        _sums = new LossResult[objective.Terms.Count];
    }

    /// <summary>True for one constraint for all memories together.</summary>
    public bool Averages { get; }

    /// <summary>The number of memories.</summary>
    public int Memories => _memories.Count;

    /// <summary>Keeps a copy of rows, those of one task, as one memory.</summary>
    /// <exception cref="TrainingException">No row.</exception>
    public void Remember(in TrainingBatch rows)
    {
        if (rows.Features.IsNone || rows.Rows == 0) throw new TrainingException($"{Name}: cannot make a memory of no rows; give some of the learned task.");
        _memories.Add(rows with
        {
            Features = rows.Features.Keep(),
            Target = rows.Target.Keep(),
            Weight = rows.Weight.IsNone ? default : rows.Weight.Keep(),
            MoreTargets = [.. rows.MoreTargets.Select(target => target.Keep())],
            RowNumbers = rows.RowNumbers.ToArray(),
        });
    }

    /// <summary>Keeps a copy of the first batch as one memory.</summary>
    /// <exception cref="TrainingException">No batch.</exception>
    public void Remember(IBatchSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var reader = rows.Open(0, 0);
        if (!reader.Next(out var batch)) throw new TrainingException($"{Name}: cannot make a memory of data without a batch; give some rows of the learned task.");
        Remember(batch);
    }

    /// <summary>The memories.</summary>
    public NamedState ExportState() => KeptBatches.Write(Name, _memories);

    /// <summary>Replaces the memories by those of the exporting object.</summary>
    /// <exception cref="TrainingException">Something is missing or damaged, or the rows do not fit the model or the objective: nothing is changed.</exception>
    public void ImportState(NamedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.RequireKind(Name);
        var memories = KeptBatches.Read(state);
        for (var i = 0; i < memories.Count; i++) Try(memories[i], i);
        _memories.Clear();
        foreach (var memory in memories) Remember(memory);
    }

    /// <summary>0: a bound adds nothing to the loss.</summary>
    internal override string Settings => FormattableString.Invariant($"{Averages} {Memories}");

    public override double Value() => 0;

    /// <summary>Projects the gradients of the parameters if they point against a memory's. The factor has no effect on a direction.</summary>
    public override void AddGradient(double factor = 1)
    {
        if (_memories.Count == 0) return;
        var own = Flat(Parameters.Select(parameter => IsTrained(parameter) ? parameter.Gradient : default));
        var turned = Project(own, Averages ? [Mean([.. _memories.Select(Slope)])] : [.. _memories.Select(Slope)]);
        if (ReferenceEquals(turned, own)) return;
        var start = 0;
        foreach (var parameter in Parameters)
        {
            var count = parameter.Value.Count;
            if (IsTrained(parameter)) TensorCopy.Copy(Tensor.Of(turned.AsSpan(start, count), parameter.Value.Shape).To(parameter.Value.Type), parameter.Gradient);
            start += count;
        }
    }

    /// <summary>The vector nearest to a gradient whose products with all memories' gradients are 0 or above; the gradient itself if it fulfils that.</summary>
    /// <param name="gradient">A gradient.</param>
    /// <param name="memories">Gradients of the same length.</param>
    /// <exception cref="TrainingException">Another length.</exception>
    public static double[] Project(double[] gradient, IReadOnlyList<double[]> memories)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(memories);
        var wrong = memories.FirstOrDefault(memory => memory.Length != gradient.Length);
        if (wrong is not null) throw new TrainingException($"gem: a memory's gradient has {wrong.Length} elements, the gradient {gradient.Length}; they must be of one length.");

        // Only the directions of memories matter; a gradient of 0 sets no constraint.
        double[][] units = [.. memories.Select(Unit).Where(unit => unit.Length > 0)];
        var products = Array.ConvertAll(units, unit => TaskGradients.Dot(gradient, unit));
        if (Array.TrueForAll(products, product => product >= 0)) return gradient;
        var gram = new double[units.Length, units.Length];
        for (var i = 0; i < units.Length; i++)
        {
            for (var j = 0; j < units.Length; j++) gram[i, j] = TaskGradients.Dot(units[i], units[j]);
        }

        // The dual: the minimum of |sum v m|^2 / 2 + g . sum v m over v >= 0; in units of the gradient, so that tolerances have the scale of the products of memories.
        var length = products.Max(Math.Abs);
        var shares = SmallQuadratic.Solve(gram, Array.ConvertAll(products, product => product / length), sumsToOne: false);
        var turned = (double[])gradient.Clone();
        for (var m = 0; m < units.Length; m++)
        {
            for (var k = 0; k < turned.Length; k++) turned[k] += length * shares[m] * units[m][k];
        }

        return turned;
    }

    private static bool IsTrained(Parameter parameter) => parameter.IsTrainable && !parameter.Gradient.IsNone;

    private static double[] Unit(double[] vector)
    {
        var largest = vector.Select(Math.Abs).DefaultIfEmpty().Max();
        if (largest == 0) return [];
        var scaled = Array.ConvertAll(vector, x => x / largest);
        var length = Math.Sqrt(TaskGradients.Dot(scaled, scaled));
        return Array.ConvertAll(scaled, x => x / length);
    }

    private static double[] Mean(double[][] vectors) => [.. Enumerable.Range(0, vectors[0].Length).Select(k => vectors.Average(vector => vector[k]))];

    /// <summary>Runs the model and the objective on rows, so that they refuse what does not fit.</summary>
    private void Try(in TrainingBatch memory, int number)
    {
        var wasTraining = _model.IsTraining;
        _model.Train(training: false);
        try
        {
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            _objective.Apply(_model.Forward(memory.Features), memory, [], _sums);
        }
        catch (Exception problem) when (problem is TrainingException or LossException)
        {
            throw new TrainingException($"{Name}: memory {number} of the state does not fit this model and objective: {problem.Message} Make both as they were when the state was exported.", problem);
        }
        finally
        {
            _model.Train(wasTraining);
        }
    }

    /// <summary>The gradient of a memory's loss in prediction mode (dropout off, running means); 0 for a parameter that this step does not train.</summary>
    private double[] Slope(TrainingBatch memory)
    {
        var wasTraining = _model.IsTraining;
        _model.Train(training: false);
        try
        {
            using var step = StepScope.Begin();
            var loss = _objective.Apply(_model.Forward(memory.Features), memory, [], _sums);
            int[] trained = [.. Enumerable.Range(0, _leaves.Length).Where(i => IsTrained(Parameters[i]))];
            var gradients = new Tensor[_leaves.Length];
            foreach (var (i, gradient) in trained.Zip(Autograd.Gradient(loss, [.. trained.Select(i => _leaves[i])]))) gradients[i] = gradient;
            return Flat(gradients);
        }
        finally
        {
            _model.Train(wasTraining);
        }
    }

    /// <summary>All elements as one vector, 0 for missing tensors.</summary>
    private double[] Flat(IEnumerable<Tensor> tensors)
    {
        var flat = new double[_leaves.Sum(leaf => leaf.Count)];
        var start = 0;
        foreach (var (tensor, leaf) in tensors.Zip(_leaves))
        {
            if (!tensor.IsNone) tensor.ToArray().CopyTo(flat, start);
            start += leaf.Count;
        }

        return flat;
    }
}
