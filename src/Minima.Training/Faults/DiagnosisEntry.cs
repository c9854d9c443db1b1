namespace Minima.Training;

/// <summary>Something that can be wrong with a training: its code, why it happens, what helps.</summary>
/// <param name="Code">Also the name of its page: <c>dead-units</c> is <c>docs/doctor/dead-units.md</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="English">What an English reader is told.</param>
/// <param name="Chinese">What a Chinese reader is told.</param>
public sealed record DiagnosisEntry(string Code, Severity Severity, DiagnosisText English, DiagnosisText Chinese)
{
    /// <summary>The page about it, from the root of the repository.</summary>
    public string Page => $"docs/doctor/{Code}.md";

    /// <summary>The Chinese page about it.</summary>
    public string ChinesePage => $"docs/zh/doctor/{Code}.md";

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}

/// <summary>What a reader is told about something that can be wrong.</summary>
/// <param name="Title">In the words that people search for.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Remedy">What helps.</param>
public sealed record DiagnosisText(string Title, string Cause, string Remedy);
