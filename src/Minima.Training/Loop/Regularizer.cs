using System.Globalization;

namespace Minima.Training;

/// <summary>
/// A penalty or constraint on the weights in addition to the loss. Smooth penalties add their gradient before the step. Nonsmooth ones and bounds move the weights after it
/// (a proximal step, a projection), which makes exact zeros.
/// </summary>
/// <remarks>
/// A proximal step uses the learning rate as its length. With plain gradient descent that is the proximal gradient method; with adaptive optimizers it
/// is decoupled from their scaling, as AdamW's weight decay is. A parameter that is not trained in a step (no gradient, or frozen) is left unchanged.
/// </remarks>
/// <example><code>
/// var sparse = new L1Penalty(model.Parameters, 1e-4);
/// loss.Backward();
/// var whole = loss.Item() + sparse.BeforeStep(optimizer);
/// optimizer.Step();
/// sparse.AfterStep(optimizer);
/// </code></example>
public abstract class Regularizer
{
    private readonly Parameter[] _parameters;
    private readonly double[] _rates;

    private protected Regularizer(string name, IReadOnlyList<Parameter> parameters)
    {
        Name = name;
        _parameters = [.. ParameterCheck.All(name, parameters)];
        _rates = new double[_parameters.Length];
        Blocks = new ParameterBlocks(_parameters);
    }

    /// <summary>The name, such as <c>l1</c>.</summary>
    public string Name { get; }

    /// <summary>The parameters it applies to.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The settings as text, which the processes of a training compare.</summary>
    internal abstract string Settings { get; }

    /// <summary>The division of the elements into blocks for several threads.</summary>
    private protected ParameterBlocks Blocks { get; }

    /// <summary>The penalty at the current weights; 0 for a bound.</summary>
    public abstract double Value();

    /// <summary>Adds the gradient of a smooth penalty, times a factor, to the gradients of the parameters that have one. Other penalties add nothing.</summary>
    public virtual void AddGradient(double factor = 1)
    {
    }

    /// <summary>Moves the weights after a step of this length: a proximal step or a projection. Smooth penalties do nothing.</summary>
    /// <exception cref="TrainingException">The learning rate is negative, infinite or NaN.</exception>
    public void AfterStep(double learningRate)
    {
        if (!(learningRate >= 0 && double.IsFinite(learningRate))) throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: the learning rate is {learningRate:R}; it must be finite, 0 or above."));
        Array.Fill(_rates, learningRate);
        Move(_rates);
    }

    /// <summary>Adds the gradient, scaled so that it is right after the optimizer's gradient scale.</summary>
    /// <returns>The penalty.</returns>
    public double BeforeStep(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        See(optimizer.GradientScale);
        return Added(1 / optimizer.GradientScale);
    }

    /// <summary>Moves the weights after a step of the optimizer, with the learning rate of each parameter. Call it before gradients are cleared.</summary>
    /// <exception cref="TrainingException">The optimizer does not train one of the parameters.</exception>
    public void AfterStep(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        for (var i = 0; i < _rates.Length; i++) _rates[i] = IsTrained(_parameters[i]) ? optimizer.LearningRateOf(_parameters[i]) : 0;
        Move(_rates);
    }

    /// <summary>Receives the batches of a step before it, for penalties on the model's outputs; the same step may be passed several times.</summary>
    /// <param name="batches">Valid during the step.</param>
    /// <param name="step">The number of steps before.</param>
    internal virtual void Look(IReadOnlyList<TrainingBatch> batches, long step)
    {
    }

    /// <summary>Adds the gradient times a factor.</summary>
    /// <returns>The penalty.</returns>
    private protected virtual double Added(double factor)
    {
        AddGradient(factor);
        return Value();
    }

    /// <summary>Reads the gradients before its own is added to them.</summary>
    /// <param name="scale">The factor by which the optimizer multiplies gradients.</param>
    private protected virtual void See(double scale)
    {
    }

    /// <summary>Moves the weights after steps of these lengths; 0 if the parameter is not trained.</summary>
    private protected virtual void Move(double[] rates)
    {
    }

    /// <summary>Checks that a strength is finite and at least 0.</summary>
    private protected static double CheckedStrength(string name, string what, double value) =>
        new NamedOption(what, double.NaN, OptionKind.NonNegative, "how strong the penalty is").Checked(name, value);

    private static bool IsTrained(Parameter parameter) => parameter.IsTrainable && !parameter.Gradient.IsNone;
}
