namespace Minima.Training;

/// <summary>
/// Rises from a small rate to the optimizer's, then falls to a far smaller one (Smith, Topin 2018); 1 is the peak. As PyTorch's OneCycleLR, whose momentum
/// moves the other way: <see cref="MomentumAt"/>.
/// </summary>
/// <example><code>
/// schedule.Apply(optimizer, step);
/// optimizer.SetOption("momentum", schedule.MomentumAt(step));
/// </code></example>
[Schedule(
    "one_cycle",
    Aliases = ["one_cycle_lr"],
    Summary = "Up to the peak, then far down.",
    ChineseSummary = "先升到峰值，再降到很低。",
    Formula = "from 1 / start_divisor up to 1 over rising steps, then down to 1 / (start_divisor end_divisor), along half cosines",
    Source = "Smith and Topin 2018, Super-convergence: very fast training of neural networks using large learning rates, arXiv:1708.07120",
    Elsewhere = ["torch.optim.lr_scheduler.OneCycleLR", "optax.cosine_onecycle_schedule"])]
public sealed partial class OneCycleSchedule : Schedule
{
    private const double LeastMomentum = 0.85;
    private const double MostMomentum = 0.95;

    private readonly double _last;
    private readonly double _peak;
    private readonly double _back;
    private readonly double _start;
    private readonly double _end;
    private readonly bool _isLinear;

    /// <summary>One cycle over the given number of steps.</summary>
    /// <param name="steps">The number of steps of the training, at least 2.</param>
    /// <param name="rising">The proportion of steps that rise.</param>
    /// <param name="startDivisor">The ratio of the peak to the first rate.</param>
    /// <param name="endDivisor">The ratio of the first rate to the last.</param>
    /// <param name="threePhases">True to fall to the first rate as fast as it rose, then to the last.</param>
    /// <param name="linear">True for straight lines in place of half cosines.</param>
    /// <exception cref="TrainingException">A value outside its range.</exception>
    public OneCycleSchedule(
        [Option(OptionKind.Count, "how many steps the training has", "训练共多少步")] int steps,
        [Option(OptionKind.Fraction, "the part of them that rises", "其中上升的部分")] double rising = 0.3,
        [Option(OptionKind.Positive, "the peak over the first rate", "峰值与起始学习率之比")] double startDivisor = 25,
        [Option(OptionKind.Positive, "the first rate over the last", "起始学习率与最后学习率之比")] double endDivisor = 10000,
        [Option(OptionKind.Switch, "whether it falls to the first rate as fast as it rose, then further", "是否先以上升的速度降回起始学习率，再继续下降")] bool threePhases = false,
        [Option(OptionKind.Switch, "whether straight lines take the place of half cosines", "是否以直线代替半个余弦")] bool linear = false)
        : base(Entry, steps, rising, startDivisor, endDivisor, threePhases ? 1 : 0, linear ? 1 : 0)
    {
        _last = steps - 1;
        _peak = (rising * steps) - 1;
        _back = threePhases ? (2 * rising * steps) - 2 : _peak;
        _start = 1 / startDivisor;
        _end = _start / endDivisor;
        _isLinear = linear;
        if (_peak <= 0 || _back >= _last)
        {
            throw new TrainingException($"one_cycle: with {steps} steps and a rising part of {rising.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} a phase has no steps. Take more steps, or a part nearer to 0.3.");
        }
    }

    /// <summary>The momentum of a step: 0.95 at both ends, 0.85 at the peak.</summary>
    public double MomentumAt(long step) => Phase(Math.Max(step, 0), MostMomentum, LeastMomentum, MostMomentum, MostMomentum);

    private protected override double Factor(long step) => Phase(step, _start, 1, _start, _end);

    /// <summary>Interpolates from the first value to the peak, then, with three phases, to the way-back value, and to the last.</summary>
    private double Phase(long step, double first, double peak, double back, double last)
    {
        if (step <= _peak) return Between(first, peak, step / _peak);
        if (_back > _peak && step <= _back) return Between(peak, back, (step - _peak) / (_back - _peak));
        return Between(_back > _peak ? back : peak, last, Math.Min((step - _back) / (_last - _back), 1));
    }

    private double Between(double from, double to, double part) => _isLinear ? from + ((to - from) * part) : Cosine(from, to, part);
}
