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
    // How the last hundred items stand against the last thousands: a change for the better is no reason to act.
    private const double Recently = 0.99;
    private const double Usually = 0.9995;

    private readonly IDriftDetector? _detector;
    private readonly ExponentiallyWeightedLoss _recent = new(Recently);
    private readonly ExponentiallyWeightedLoss _usual = new(Usually);

    /// <param name="model">What learns.</param>
    /// <param name="detector">What watches; null for nobody.</param>
    public StreamLearner(OnlineLinear model, IDriftDetector? detector = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Model, _detector) = (model, detector);
    }

    /// <summary>What learns.</summary>
    public OnlineLinear Model { get; }

    /// <summary>What is done at a drift.</summary>
    public DriftReaction Reaction { get; init; }

    /// <summary>The loss that takes over with <see cref="DriftReaction.SwitchLoss"/>.</summary>
    public Loss? NextLoss { get; init; }

    /// <summary>What the detector is shown of an item: its loss by default; the error of a classification is 1 or 0.</summary>
    public Func<double, double, double, double> Watched { get; init; } = static (_, _, loss) => loss;

    /// <summary>Items so far.</summary>
    public long Count { get; private set; }

    /// <summary>How often the detector said that the stream changed, and it was for the worse.</summary>
    public long Drifts { get; private set; }

    /// <summary>The fading mean of the losses, each tested before it was learned from.</summary>
    public PrequentialLoss Running { get; init; } = new();

    /// <summary>One more item: tested, then learned from.</summary>
    /// <exception cref="TrainingException">Numbers that are not finite, or a reaction that lacks its loss; the learner is as it was before.</exception>
    public StreamItem Add(ReadOnlySpan<double> features, double target)
    {
        if (Reaction == DriftReaction.SwitchLoss && NextLoss is null) throw new TrainingException("A learner is to switch its loss at a drift, and NextLoss is not set.");
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

    /// <summary>The state, as numbers; that of the model and of the detector they give themselves.</summary>
    internal StreamLearnerState Save() => new(Count, Drifts, Running.Save(), _recent.Save(), _usual.Save());

    /// <summary>Takes up a stream where it was saved.</summary>
    /// <exception cref="TrainingException">No state that <see cref="Save"/> gives.</exception>
    internal void Restore(StreamLearnerState state)
    {
        StreamRules.CheckState(nameof(StreamLearner), state is { Count: >= 0, Drifts: >= 0 }, "counts from 0");
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

/// <summary>What an item was like.</summary>
/// <param name="Prediction">Before the step.</param>
/// <param name="Loss">Of that prediction.</param>
/// <param name="State">What the detector says of the stream now.</param>
/// <param name="IsAlarm">The stream changed, and losses rose: the learner reacted.</param>
public readonly record struct StreamItem(double Prediction, double Loss, DriftState State, bool IsAlarm);

/// <summary>What a <see cref="StreamLearner"/> knows.</summary>
/// <param name="Count">How many items.</param>
/// <param name="Drifts">How many drifts.</param>
/// <param name="Running">The fading mean of the losses.</param>
/// <param name="Recent">Of the last hundred.</param>
/// <param name="Usual">Of the last thousands.</param>
internal sealed record StreamLearnerState(long Count, long Drifts, PrequentialState Running, ExponentiallyWeightedState Recent, ExponentiallyWeightedState Usual);
