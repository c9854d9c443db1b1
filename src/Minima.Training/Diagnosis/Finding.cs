namespace Minima.Training.Diagnosis;

/// <summary>A problem with a training and the numbers that show it.</summary>
public sealed class Finding
{
    internal Finding(DiagnosisEntry entry, Localized measured)
    {
        Entry = entry;
        English = new FindingText(entry.English.Title, measured.English, entry.English.Cause, entry.English.Remedy);
        Chinese = new FindingText(entry.Chinese.Title, measured.Chinese, entry.Chinese.Cause, entry.Chinese.Remedy);
    }

    /// <summary>The documented problem.</summary>
    public DiagnosisEntry Entry { get; }

    /// <summary>The documented code, such as <c>dead-units</c>.</summary>
    public string Code => Entry.Code;

    /// <summary>The severity of the problem.</summary>
    public Severity Severity => Entry.Severity;

    /// <summary>The text in English.</summary>
    public FindingText English { get; }

    /// <summary>The text in Chinese.</summary>
    public FindingText Chinese { get; }

    /// <summary>Code and numbers.</summary>
    public override string ToString() => $"{Code}: {English.Measured}";

    internal FindingText In(bool chinese) => chinese ? Chinese : English;
}

/// <summary>The text of a finding in one language.</summary>
/// <param name="Title">The title, in common search terms; also that of the page.</param>
/// <param name="Measured">The numbers, in a sentence or two.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Remedy">The remedy.</param>
public sealed record FindingText(string Title, string Measured, string Cause, string Remedy);
