using System.Globalization;

namespace Minima.Training;

/// <summary>
/// The learning rate over time: a factor for each step, 1 meaning the optimizer's <see cref="Optimizer.LearningRate"/>. It depends on the step alone
/// (except after a plateau), so training can resume at any step. Steps may be batches or epochs, whichever the caller counts.
/// </summary>
/// <example><code>
/// var schedule = new SequenceSchedule((new WarmUpSchedule(100), 100), (new CosineSchedule(900), 900));
/// for (long step = 0; step &lt; 1000; step++)
/// {
///     schedule.Apply(optimizer, step);
///     // forward, backward, optimizer.Step()
/// }
/// </code></example>
public abstract class Schedule
{
    private readonly double[] _values;

    /// <summary>Creates a schedule from values that are checked by the options of its entry.</summary>
    private protected Schedule(ScheduleEntry entry, params double[] values)
    {
        for (var i = 0; i < values.Length; i++) entry.Options[i].Checked(entry.Name, values[i]);
        Name = entry.Name;
        Options = entry.Options;
        _values = values;
    }

    /// <summary>Creates a schedule without options.</summary>
    private protected Schedule(string name)
    {
        Name = name;
        Options = [];
        _values = [];
    }

    /// <summary>The name, such as <c>cosine</c>.</summary>
    public string Name { get; }

    /// <summary>The values of its options, by name; <see cref="Schedules.Create"/> makes the same schedule from them.</summary>
    public IReadOnlyList<(string Name, double Value)> Settings => [.. Options.Zip(_values, (option, value) => (option.Name, value))];

    private IReadOnlyList<NamedOption> Options { get; }

    /// <summary>The factor of the step after <paramref name="step"/> others: 0 for the first.</summary>
    /// <exception cref="TrainingException">A negative step.</exception>
    public double At(long step) => step >= 0
        ? Factor(step)
        : throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: there is no step {step}; steps count from 0."));

    /// <summary>Sets an optimizer's factor for a step.</summary>
    public void Apply(Optimizer optimizer, long step)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        optimizer.LearningRateFactor = At(step);
    }

    /// <summary>The factor of a step, 0 or above.</summary>
    private protected abstract double Factor(long step);

    /// <summary>Interpolates from one value to another along half a cosine, as <paramref name="part"/> rises from 0 to 1.</summary>
    private protected static double Cosine(double from, double to, double part) => to + (0.5 * (from - to) * (1 + Math.Cos(Math.PI * part)));
}
