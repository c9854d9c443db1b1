using System.Text;

namespace Minima.Training.Diagnosis;

/// <summary>What an examination found, and what it looked at and found healthy.</summary>
public sealed class DiagnosisReport
{
    internal DiagnosisReport(IReadOnlyList<Finding> findings, IReadOnlyList<CheckRecord> checks)
    {
        Findings = [.. findings.OrderByDescending(finding => finding.Severity)];
        Checks = checks;
    }

    /// <summary>What is wrong, the most severe first; within a severity in the order in which it was found.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>All checks in order: healthy ones and those that were skipped too.</summary>
    public IReadOnlyList<CheckRecord> Checks { get; }

    /// <summary>Nothing was found but notes.</summary>
    public bool IsHealthy => !Findings.Any(finding => finding.Severity != Severity.Note);

    /// <summary>Something was found with which training is worth nothing.</summary>
    public bool IsSevere => Findings.Any(finding => finding.Severity == Severity.Severe);

    /// <summary>The report in English.</summary>
    public override string ToString() => ToString(chinese: false);

    /// <summary>The report in English or Chinese: findings with cause and remedy, then what was healthy, then what was not looked at.</summary>
    public string ToString(bool chinese)
    {
        var text = new StringBuilder();
        string Say(string english, string other) => chinese ? other : english;
        foreach (var finding in Findings)
        {
            var said = finding.In(chinese);
            text.Append(Word(finding.Severity, chinese)).Append(' ').Append(finding.Code).Append(Say(": ", "：")).Append(said.Title).Append('\n');
            text.Append(Say("  measured  ", "  测得  ")).Append(said.Measured).Append('\n');
            text.Append(Say("  cause     ", "  原因  ")).Append(said.Cause).Append('\n');
            text.Append(Say("  remedy    ", "  对策  ")).Append(said.Remedy).Append('\n');
            text.Append(Say("  page      ", "  文档  ")).Append(chinese ? finding.Entry.ChinesePage : finding.Entry.Page).Append('\n');
        }

        if (Findings.Count == 0) text.Append(Say("Nothing was found.", "没有发现问题。")).Append('\n');
        foreach (var status in new[] { CheckStatus.Healthy, CheckStatus.Skipped })
        {
            foreach (var check in Checks.Where(check => check.Status == status))
            {
                text.Append(status == CheckStatus.Healthy ? Say("healthy  ", "正常  ") : Say("skipped  ", "跳过  "));
                text.Append(Say(check.Name, check.ChineseName)).Append(Say(": ", "：")).Append(Say(check.Text, check.ChineseText)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Word(Severity severity, bool chinese) => severity switch
    {
        Severity.Severe => chinese ? "严重" : "SEVERE",
        Severity.Warning => chinese ? "警告" : "warning",
        _ => chinese ? "提示" : "note",
    };
}
