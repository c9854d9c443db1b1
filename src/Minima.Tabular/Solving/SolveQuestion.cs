namespace Minima.Tabular;

/// <summary>A question that only a person can answer; nobody who runs without one needs to, for each has a default.</summary>
/// <param name="Key">What it is about: <c>cost</c>, <c>threshold</c>, <c>known</c>, <c>time</c> or <c>group</c>.</param>
/// <param name="Text">The question.</param>
/// <param name="Default">The answer that is taken where none is given.</param>
/// <param name="Reason">Why it is asked, or why this is the default.</param>
public sealed record SolveQuestion(string Key, Localized Text, string Default, Localized Reason)
{
    /// <summary>The column that it is about; empty where it is about none.</summary>
    public string Column { get; init; } = "";

    /// <summary>The answer: the default, or what was given.</summary>
    public string Answer { get; init; } = Default;
}
