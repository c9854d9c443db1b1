namespace Minima.Training.Diagnosis;

/// <summary>Something that is wrong with a training, and the numbers that say so.</summary>
public sealed class Finding
{
    internal Finding(DiagnosisEntry entry, Localized measured)
    {
        Entry = entry;
        English = new FindingText(entry.English.Title, measured.English, entry.English.Cause, entry.English.Remedy);
        Chinese = new FindingText(entry.Chinese.Title, measured.Chinese, entry.Chinese.Cause, entry.Chinese.Remedy);
    }

    /// <summary>What it is.</summary>
    public DiagnosisEntry Entry { get; }

    /// <summary>As documented: <c>dead-units</c>.</summary>
    public string Code => Entry.Code;

    /// <summary>How much it matters.</summary>
    public Severity Severity => Entry.Severity;

    /// <summary>What an English reader is told.</summary>
    public FindingText English { get; }

    /// <summary>What a Chinese reader is told.</summary>
    public FindingText Chinese { get; }

    /// <summary>Code and numbers.</summary>
    public override string ToString() => $"{Code}: {English.Measured}";

    internal FindingText In(bool chinese) => chinese ? Chinese : English;
}

/// <summary>What a reader is told about a finding.</summary>
/// <param name="Title">In the words that people search for; also the title of the page.</param>
/// <param name="Measured">The numbers, in a sentence or two.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Remedy">What helps.</param>
public sealed record FindingText(string Title, string Measured, string Cause, string Remedy);
