namespace Minima.Training.Diagnosis.Experiments;

/// <summary>Optimizer steps of a model in an experiment.</summary>
internal sealed class TrialSteps
{
    private readonly Module _model;
    private readonly Objective _objective;
    private readonly Optimizer _optimizer;
    private readonly LossResult[] _sums;
    private readonly Func<double> _closure;
    private TrainingBatch _batch;

    public TrialSteps(Module model, Objective objective, Optimizer optimizer)
    {
        _model = model;
        _objective = objective;
        _optimizer = optimizer;
        _sums = new LossResult[objective.Terms.Count];
        _closure = Evaluate;
    }

    /// <summary>The maximum norm of the gradients; null for no clipping.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Runs one step.</summary>
    /// <returns>The loss before it; NaN if loss or gradients were not finite and no step was made.</returns>
    public double Run(in TrainingBatch batch)
    {
        _batch = batch;
        if (_optimizer is Lbfgs) return _optimizer.Step(_closure);
        var loss = Evaluate();
        var norm = ClipNorm is { } most ? _optimizer.ClipByNorm(most) : _optimizer.GradientNorm();
        if (!double.IsFinite(loss) || !double.IsFinite(norm)) return double.NaN;
        _optimizer.Step();
        return loss;
    }

    /// <summary>The loss of a batch with the current weights.</summary>
    public double LossOf(in TrainingBatch batch) => LossOf(_model, _objective, batch);

    /// <summary>The loss of a batch with the current weights, without a step.</summary>
    /// <param name="model">The model, whose mode is not changed.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="batch">The rows.</param>
    public static double LossOf(Module model, Objective objective, in TrainingBatch batch)
    {
        var sums = new LossResult[objective.Terms.Count];
        using (Autograd.NoGradient())
        using (StepScope.Begin())
        {
            objective.Apply(model.Forward(batch.Features), batch, [], sums);
        }

        return Mean(objective, sums);
    }

    /// <summary>The loss of a batch in prediction mode: no dropout, running means.</summary>
    public static double PredictedLossOf(Module model, Objective objective, in TrainingBatch batch)
    {
        model.Train(training: false);
        try
        {
            return LossOf(model, objective, batch);
        }
        finally
        {
            model.Train();
        }
    }

    /// <summary>The weighted sum of the terms' means.</summary>
    public static double Mean(Objective objective, LossResult[] sums)
    {
        double mean = 0;
        for (var i = 0; i < sums.Length; i++) mean += objective.Terms[i].Weight * sums[i].Value;
        return mean;
    }

    private double Evaluate()
    {
        _optimizer.ClearGradients();
        using (StepScope.Begin())
        {
            var loss = _objective.Apply(_model.Forward(_batch.Features), _batch, [], _sums);
            if (loss.RequiresGradient) loss.Backward();
        }

        return Mean(_objective, _sums);
    }
}
