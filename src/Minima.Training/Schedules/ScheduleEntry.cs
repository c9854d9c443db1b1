namespace Minima.Training;

/// <summary>A schedule that is made of numbers: the parameters with <see cref="OptionAttribute"/> of its constructor.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ScheduleAttribute(string name) : DeclarationAttribute(name);

/// <summary>A schedule in the list that names are looked up in.</summary>
public sealed class ScheduleEntry : Declaration
{
    internal ScheduleEntry()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "schedule";

    /// <summary>Makes the schedule of values in the order of the options.</summary>
    public required Func<double[], Schedule> Make { get; init; }
}

/// <summary>Every schedule that is made of numbers, by name.</summary>
public static class Schedules
{
    /// <summary>The list, by name.</summary>
    public static IReadOnlyList<ScheduleEntry> All => GeneratedSchedules.All;

    /// <summary>The entry of a name or alias; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <exception cref="TrainingException">No schedule has the name; the message names the nearest.</exception>
    public static ScheduleEntry Find(string name) => Declaration.TryFind(All, name)
        ?? throw new TrainingException($"No schedule is called '{Names.Shorten(name)}'{Declaration.DidYouMean(All, name)}. There are {string.Join(", ", All.Select(e => e.Name))}.");

    /// <summary>Makes a schedule by name: <c>Schedules.Create("cosine", ("steps", 1000))</c>.</summary>
    /// <exception cref="TrainingException">Unknown name or option, a value that the option does not take, or none where one is needed.</exception>
    public static Schedule Create(string name, params ReadOnlySpan<(string Name, double Value)> options)
    {
        var entry = Find(name);
        return entry.Make(NamedOption.Resolve(entry.Name, entry.Options, options));
    }
}
