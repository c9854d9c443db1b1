using System.Globalization;

namespace Minima.Training;

/// <summary>
/// A wish about weights beside the loss. Smooth penalties add their gradient before the step; kinked ones and bounds move the weights after it
/// (a proximal step, a projection), which is what makes exact zeros.
/// </summary>
/// <remarks>
/// A proximal step uses the learning rate as its length. With plain gradient descent that is the proximal gradient method; with adaptive optimizers it
/// is decoupled from their scaling, as AdamW's weight decay is. A parameter that is not trained in a step (no gradient, or frozen) is left alone.
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

    /// <summary>A wish about parameters.</summary>
    private protected Regularizer(string name, IReadOnlyList<Parameter> parameters)
    {
        Name = name;
        _parameters = [.. ParameterCheck.All(name, parameters)];
        _rates = new double[_parameters.Length];
        Blocks = new ParameterBlocks(_parameters);
    }

    /// <summary>As in <c>l1</c>.</summary>
    public string Name { get; }

    /// <summary>The parameters that it is about.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>How the elements are cut for several threads.</summary>
    private protected ParameterBlocks Blocks { get; }

    /// <summary>The penalty at the weights as they are; 0 for a bound.</summary>
    public abstract double Value();

    /// <summary>Adds the gradient of a smooth penalty, times a factor, to the gradients of the parameters that have one. Others add nothing.</summary>
    public virtual void AddGradient(double factor = 1)
    {
    }

    /// <summary>What comes after a step of this length: a proximal step or a projection. Smooth penalties do nothing.</summary>
    /// <exception cref="TrainingException">A learning rate that is negative, infinite or NaN.</exception>
    public void AfterStep(double learningRate)
    {
        if (!(learningRate >= 0 && double.IsFinite(learningRate))) throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: the learning rate is {learningRate:R}; it must be finite, 0 or above."));
        Array.Fill(_rates, learningRate);
        Move(_rates);
    }

    /// <summary>Adds the gradient so that it is right after the optimizer's gradient scale.</summary>
    /// <returns>The value.</returns>
    public double BeforeStep(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        See(optimizer.GradientScale);
        return Added(1 / optimizer.GradientScale);
    }

    /// <summary>What comes after a step of the optimizer, with the learning rate of each parameter. Call it before gradients are cleared.</summary>
    /// <exception cref="TrainingException">The optimizer does not train one of the parameters.</exception>
    public void AfterStep(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        for (var i = 0; i < _rates.Length; i++) _rates[i] = IsTrained(_parameters[i]) ? optimizer.LearningRateOf(_parameters[i]) : 0;
        Move(_rates);
    }

    /// <summary>Told of the batches of a step before it, for wishes about what the model makes of them; the same step may be told of several times.</summary>
    /// <param name="batches">Valid during the step.</param>
    /// <param name="step">How many steps there were before.</param>
    internal virtual void Look(IReadOnlyList<TrainingBatch> batches, long step)
    {
    }

    /// <summary>Adds the gradient times a factor.</summary>
    /// <returns>The value.</returns>
    private protected virtual double Added(double factor)
    {
        AddGradient(factor);
        return Value();
    }

    /// <summary>Looks at the gradients before its own is added to them.</summary>
    /// <param name="scale">What the optimizer multiplies gradients by.</param>
    private protected virtual void See(double scale)
    {
    }

    /// <summary>Moves the weights after steps of these lengths; 0 where the parameter is not trained.</summary>
    private protected virtual void Move(double[] rates)
    {
    }

    /// <summary>A finite strength, 0 or above.</summary>
    private protected static double CheckedStrength(string name, string what, double value) =>
        new NamedOption(what, double.NaN, OptionKind.NonNegative, "how strong the penalty is").Checked(name, value);

    private static bool IsTrained(Parameter parameter) => parameter.IsTrainable && !parameter.Gradient.IsNone;
}
