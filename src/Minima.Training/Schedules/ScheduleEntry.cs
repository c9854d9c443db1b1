namespace Minima.Training;

/// <summary>Marks a schedule whose options are numbers: the parameters with <see cref="OptionAttribute"/> of its constructor.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ScheduleAttribute(string name) : DeclarationAttribute(name);

/// <summary>A schedule in the list of names.</summary>
public sealed class ScheduleEntry : Declaration
{
    internal ScheduleEntry()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "schedule";

    /// <summary>Makes the schedule from values in the order of the options.</summary>
    public required Func<double[], Schedule> Make { get; init; }
}

/// <summary>The schedules whose options are numbers, by name.</summary>
public static class Schedules
{
    /// <summary>The list, by name.</summary>
    public static IReadOnlyList<ScheduleEntry> All => GeneratedSchedules.All;

    /// <summary>The entry of a name or alias; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <exception cref="TrainingException">No schedule has the name; the message suggests the nearest name.</exception>
    public static ScheduleEntry Find(string name) => Declaration.TryFind(All, name)
        ?? throw new TrainingException($"No schedule is called '{Names.Shorten(name)}'{Declaration.DidYouMean(All, name)}. There are {string.Join(", ", All.Select(e => e.Name))}.");

    /// <summary>Makes a schedule by name: <c>Schedules.Create("cosine", ("steps", 1000))</c>.</summary>
    /// <exception cref="TrainingException">Unknown name or option, a value that the option does not take, or no value for a required option.</exception>
    public static Schedule Create(string name, params ReadOnlySpan<(string Name, double Value)> options)
    {
        var entry = Find(name);
        return entry.Make(NamedOption.Resolve(entry.Name, entry.Options, options));
    }
}
