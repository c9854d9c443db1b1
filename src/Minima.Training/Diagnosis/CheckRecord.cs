namespace Minima.Training.Diagnosis;

/// <summary>The result of a check.</summary>
public enum CheckStatus
{
    /// <summary>Checked, without a finding.</summary>
    Healthy,

    /// <summary>A problem was found; it is among <see cref="DiagnosisReport.Findings"/>.</summary>
    Found,

    /// <summary>Not checked, for the reason in the record; this does not count as passed.</summary>
    Skipped,
}

/// <summary>A check of a report. Passed checks are listed as well, with their measurements.</summary>
public sealed class CheckRecord
{
    internal CheckRecord(Localized name, CheckStatus status, Localized text)
    {
        (Name, ChineseName) = (name.English, name.Chinese);
        Status = status;
        (Text, ChineseText) = (text.English, text.Chinese);
    }

    /// <summary>The name of the check.</summary>
    public string Name { get; }

    /// <summary>The name in Chinese.</summary>
    public string ChineseName { get; }

    /// <summary>The result of the check.</summary>
    public CheckStatus Status { get; }

    /// <summary>The measurements, or the reason why it was skipped.</summary>
    public string Text { get; }

    /// <summary>The text in Chinese.</summary>
    public string ChineseText { get; }

    /// <summary>Name, status, text.</summary>
    public override string ToString() => $"{Name} ({Status}): {Text}";
}
