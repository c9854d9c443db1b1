namespace Minima.Training;

/// <summary>Any loss of weights as a penalty: strength times the sum of the loss of each parameter, with its gradient by automatic differentiation.</summary>
/// <remarks>For losses of the catalogue that take weights (hoyer, nuclear_norm, round_to_nearest, sinreq), and for your own. It costs a forward and a backward pass over the weights for each step.</remarks>
/// <example><code>
/// var levels = new LossPenalty("round", [layer.Parameters[0]], 1e-3, weight => new RoundToNearest(step, 2).Apply(weight.Value));
/// new Trainer(model, objective, optimizer) { Regularizers = [levels] }.Fit(rows);
/// </code></example>
public sealed class LossPenalty : Regularizer
{
    private readonly Func<Parameter, Tensor> _loss;
    private double _factor = 1;

    /// <param name="name">Its name in logs.</param>
    /// <param name="parameters">The penalised parameters.</param>
    /// <param name="strength">The factor of the sum: 0 or above.</param>
    /// <param name="loss">Computes one number from a parameter's value.</param>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; no parameters, or one given twice.</exception>
    public LossPenalty(string name, IReadOnlyList<Parameter> parameters, double strength, Func<Parameter, Tensor> loss)
        : base(name, parameters)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Strength = CheckedStrength(name, "strength", strength);
        _loss = loss;
    }

    /// <summary>The factor of the sum.</summary>
    public double Strength { get; }

    /// <summary>The factor of the strength over the steps: <see cref="WarmUpSchedule"/> lets it grow from 0. Null for 1 at every step.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Sets the number of steps made so far, which the schedule needs. A trainer calls it itself.</summary>
    /// <exception cref="TrainingException">A negative step.</exception>
    public void GoTo(long step) => _factor = Schedule?.At(step) ?? 1;

    internal override void Look(IReadOnlyList<TrainingBatch> batches, long step) => GoTo(step);

    internal override string Settings => FormattableString.Invariant($"{Strength} {GroupChecks.SettingsOf(Schedule)}");

    /// <inheritdoc/>
    public override double Value()
    {
        using var silence = Autograd.NoGradient();
        double sum = 0;
        foreach (var parameter in Parameters)
        {
            using var step = StepScope.Begin();
            sum += _loss(parameter).Item();
        }

        return Strength * _factor * sum;
    }

    /// <inheritdoc/>
    public override void AddGradient(double factor = 1)
    {
        foreach (var parameter in Parameters)
        {
            if (!parameter.IsTrainable || parameter.Gradient.IsNone) continue;
            using var step = StepScope.Begin();
            var slope = Autograd.Gradient(_loss(parameter), [parameter.Value])[0];
            using var silence = Autograd.NoGradient();
            BinaryOperation<Sum2>.InPlace(ParameterCheck.GradientNode(parameter), (slope * (factor * Strength * _factor)).Node);
        }
    }
}
