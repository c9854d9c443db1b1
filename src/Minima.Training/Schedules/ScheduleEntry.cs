namespace Minima.Training;

/// <summary>A schedule in the list that names are looked up in.</summary>
public sealed class ScheduleEntry
{
    internal ScheduleEntry(string name, IReadOnlyList<string> aliases, string summary, IReadOnlyList<NamedOption> options, Func<double[], Schedule> create)
    {
        Name = name;
        Aliases = aliases;
        Summary = summary;
        Options = options;
        Create = create;
    }

    /// <summary>As in <c>cosine</c>.</summary>
    public string Name { get; }

    /// <summary>Other names that it is found by.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>One line.</summary>
    public string Summary { get; }

    /// <summary>What it can be told.</summary>
    public IReadOnlyList<NamedOption> Options { get; }

    /// <summary>Makes the schedule of values in the order of the options.</summary>
    internal Func<double[], Schedule> Create { get; }
}

/// <summary>Every schedule that is made of numbers, by name.</summary>
public static class Schedules
{
    /// <summary>The list, by name.</summary>
    public static IReadOnlyList<ScheduleEntry> All { get; } =
    [
        ConstantSchedule.Entry, CosineSchedule.Entry, CosineRestartsSchedule.Entry, ExponentialSchedule.Entry, OneCycleSchedule.Entry, PlateauSchedule.Entry,
        PolynomialSchedule.Entry, StepSchedule.Entry, WarmUpSchedule.Entry,
    ];

    /// <summary>The entry of a name or alias; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <exception cref="TrainingException">No schedule has the name; the message names the nearest.</exception>
    public static ScheduleEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = Names.Normalise(name);
        foreach (var entry in All)
        {
            if (entry.Aliases.Prepend(entry.Name).Any(known => Names.Normalise(known) == wanted)) return entry;
        }

        throw new TrainingException($"No schedule is called '{Names.Shorten(name)}'{Names.DidYouMean(name, All.SelectMany(e => e.Aliases.Prepend(e.Name)))}. There are {string.Join(", ", All.Select(e => e.Name))}.");
    }

    /// <summary>Makes a schedule by name: <c>Schedules.Create("cosine", ("steps", 1000))</c>.</summary>
    /// <exception cref="TrainingException">Unknown name or option, a value that the option does not take, or none where one is needed.</exception>
    public static Schedule Create(string name, params ReadOnlySpan<(string Name, double Value)> options)
    {
        var entry = Find(name);
        return entry.Create(NamedOption.Resolve(entry.Name, entry.Options, options));
    }
}
