using System.Globalization;

namespace Minima.Training;

/// <summary>
/// Updates parameters by their gradients. Every step is one pass over parameter, gradient and state of the whole model, which includes gradient scale, clipping
/// and weight decay. A step allocates nothing, and its result is bit-identical for any number of threads.
/// </summary>
/// <remarks>
/// <para>A parameter without a gradient, or one that is not trainable, stays unchanged, and so does its state.</para>
/// <para>Weight decay d adds d w to the gradient (a penalty of d/2 |w|^2); decoupled (Loshchilov, Hutter 2019) it multiplies w by 1 - rate d before the step.</para>
/// </remarks>
/// <example><code>
/// var optimizer = new Adam(model.Parameters, learningRate: 1e-3);
/// optimizer.ClearGradients();
/// loss.Backward();
/// var norm = optimizer.ClipByNorm(1.0);
/// optimizer.Step();
/// </code></example>
public abstract partial class Optimizer
{
    private readonly OptimizerEntry _entry;
    private readonly double[][] _options;
    private readonly Parameter[] _parameters;
    private readonly Dictionary<Parameter, double> _rateRatios = new(ReferenceEqualityComparer.Instance);
    private readonly GradientNormJob _norm;
    private double _clip = 1;
    private double _limit = double.PositiveInfinity;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="entry">Name and options.</param>
    /// <param name="groups">The parameters to train.</param>
    /// <param name="learningRate">Finite, above 0.</param>
    /// <param name="options">Values in the order of the entry's options; a group's own override them.</param>
    /// <exception cref="TrainingException">No parameters, one given twice, a learning rate or an option that is refused.</exception>
    private protected Optimizer(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(options);
        _entry = entry;
        Groups = [.. groups];
        LearningRate = learningRate;
        for (var i = 0; i < options.Length; i++) entry.Options[i].Checked(entry.Name, options[i]);
        _options = [.. Groups.Select(group => OptionsOf(group, options))];
        _parameters = [.. ParameterCheck.All(entry.Name, Groups)];
        Blocks = new ParameterBlocks(_parameters);
        _norm = new GradientNormJob(_parameters, Blocks);
        for (var g = 0; g < Groups.Count; g++)
        {
            var ratio = Groups[g].LearningRate is { } own ? CheckedRate($"{Name}: the learning rate of group {g}", own) / LearningRate : 1;
            foreach (var parameter in Groups[g].Parameters) _rateRatios.Add(parameter, ratio);
        }
    }

    /// <summary>The name, such as <c>adam</c>.</summary>
    public string Name => _entry.Name;

    /// <summary>The groups, as given.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>All parameters, group after group.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The learning rate. Setting it changes the rates of groups that have their own by the same ratio.</summary>
    /// <exception cref="TrainingException">0, negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set => field = CheckedRate($"{Name}: the learning rate", value);
    }

    /// <summary>The factor by which a schedule multiplies all rates; 1 by default. 0 is allowed: a schedule may end there.</summary>
    /// <exception cref="TrainingException">Negative, infinite or NaN.</exception>
    public double LearningRateFactor
    {
        get;
        set => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: the factor of the learning rate is {value:R}; it must be finite, 0 or above."));
    } = 1;

    /// <summary>The factor applied to every gradient first; 1 by default. Use 1/k after adding up the gradients of k batches.</summary>
    /// <exception cref="TrainingException">0, negative, infinite or NaN.</exception>
    public double GradientScale
    {
        get;
        set => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: the gradient scale is {value:R}; it must be finite and above 0, 1/k for gradients added up over k batches."));
    } = 1;

    /// <summary>The division of all elements into blocks for several threads.</summary>
    internal ParameterBlocks Blocks { get; }

    /// <summary>Updates the parameters by their gradients.</summary>
    /// <exception cref="TrainingException">A gradient has another shape or type than its parameter. L-BFGS: it needs <see cref="Step(Func{double})"/>.</exception>
    public abstract void Step();

    /// <summary>Evaluates the loss once, then steps; L-BFGS evaluates it as often as its line search needs.</summary>
    /// <param name="closure">Clears the gradients, computes the loss and its gradients, and returns the loss.</param>
    /// <returns>The loss before the step.</returns>
    public virtual double Step(Func<double> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        var loss = closure();
        Step();
        return loss;
    }

    /// <summary>Clears the gradients of all parameters, and pending clipping.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in _parameters) parameter.Value.ClearGradient();
        ForgetClipping();
    }

    /// <summary>The Euclidean norm of all gradients together, times <see cref="GradientScale"/>, in one pass. NaN or infinite if an element is.</summary>
    public double GradientNorm() => GradientScale * _norm.Norm();

    /// <summary>
    /// Scales gradients in the next step so that their joint norm is at most <paramref name="most"/> (Pascanu et al. 2013). The gradients
    /// themselves do not change: the factor is part of the step's pass.
    /// </summary>
    /// <returns>The norm before clipping. If it is not finite, nothing is clipped and the step would make parameters NaN, so check it first.</returns>
    /// <exception cref="TrainingException">The bound is not above 0, or clipping by value is already set.</exception>
    public virtual double ClipByNorm(double most)
    {
        CheckBound("norm", most);
        if (!double.IsPositiveInfinity(_limit)) throw new TrainingException($"{Name}: gradients are to be clipped by value and by norm. Call ClipByNorm first: its norm is that of unclipped gradients.");
        var norm = GradientNorm();
        _clip = double.IsFinite(norm) && norm > most ? most / norm : 1;
        return norm;
    }

    /// <summary>Clips every element of the gradients to [-<paramref name="most"/>, <paramref name="most"/>] in the next step. NaN stays NaN.</summary>
    /// <exception cref="TrainingException">The bound is not above 0.</exception>
    public virtual void ClipByValue(double most)
    {
        CheckBound("value", most);
        _limit = most;
    }

    /// <summary>The current step size of a parameter: its group's rate times <see cref="LearningRateFactor"/>.</summary>
    /// <exception cref="TrainingException">The parameter is not one of this optimizer's.</exception>
    public double LearningRateOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _rateRatios.TryGetValue(parameter, out var ratio)
            ? LearningRate * LearningRateFactor * ratio
            : throw new TrainingException($"{Name}: the parameter '{parameter.Name}' is not trained by this optimizer. Give it to the optimizer, or leave it out here.");
    }

    /// <summary>The value of an option in a group.</summary>
    /// <exception cref="TrainingException">There is no such option or group.</exception>
    public double Option(string name, int group = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        if ((uint)group >= (uint)_options.Length) throw new TrainingException($"{Name}: there is no group {group}; it has {_options.Length}, counted from 0.");
        return _options[group][NamedOption.IndexOf(Name, _entry.Options, name)];
    }

    /// <summary>Changes an option in all groups, for example for a momentum schedule.</summary>
    /// <exception cref="TrainingException">There is no such option, the value is invalid, or it would need another state (momentum that was 0).</exception>
    public void SetOption(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        var index = NamedOption.IndexOf(Name, _entry.Options, name);
        _entry.Options[index].Checked(Name, value);
        for (var g = 0; g < _options.Length; g++)
        {
            var changed = (double[])_options[g].Clone();
            changed[index] = value;
            if (!CanChange(_options[g], changed))
            {
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: {_entry.Options[index].Name} cannot change from {_options[g][index]:R} to {value:R} after the start: its stored state would no longer fit. Make a new optimizer with the value."));
            }
        }

        foreach (var options in _options) options[index] = value;
    }

    /// <summary>The options of a group, in the order of the entry: the array that <see cref="SetOption"/> changes.</summary>
    private protected double[] OptionsOfGroup(int group) => _options[group];

    /// <summary>The ratio of a parameter's rate to the optimizer's.</summary>
    private protected double RateRatioOf(Parameter parameter) => _rateRatios[parameter];

    /// <summary>The factor of the gradient in this step, clipping by norm included.</summary>
    private protected double StepScale => GradientScale * _clip;

    /// <summary>The bound on the absolute value of the gradient's elements in this step.</summary>
    private protected double StepLimit => _limit;

    /// <summary>True if the options can change this way without changing the state.</summary>
    private protected abstract bool CanChange(double[] from, double[] to);

    /// <summary>Resets clipping, which applies to one step only.</summary>
    private protected void ForgetClipping()
    {
        _clip = 1;
        _limit = double.PositiveInfinity;
    }

    private protected static double CheckedRate(string what, double value) => value > 0 && double.IsFinite(value)
        ? value
        : throw new TrainingException(string.Create(
            CultureInfo.InvariantCulture,
            $"{what} is {value:R}; it must be finite and above 0. {(value == 0 ? "With 0 nothing is learned; to freeze parameters set their IsTrainable to false." : value < 0 ? "A negative rate would climb the loss." : "Start with 0.001 for Adam, 0.1 for SGD.")}"));

    private void CheckBound(string what, double most)
    {
        if (!(most > 0)) throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: gradients cannot be clipped by {what} at {most:R}; the bound must be above 0 (1 is usual for a norm)."));
    }

    private double[] OptionsOf(ParameterGroup group, double[] options)
    {
        var own = (double[])options.Clone();
        foreach (var (name, value) in group.Options)
        {
            var index = NamedOption.IndexOf(Name, _entry.Options, name);
            own[index] = _entry.Options[index].Checked(Name, value);
        }

        return own;
    }
}
