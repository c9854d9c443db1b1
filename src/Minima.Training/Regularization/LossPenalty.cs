namespace Minima.Training;

/// <summary>Any loss of weights as a penalty: strength times the sum of what it says of each parameter, its gradient by the tensors' own differentiation.</summary>
/// <remarks>For losses of the catalogue that take weights (hoyer, nuclear_norm, round_to_nearest, sinreq), and for your own. It costs a pass forward and back over the weights for each step.</remarks>
/// <example><code>
/// var levels = new LossPenalty("round", [layer.Parameters[0]], 1e-3, weight => new RoundToNearest(step, 2).Apply(weight.Value));
/// new Trainer(model, objective, optimizer) { Regularizers = [levels] }.Fit(rows);
/// </code></example>
public sealed class LossPenalty : Regularizer
{
    private readonly Func<Parameter, Tensor> _loss;
    private double _factor = 1;

    /// <param name="name">What logs call it.</param>
    /// <param name="parameters">Whose weights.</param>
    /// <param name="strength">What the sum is multiplied by: 0 or above.</param>
    /// <param name="loss">One number of a parameter, computed from its value.</param>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; no parameters, or one given twice.</exception>
    public LossPenalty(string name, IReadOnlyList<Parameter> parameters, double strength, Func<Parameter, Tensor> loss)
        : base(name, parameters)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Strength = CheckedStrength(name, "strength", strength);
        _loss = loss;
    }

    /// <summary>What the sum is multiplied by.</summary>
    public double Strength { get; }

    /// <summary>The factor of the strength over the steps: <see cref="WarmUpSchedule"/> lets it grow from 0. Null for 1 at every step.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Says how many steps there were before, where there is a schedule. A trainer says so itself.</summary>
    /// <exception cref="TrainingException">A negative step.</exception>
    public void GoTo(long step) => _factor = Schedule?.At(step) ?? 1;

    internal override void Look(IReadOnlyList<TrainingBatch> batches, long step) => GoTo(step);

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
