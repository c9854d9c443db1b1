namespace Minima.Training;

/// <summary>
/// Falls if a metric has stopped improving. The one schedule that depends on more than the step: report the metric after each epoch, and save
/// <see cref="ExportState"/> in checkpoints. As PyTorch's ReduceLROnPlateau; a metric that is NaN counts as no improvement.
/// </summary>
[Schedule(
    "plateau",
    Aliases = ["reduce_on_plateau", "reduce_lr_on_plateau"],
    Summary = "Falls when a metric has stopped getting better.",
    ChineseSummary = "指标不再变好时下降。",
    Formula = "times gamma after more than patience reports without a better metric, not below least",
    Elsewhere = ["torch.optim.lr_scheduler.ReduceLROnPlateau", "keras.callbacks.ReduceLROnPlateau", "optax.contrib.reduce_on_plateau"])]
public sealed partial class PlateauSchedule : Schedule
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

    /// <summary>Multiplies by gamma after more than <paramref name="patience"/> reports without improvement.</summary>
    /// <param name="gamma">The factor, below 1.</param>
    /// <param name="patience">The number of reports without improvement that are tolerated.</param>
    /// <param name="threshold">The smallest improvement that counts: relative to the best metric, or absolute if <paramref name="absolute"/>.</param>
    /// <param name="absolute">True if the threshold is an absolute amount.</param>
    /// <param name="rest">The number of reports after a fall that are not counted.</param>
    /// <param name="least">The lower bound of the factor.</param>
    /// <param name="maximise">True if larger metrics are better.</param>
    /// <exception cref="TrainingException">A value outside its range.</exception>
    public PlateauSchedule(
        [Option(OptionKind.Fraction, "the factor", "因子")] double gamma = 0.1,
        [Option(OptionKind.CountOrZero, "how many reports without improvement are tolerated", "容忍多少次没有改善的报告")] int patience = 10,
        [Option(OptionKind.NonNegative, "what counts as improvement", "多大算改善")] double threshold = 1e-4,
        [Option(OptionKind.Switch, "whether the threshold is an amount, not a part of the best", "阈值是否为绝对量，而非最佳值的一部分")] bool absolute = false,
        [Option(OptionKind.CountOrZero, "how many reports after a fall are not counted", "下降之后多少次报告不计")] int rest = 0,
        [Option(OptionKind.NonNegative, "the factor does not fall below", "因子不低于此")] double least = 0,
        [Option(OptionKind.Switch, "whether larger metrics are better", "指标是否越大越好")] bool maximise = false)
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

    private double Worst => _isMaximised ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Reports the metric of an epoch.</summary>
    /// <returns>True if the rate fell.</returns>
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

    /// <summary>The state of the schedule.</summary>
    public NamedState ExportState() => new(
        Name,
        new Dictionary<string, double>(StringComparer.Ordinal) { ["factor"] = _factor, ["best"] = _best, ["bad_reports"] = _bad, ["resting_reports"] = _resting },
        new Dictionary<string, Tensor>(StringComparer.Ordinal));

    /// <summary>Continues from the state of the exporting schedule.</summary>
    /// <exception cref="TrainingException">Another state, or a damaged one: nothing is changed.</exception>
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
