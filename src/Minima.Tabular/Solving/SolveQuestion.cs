namespace Minima.Tabular;

/// <summary>A question that only a person can answer. Each has a default, so a run needs no answers.</summary>
/// <param name="Key">The subject: <c>cost</c>, <c>threshold</c>, <c>known</c>, <c>time</c> or <c>group</c>.</param>
/// <param name="Text">The question.</param>
/// <param name="Default">The answer if none is given.</param>
/// <param name="Reason">The reason for the question, or for its default.</param>
public sealed record SolveQuestion(string Key, Localized Text, string Default, Localized Reason)
{
    /// <summary>The column that it is about; empty if it is about none.</summary>
    public string Column { get; init; } = "";

    /// <summary>The answer: the default, or the given one.</summary>
    public string Answer { get; init; } = Default;
}
