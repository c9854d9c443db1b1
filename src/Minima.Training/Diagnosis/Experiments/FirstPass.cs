namespace Minima.Training.Diagnosis.Experiments;

/// <summary>A parameter's gradient.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Rank">The number of its axes.</param>
/// <param name="IsReached">True if the loss depends on it.</param>
/// <param name="Size">The root mean square of the nonzero elements (embedding rows that no sample uses have zeros); 0 if all are zero.</param>
internal readonly record struct ParameterGradient(string Name, int Rank, bool IsReached, double Size);

/// <summary>Loss, gradients and activations of a new model, and gradients after a few careful steps: at first, a last layer of zeros passes no gradient.</summary>
internal sealed class FirstPass
{
    private const int CarefulSteps = 3;
    private const double CarefulRate = 1e-3;

    private FirstPass(double loss, bool isFinite, IReadOnlyList<UnitLayer> layers, ParameterGradient[] gradients)
    {
        Loss = loss;
        IsFinite = isFinite;
        Layers = layers;
        Gradients = gradients;
    }

    public double Loss { get; }

    /// <summary>True if loss and gradients are finite.</summary>
    public bool IsFinite { get; }

    public IReadOnlyList<UnitLayer> Layers { get; }

    /// <summary>The gradients of the trainable parameters, in the model's order.</summary>
    public ParameterGradient[] Gradients { get; }

    public static FirstPass Run(Trial trial, Objective objective, in TrainingBatch batch)
    {
        var loss = Backward(trial.Model, objective, batch, out var layers);
        var trainable = trial.Trainable;
        var isFinite = double.IsFinite(loss) && Array.TrueForAll(trainable, IsFiniteGradient);
        if (isFinite && trainable.Length > 0)
        {
            var steps = new TrialSteps(trial.Model, objective, new Adam(trainable, CarefulRate));
            for (var i = 0; i < CarefulSteps; i++) steps.Run(batch);
            trial.Model.ClearGradients();
            Backward(trial.Model, objective, batch, out _);
        }

        return new FirstPass(loss, isFinite, layers, Array.ConvertAll(trainable, Measured));
    }

    /// <summary>The units of a model with its current weights.</summary>
    public static IReadOnlyList<UnitLayer> LayersOf(Module model, Objective objective, in TrainingBatch batch)
    {
        Backward(model, objective, batch, out var layers);
        model.ClearGradients();
        return layers;
    }

    private static double Backward(Module model, Objective objective, in TrainingBatch batch, out IReadOnlyList<UnitLayer> layers)
    {
        var sums = new LossResult[objective.Terms.Count];
        var watch = new ActivationWatch();
        using (StepScope.Begin())
        {
            Tensor output;
            var outer = Autograd.Watcher;
            Autograd.Watcher = watch;
            try
            {
                output = model.Forward(batch.Features);
            }
            finally
            {
                Autograd.Watcher = outer;
            }

            var loss = objective.Apply(output, batch, [], sums);
            if (loss.RequiresGradient) loss.Backward();
        }

        layers = watch.Layers;
        return TrialSteps.Mean(objective, sums);
    }

    private static bool IsFiniteGradient(Parameter parameter) => parameter.Gradient.IsNone || NumberCounts.Of(parameter.Gradient.Node).Bad == 0;

    private static ParameterGradient Measured(Parameter parameter)
    {
        if (parameter.Gradient.IsNone) return new ParameterGradient(parameter.Name, parameter.Value.Rank, IsReached: false, 0);
        double squares = 0;
        var count = 0;
        foreach (var value in parameter.Gradient.ToArray())
        {
            if (value == 0) continue;
            squares += value * value;
            count++;
        }

        return new ParameterGradient(parameter.Name, parameter.Value.Rank, IsReached: true, count == 0 ? 0 : Math.Sqrt(squares / count));
    }
}
