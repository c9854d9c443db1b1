using System.Text;

namespace Minima.Training.Diagnosis;

/// <summary>The findings of an examination, and the checks that passed.</summary>
public sealed class DiagnosisReport
{
    internal DiagnosisReport(IReadOnlyList<Finding> findings, IReadOnlyList<CheckRecord> checks)
    {
        Findings = [.. findings.OrderByDescending(finding => finding.Severity)];
        Checks = checks;
    }

    /// <summary>The problems found, the most severe first; within a severity in the order of the checks.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>All checks in order, including passed and skipped ones.</summary>
    public IReadOnlyList<CheckRecord> Checks { get; }

    /// <summary>True if there are no findings except notes.</summary>
    public bool IsHealthy => !Findings.Any(finding => finding.Severity != Severity.Note);

    /// <summary>True if there is a finding that makes training useless.</summary>
    public bool IsSevere => Findings.Any(finding => finding.Severity == Severity.Severe);

    /// <summary>The report in English.</summary>
    public override string ToString() => ToString(chinese: false);

    /// <summary>The report in English or Chinese: findings with cause and remedy, then the passed checks, then the skipped ones.</summary>
    public string ToString(bool chinese)
    {
        var text = new StringBuilder();
        string Say(string english, string other) => chinese ? other : english;
        foreach (var finding in Findings)
        {
            var content = finding.In(chinese);
            text.Append(Word(finding.Severity, chinese)).Append(' ').Append(finding.Code).Append(Say(": ", "：")).Append(content.Title).Append('\n');
            text.Append(Say("  measured  ", "  测得  ")).Append(content.Measured).Append('\n');
            text.Append(Say("  cause     ", "  原因  ")).Append(content.Cause).Append('\n');
            text.Append(Say("  remedy    ", "  对策  ")).Append(content.Remedy).Append('\n');
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
