namespace Minima.Training.Diagnosis;

/// <summary>What came of a check.</summary>
public enum CheckStatus
{
    /// <summary>Looked at, and nothing found.</summary>
    Healthy,

    /// <summary>Something was found; it is among <see cref="DiagnosisReport.Findings"/>.</summary>
    Found,

    /// <summary>Not looked at, for the reason that stands there. It is not passed.</summary>
    Skipped,
}

/// <summary>A check of a report: also what was found healthy is told, with its numbers.</summary>
public sealed class CheckRecord
{
    internal CheckRecord(Localized name, CheckStatus status, Localized text)
    {
        (Name, ChineseName) = (name.English, name.Chinese);
        Status = status;
        (Text, ChineseText) = (text.English, text.Chinese);
    }

    /// <summary>What was looked at.</summary>
    public string Name { get; }

    /// <summary>The name for Chinese readers.</summary>
    public string ChineseName { get; }

    /// <summary>What came of it.</summary>
    public CheckStatus Status { get; }

    /// <summary>The numbers, or why it was skipped.</summary>
    public string Text { get; }

    /// <summary>The text for Chinese readers.</summary>
    public string ChineseText { get; }

    /// <summary>Name, status, text.</summary>
    public override string ToString() => $"{Name} ({Status}): {Text}";
}
