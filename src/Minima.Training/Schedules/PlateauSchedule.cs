namespace Minima.Training;

/// <summary>
/// Falls when a metric has stopped getting better. The one schedule that depends on more than the step: report the metric after each epoch, and keep
/// <see cref="ExportState"/> in checkpoints. As PyTorch's ReduceLROnPlateau; a metric that is NaN counts as not better.
/// </summary>
public sealed class PlateauSchedule : Schedule
{
    private readonly double _gamma;
    private readonly long _patience;
    private readonly double _threshold;
    private readonly bool _isAbsolute;
    private readonly long _rest;
    private readonly double _least;
    private readonly bool _isMaximised;
    private double _factor = 1;
    private double _best;
    private long _bad;
    private long _resting;

    /// <summary>Times gamma after more than <paramref name="patience"/> reports without a better metric.</summary>
    /// <param name="gamma">The factor, below 1.</param>
    /// <param name="patience">How many reports without improvement are borne.</param>
    /// <param name="threshold">What counts as improvement: by this part of the best, or by this much if <paramref name="absolute"/>.</param>
    /// <param name="absolute">The threshold is an amount, not a part.</param>
    /// <param name="rest">How many reports after a fall are not counted.</param>
    /// <param name="least">The factor does not fall below.</param>
    /// <param name="maximise">Larger metrics are better.</param>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public PlateauSchedule(double gamma = 0.1, int patience = 10, double threshold = 1e-4, bool absolute = false, int rest = 0, double least = 0, bool maximise = false)
        : base(Entry, gamma, patience, threshold, absolute ? 1 : 0, rest, least, maximise ? 1 : 0)
    {
        _gamma = gamma;
        _patience = patience;
        _threshold = threshold;
        _isAbsolute = absolute;
        _rest = rest;
        _least = least;
        _isMaximised = maximise;
        _best = Worst;
    }

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "plateau",
        ["reduce_on_plateau", "reduce_lr_on_plateau"],
        "Falls when a metric has stopped getting better.",
        [
            new("gamma", 0.1, OptionKind.Fraction, "the factor"),
            new("patience", 10, OptionKind.CountOrZero, "how many reports without improvement are borne"),
            new("threshold", 1e-4, OptionKind.NonNegative, "what counts as improvement"),
            new("absolute", 0, OptionKind.Switch, "whether the threshold is an amount, not a part of the best"),
            new("rest", 0, OptionKind.CountOrZero, "how many reports after a fall are not counted"),
            new("least", 0, OptionKind.NonNegative, "the factor does not fall below"),
            new("maximise", 0, OptionKind.Switch, "whether larger metrics are better"),
        ],
        static values => new PlateauSchedule(values[0], (int)values[1], values[2], values[3] != 0, (int)values[4], values[5], values[6] != 0));

    private double Worst => _isMaximised ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Takes the metric of an epoch.</summary>
    /// <returns>Whether the rate fell.</returns>
    public bool Report(double metric)
    {
        if (IsBetter(metric))
        {
            _best = metric;
            _bad = 0;
        }
        else
        {
            _bad++;
        }

        if (_resting > 0)
        {
            _resting--;
            _bad = 0;
        }

        if (_bad <= _patience) return false;
        _resting = _rest;
        _bad = 0;
        var before = _factor;
        _factor = Math.Max(_factor * _gamma, _least);
        return _factor < before;
    }

    /// <summary>What it remembers of the metric.</summary>
    public NamedState ExportState() => new(
        Name,
        new Dictionary<string, double>(StringComparer.Ordinal) { ["factor"] = _factor, ["best"] = _best, ["bad_reports"] = _bad, ["resting_reports"] = _resting },
        new Dictionary<string, Tensor>(StringComparer.Ordinal));

    /// <summary>Goes on where the exporting schedule stood.</summary>
    /// <exception cref="TrainingException">Another state, or a damaged one: nothing is changed then.</exception>
    public void ImportState(NamedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.RequireKind(Name);
        state.RequireNamesOf(ExportState());
        var factor = state.Numbers["factor"];
        if (!(factor >= 0 && double.IsFinite(factor))) throw new TrainingException("plateau: the imported factor is not a finite number, 0 or above. The state is damaged.");
        var (bad, resting) = (state.Count("bad_reports"), state.Count("resting_reports"));
        (_factor, _best, _bad, _resting) = (factor, state.Numbers["best"], bad, resting);
    }

    private protected override double Factor(long step) => _factor;

    private bool IsBetter(double metric)
    {
        if (double.IsInfinity(_best)) return _isMaximised ? metric > _best : metric < _best;
        var margin = _isAbsolute ? _threshold : _threshold * Math.Abs(_best);
        return _isMaximised ? metric > _best + margin : metric < _best - margin;
    }
}
