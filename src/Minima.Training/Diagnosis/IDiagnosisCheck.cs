using Minima.Training.Data;

namespace Minima.Training.Diagnosis;

/// <summary>A check of an examination. Its thresholds are constants of its class, each with the reason for its value.</summary>
internal interface IDiagnosisCheck
{
    /// <summary>The name of the check.</summary>
    Localized Name { get; }

    /// <summary>Findings whose consequences this check would only repeat: if one was found before, the check is skipped.</summary>
    IReadOnlyList<DiagnosisEntry> ExplainedBy { get; }

    CheckOutcome Run(Examination examination);
}

/// <summary>The result of a check.</summary>
internal sealed record CheckOutcome(CheckStatus Status, Localized Text, IReadOnlyList<Finding> Findings)
{
    public static CheckOutcome Healthy(Localized text) => new(CheckStatus.Healthy, text, []);

    public static CheckOutcome Healthy(string english, string chinese) => Healthy(new Localized(english, chinese));

    public static CheckOutcome Skipped(string english, string chinese) => new(CheckStatus.Skipped, new Localized(english, chinese), []);

    public static CheckOutcome Found(DiagnosisEntry entry, string english, string chinese) => Found(new Finding(entry, new Localized(english, chinese)));

    public static CheckOutcome Found(params IReadOnlyList<Finding> findings) =>
        new(CheckStatus.Found, Localized.Join(" ", "", [.. findings.Select(finding => new Localized(finding.English.Measured, finding.Chinese.Measured))]), findings);
}
