using Minima.Cli.Terminal;
using Minima.Cli.Train;
using Minima.Tabular;
using Minima.Training;
using Minima.Training.Diagnosis;
using CheckStatus = Minima.Training.Diagnosis.CheckStatus;

namespace Minima.Cli.Doctor;

/// <summary>A report as text: findings with remedies, then passed checks, then checks that were not run.</summary>
internal sealed class DoctorText(Tongue tongue, TextWriter output)
{
    private readonly int _width = Screen.Width(output);
    private readonly bool _coloured = Screen.IsStyled(output);

    public static void Write(TrainRequest request, NetworkTraining training, DiagnosisReport report, TextWriter output)
    {
        var chinese = request.Chinese;
        foreach (var sentence in TrainWords.Heading(request, training)) Wrapped.Write(sentence.In(chinese), output, chinese);
        output.WriteLine();
        new DoctorText(new Tongue(chinese), output).Write(report);
    }

    /// <summary>A finding: code and title, then numbers, cause, remedy and page.</summary>
    public void Write(Finding finding)
    {
        var text = tongue.Chinese ? finding.Chinese : finding.English;
        var word = Word(finding.Severity);
        var head = $"{word} {finding.Code}{tongue.Say(": ", "：")}{text.Title}";
        var lines = Wrapped.Lines(head, _width).ToArray();
        output.WriteLine(_coloured ? Colour(finding.Severity) + lines[0][..word.Length] + "\u001b[0m" + lines[0][word.Length..] : lines[0]);
        foreach (var line in lines.Skip(1)) output.WriteLine("  " + line);
        Entry(tongue.Say("measured", "测得"), text.Measured);
        Entry(tongue.Say("cause", "原因"), text.Cause);
        Entry(tongue.Say("remedy", "对策"), text.Remedy);
        Entry(tongue.Say("page", "文档"), tongue.Chinese ? finding.Entry.ChinesePage : finding.Entry.Page);
    }

    /// <summary>A line of two columns, the second folded.</summary>
    public void Entry(string name, string text) => Wrapped.WriteBeside("  " + name, tongue.Chinese ? 8 : 12, text, output, _width);

    private void Write(DiagnosisReport report)
    {
        foreach (var finding in report.Findings)
        {
            Write(finding);
            output.WriteLine();
        }

        if (report.Findings.Count == 0)
        {
            output.WriteLine(tongue.Say("Nothing was found.", "没有发现问题。"));
            output.WriteLine();
        }

        Checks(report, CheckStatus.Healthy, "Passed checks:", "检查过、正常：");
        Checks(report, CheckStatus.Skipped, "Not looked at:", "未检查：");
        var severe = report.Findings.Count(finding => finding.Severity == Severity.Severe);
        var warnings = report.Findings.Count(finding => finding.Severity == Severity.Warning);
        var notes = report.Findings.Count - severe - warnings;
        output.WriteLine(tongue.Say($"{severe} severe, {Count(warnings, "warning")}, {Count(notes, "note")}.", $"{severe} 项严重，{warnings} 项警告，{notes} 项提示。"));
    }

    private void Checks(DiagnosisReport report, CheckStatus status, string english, string chinese)
    {
        var checks = report.Checks.Where(check => check.Status == status).ToArray();
        if (checks.Length == 0) return;
        output.WriteLine(tongue.Say(english, chinese));
        foreach (var check in checks)
        {
            var indent = "  ";
            foreach (var line in Wrapped.Lines(tongue.Say($"{check.Name}: {check.Text}", $"{check.ChineseName}：{check.ChineseText}"), _width - 4))
            {
                output.WriteLine(indent + line);
                indent = "    ";
            }
        }

        output.WriteLine();
    }

    private string Word(Severity severity) => severity switch
    {
        Severity.Severe => tongue.Say("SEVERE", "严重"),
        Severity.Warning => tongue.Say("warning", "警告"),
        _ => tongue.Say("note", "提示"),
    };

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Severe => "\u001b[1;31m",
        Severity.Warning => "\u001b[33m",
        _ => "\u001b[2m",
    };

    private static string Count(int count, string word) => $"{DoctorCommand.Text(count)} {word}{(count == 1 ? "" : "s")}";
}
