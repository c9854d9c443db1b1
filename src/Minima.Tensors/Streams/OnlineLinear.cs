namespace Minima.Tensors.Streams;

/// <summary>A linear model that learns from one item at a time by stochastic gradient descent, under any elementwise loss.</summary>
/// <remarks>
/// <para>Formula: w -= r_n l'(w . x + b, t) (x, 1), with r_n = rate / sqrt(1 + n / hold), n the steps since the start or since <see cref="Restart"/>: the rate falls while the stream is stationary.</para>
/// <para>Memory: the weights. No allocation per item. The model is tested on an item before it learns from it:
/// <see cref="Learn(ReadOnlySpan{double}, double)"/> returns the loss before the step (prequential, Dawid 1984).</para>
/// <para>Bad input: a feature or target that is not finite is refused, and the model is unchanged. A step that would make weights infinite is refused too.</para>
/// </remarks>
/// <example><code>
/// var model = new OnlineLinear(features: 10, Loss.Create("logistic"), learningRate: 0.1);
/// foreach (var (x, y) in stream) mean.Add(model.Learn(x, y));
/// </code></example>
public sealed class OnlineLinear
{
    private readonly double[] _weights;
    private readonly double[] _said = new double[1];
    private readonly double[] _target = new double[1];
    private readonly double[] _slope = new double[1];
    private Loss _loss;
    private long _steps;

    /// <param name="features">The number of features of an item.</param>
    /// <param name="loss">The loss of a prediction and a target.</param>
    /// <param name="learningRate">The rate of the first step: above 0.</param>
    /// <param name="hold">The number of steps after which the rate has fallen by a factor of sqrt(2); infinite for a constant rate.</param>
    /// <exception cref="TrainingException">No feature, a rate or hold that is not above 0, or a loss that is not elementwise.</exception>
    public OnlineLinear(int features, Loss loss, double learningRate = 0.1, double hold = 1000)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (features < 1) throw new TrainingException($"An online model cannot have {features} features; it needs at least 1.");
        if (!(learningRate > 0 && double.IsFinite(learningRate))) throw new TrainingException($"The learning rate of an online model is {learningRate}; it must be finite and above 0. For standardised features 0.1 is usual.");
        if (!(hold > 0)) throw new TrainingException($"An online model cannot hold its learning rate for {hold} steps; the number must be above 0. Use infinity for a constant rate.");
        (_weights, LearningRate, Hold, _loss) = (new double[features + 1], learningRate, hold, Checked(loss));
    }

    /// <summary>The learning rate of the first step.</summary>
    public double LearningRate { get; }

    /// <summary>The number of steps after which the rate has fallen by a factor of sqrt(2).</summary>
    public double Hold { get; }

    /// <summary>The loss to minimise; it may be changed while learning.</summary>
    /// <exception cref="TrainingException">The loss is not elementwise.</exception>
    public Loss Loss
    {
        get => _loss;
        set => _loss = Checked(value);
    }

    /// <summary>The factor of steps, which converts a derivative in the units of the loss to a step in those of predictions.</summary>
    internal double StepUnit { get; set; } = 1;

    /// <summary>The weights of the features, then the bias.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>w . x + b.</summary>
    /// <exception cref="TrainingException">The number of features is wrong.</exception>
    public double Predict(ReadOnlySpan<double> features)
    {
        if (features.Length != _weights.Length - 1) throw new TrainingException($"An item has {features.Length} features, but the model has {_weights.Length - 1}.");
        return _weights[^1] + System.Numerics.Tensors.TensorPrimitives.Dot(features, _weights.AsSpan(0, features.Length));
    }

    /// <summary>Tests the model on an item, then learns from it.</summary>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="TrainingException">Numbers that are not finite, a wrong number of features, or a step out of range.</exception>
    public double Learn(ReadOnlySpan<double> features, double target) => Learn(features, target, Predict(features));

    /// <summary>Learns from an item whose prediction is already known.</summary>
    internal double Learn(ReadOnlySpan<double> features, double target, double prediction)
    {
        if (!double.IsFinite(prediction) || !double.IsFinite(target)) throw new TrainingException(Refusal(features, target));
        (_said[0], _target[0]) = (prediction, target);
        var loss = _loss.Evaluate(new LossBatch<double> { Prediction = _said, Target = _target, Gradient = _slope, Reduction = Minima.Reduction.Sum, Threads = 1 }).Value;
        if (!double.IsFinite(loss)) throw new TrainingException($"{_loss.Entry.Key} is {loss} at the prediction {prediction} and the target {target}: the item is out of range. The model is unchanged.");
        var step = LearningRate / Math.Sqrt(1 + (_steps / Hold)) * StepUnit * _slope[0];
        if (!double.IsFinite(step)) throw new TrainingException($"{_loss.Entry.Key} has the derivative {_slope[0]} at the prediction {prediction} and the target {target}: the step would make the weights infinite. Lower the learning rate, or use a loss with a bounded derivative.");
        for (var i = 0; i < features.Length; i++)
        {
            if (!double.IsFinite(_weights[i] - (step * features[i]))) throw new TrainingException($"Feature {i} of an item is {features[i]}: the step would make its weight infinite. Standardise the features, or lower the learning rate. The model is unchanged.");
        }

        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(features, -step, _weights.AsSpan(0, features.Length), _weights.AsSpan(0, features.Length));
        _weights[^1] -= step;
        _steps++;
        return loss;
    }

    /// <summary>Restarts the learning rate at its initial value, because after a change there is much to learn.</summary>
    public void Restart() => _steps = 0;

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(_weights);
        _steps = 0;
    }

    /// <summary>Adds a constant to every prediction.</summary>
    internal void Shift(double by) => _weights[^1] += by;

    /// <summary>Returns the state, as numbers.</summary>
    internal OnlineLinearState Save() => new(_steps, [.. _weights]);

    /// <summary>Continues a stream from a saved state.</summary>
    /// <exception cref="TrainingException">The state is not one that <see cref="Save"/> returns.</exception>
    internal void Restore(OnlineLinearState state)
    {
        StreamRules.CheckState(nameof(OnlineLinear), state.Steps >= 0 && state.Weights.Length == _weights.Length && Array.TrueForAll(state.Weights, double.IsFinite), "it needs a finite weight for each feature, and a bias");
        _steps = state.Steps;
        state.Weights.CopyTo(_weights, 0);
    }

    private static Loss Checked(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Entry.Row is null && loss.Groups is null && loss is not TensorLoss && loss.Entry.Inputs[0] is { Kind: InputKind.Number, Differentiated: true } && loss.Entry.Inputs.Count > 1 && loss.Entry.Inputs.Skip(2).All(input => input.IsOptional)
            ? loss
            : throw new TrainingException($"{loss.Entry.Key} does not take one prediction and one target, which an online model needs. Use mse, mae, huber, logistic or hinge.");
    }

    private static string Refusal(ReadOnlySpan<double> features, double target)
    {
        for (var i = 0; i < features.Length; i++)
        {
            if (!double.IsFinite(features[i])) return $"Feature {i} of an item is {features[i]}; it must be finite. The model is unchanged.";
        }

        return double.IsFinite(target) ? "The prediction of an item is not finite: the weights have grown without bound. Lower the learning rate." : $"The target of an item is {target}; it must be finite. The model is unchanged.";
    }
}

/// <summary>The state of an <see cref="OnlineLinear"/>.</summary>
/// <param name="Steps">The steps since the rate last restarted.</param>
/// <param name="Weights">The weights of the features, then the bias.</param>
internal sealed record OnlineLinearState(long Steps, double[] Weights);
