namespace Minima.Training.SemiSupervised;

/// <summary>Trains a model on few labelled and many unlabelled items, and averages its weights over the steps: predict with the average.</summary>
/// <example><code>
/// var trainer = new SemiSupervisedTrainer(model, new Adam(model.Parameters, 1e-3), new FixMatching(weak, strong), random) { Steps = 2000 };
/// for (var step = 0; step &lt; 2000; step++) trainer.Step(labelled, labels, unlabelled);
/// using (trainer.Teacher.Apply()) predictions = model.Forward(images);
/// </code></example>
public sealed class SemiSupervisedTrainer
{
    private const double Decay = 0.99;

    private readonly Module _model;
    private readonly Optimizer _optimizer;
    private readonly SemiSupervisedMethod _method;
    private readonly RandomState _random;
    private int _done;

    /// <param name="model">Returns logits of classes.</param>
    /// <param name="optimizer">The optimizer of its parameters.</param>
    /// <param name="method">Computes the loss.</param>
    /// <param name="random">Draws augmentations of items.</param>
    public SemiSupervisedTrainer(Module model, Optimizer optimizer, SemiSupervisedMethod method, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(random);
        (_model, _optimizer, _method, _random) = (model, optimizer, method, random);
        Teacher = WeightAverage.Exponential(model.Parameters, Decay, biasCorrection: true);
        Teacher.Update();
    }

    /// <summary>The average of the weights over the steps, in which about the last hundred count most.</summary>
    public WeightAverage Teacher { get; }

    /// <summary>The total number of steps, which rising weights need.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int Steps
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"Cannot train for {value} steps; at least 1 is needed.");
    } = 1000;

    /// <summary>Makes one step; returns the loss before it.</summary>
    /// <param name="labelled">Items with labels, [N, ...].</param>
    /// <param name="labels">int [N].</param>
    /// <param name="unlabelled">Items without labels, [U, ...].</param>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    public double Step(Tensor labelled, Tensor labels, Tensor unlabelled)
    {
        using var scope = StepScope.Begin();
        _optimizer.ClearGradients();
        var loss = _method.Loss(new(_model, labelled, labels, unlabelled, Teacher, Math.Min(1, _done++ / (double)Steps), _random));
        var value = loss.Item();
        if (!double.IsFinite(value)) throw new TrainingException($"The loss of {_method.Name} became {value} at step {_done}. Lower the learning rate, or the weight of unlabelled items.");
        loss.Backward();
        _optimizer.Step();
        Teacher.Update();
        return value;
    }
}
