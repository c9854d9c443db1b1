namespace Minima.Training;

/// <summary>A possible problem of a training: its code, cause and remedy.</summary>
/// <param name="Code">The code, also the name of its page: <c>dead-units</c> is <c>docs/doctor/dead-units.md</c>.</param>
/// <param name="Severity">The severity.</param>
/// <param name="English">The text in English.</param>
/// <param name="Chinese">The text in Chinese.</param>
public sealed record DiagnosisEntry(string Code, Severity Severity, DiagnosisText English, DiagnosisText Chinese)
{
    /// <summary>The page about it, from the root of the repository.</summary>
    public string Page => $"docs/doctor/{Code}.md";

    /// <summary>The Chinese page about it.</summary>
    public string ChinesePage => $"docs/zh/doctor/{Code}.md";

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}

/// <summary>The text about a possible problem in one language.</summary>
/// <param name="Title">The title, in common search terms.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Remedy">The remedy.</param>
public sealed record DiagnosisText(string Title, string Cause, string Remedy);
