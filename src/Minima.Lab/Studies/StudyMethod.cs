namespace Minima.Lab.Studies;

/// <summary>A setting of a method that is tried.</summary>
/// <param name="Name">As the tables name it.</param>
/// <param name="Run">Trains once under it.</param>
internal sealed record StudySetting<TResult>(Words Name, Func<Trial, TResult> Run);

/// <summary>A method of a study, with all settings that it may choose from.</summary>
/// <param name="Name">As the tables name it.</param>
/// <param name="Settings">The usual one first: it is kept where another is no better.</param>
internal sealed record StudyMethod<TResult>(Words Name, IReadOnlyList<StudySetting<TResult>> Settings)
{
    /// <summary>It shows what could be reached, with what the others are not given: it is tuned like them and compared with nothing.</summary>
    public bool IsReference { get; init; }

    /// <summary>All settings in a few words, where they are combinations; otherwise their names are listed.</summary>
    public Words? Grid { get; init; }

    /// <summary>A method whose settings differ in one number or name.</summary>
    public static StudyMethod<TResult> Of<TValue>(Words name, Words what, IReadOnlyList<TValue> values, Func<Trial, TValue, TResult> run) =>
        new(name, [.. values.Select(value => new StudySetting<TResult>(Named(what, value), trial => run(trial, value)))]);

    private static Words Named<TValue>(Words what, TValue value)
    {
        var text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}");
        return new($"{what.English} {text}", $"{what.Chinese} {text}");
    }
}
