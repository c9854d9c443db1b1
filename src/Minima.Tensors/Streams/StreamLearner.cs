namespace Minima.Tensors.Streams;

/// <summary>Tests and trains an online model item by item, keeps its running loss, watches for drift and reacts to it: memory does not grow with the stream.</summary>
/// <example><code>
/// var learner = new StreamLearner(new OnlineLinear(10, Loss.Create("logistic")), new AdaptiveWindow()) { Reaction = DriftReaction.RaiseRate };
/// foreach (var (x, y) in stream)
/// {
///     if (learner.Add(x, y).IsAlarm) Console.WriteLine($"changed before item {learner.Count}");
/// }
/// </code></example>
public sealed class StreamLearner
{
    // Forgetting factors of about the last hundred items and the last thousands, which are compared: a change for the better needs no reaction.
    private const double Recently = 0.99;
    private const double Usually = 0.9995;

    private readonly IDriftDetector? _detector;
    private readonly ExponentiallyWeightedLoss _recent = new(Recently);
    private readonly ExponentiallyWeightedLoss _usual = new(Usually);

    /// <param name="model">The model that learns.</param>
    /// <param name="detector">The drift detector; null for none.</param>
    public StreamLearner(OnlineLinear model, IDriftDetector? detector = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Model, _detector) = (model, detector);
    }

    /// <summary>The model that learns.</summary>
    public OnlineLinear Model { get; }

    /// <summary>The reaction to a drift.</summary>
    public DriftReaction Reaction { get; init; }

    /// <summary>The loss that takes over with <see cref="DriftReaction.SwitchLoss"/>.</summary>
    public Loss? NextLoss { get; init; }

    /// <summary>The number that the detector gets for an item: its loss by default. The error of a classification is 1 or 0.</summary>
    public Func<double, double, double, double> Watched { get; init; } = static (_, _, loss) => loss;

    /// <summary>The number of items so far.</summary>
    public long Count { get; private set; }

    /// <summary>The number of times that the detector reported a change and losses rose.</summary>
    public long Drifts { get; private set; }

    /// <summary>The exponentially weighted mean of the losses, each before the model learned from the item.</summary>
    public PrequentialLoss Running { get; init; } = new();

    /// <summary>Tests the model on an item, then learns from it.</summary>
    /// <exception cref="TrainingException">Numbers that are not finite, or a reaction that lacks its loss; the learner is unchanged.</exception>
    public StreamItem Add(ReadOnlySpan<double> features, double target)
    {
        if (Reaction == DriftReaction.SwitchLoss && NextLoss is null) throw new TrainingException("The learner switches its loss at a drift, but NextLoss is not set. Set NextLoss.");
        var prediction = Model.Predict(features);
        var loss = Model.Learn(features, target, prediction);
        Count++;
        Running.Add(loss);
        var watched = Watched(prediction, target, loss);
        var state = _detector?.Add(watched) ?? DriftState.Stable;
        _recent.Add(watched);
        _usual.Add(watched);
        var reacts = state == DriftState.Drift && _recent.Value > _usual.Value;
        if (reacts) React();
        return new(prediction, loss, state, reacts);
    }

    /// <summary>Returns the state, as numbers, without those of the model and the detector, which have their own methods.</summary>
    internal StreamLearnerState Save() => new(Count, Drifts, Running.Save(), _recent.Save(), _usual.Save());

    /// <summary>Continues a stream from a saved state.</summary>
    /// <exception cref="TrainingException">The state is not one that <see cref="Save"/> returns.</exception>
    internal void Restore(StreamLearnerState state)
    {
        StreamRules.CheckState(nameof(StreamLearner), state is { Count: >= 0, Drifts: >= 0 }, "counts must be at least 0");
        Running.Restore(state.Running);
        _recent.Restore(state.Recent);
        _usual.Restore(state.Usual);
        (Count, Drifts) = (state.Count, state.Drifts);
    }

    private void React()
    {
        Drifts++;
        switch (Reaction)
        {
            case DriftReaction.RaiseRate:
                Model.Restart();
                break;
            case DriftReaction.Reset:
                Model.Reset();
                break;
            case DriftReaction.SwitchLoss:
                Model.Loss = NextLoss!;
                Model.Restart();
                break;
        }
    }
}

/// <summary>The result of an item.</summary>
/// <param name="Prediction">The prediction before the step.</param>
/// <param name="Loss">The loss of that prediction.</param>
/// <param name="State">The state of the detector after the item.</param>
/// <param name="IsAlarm">True if the stream changed and losses rose: the learner reacted.</param>
public readonly record struct StreamItem(double Prediction, double Loss, DriftState State, bool IsAlarm);

/// <summary>The state of a <see cref="StreamLearner"/>.</summary>
/// <param name="Count">The number of items.</param>
/// <param name="Drifts">The number of drifts.</param>
/// <param name="Running">The exponentially weighted mean of the losses.</param>
/// <param name="Recent">The mean and variance of about the last hundred losses.</param>
/// <param name="Usual">The mean and variance of about the last thousands of losses.</param>
internal sealed record StreamLearnerState(long Count, long Drifts, PrequentialState Running, ExponentiallyWeightedState Recent, ExponentiallyWeightedState Usual);
