using Minima.Cli.Explain;
using Minima.Cli.Terminal;

namespace Minima.Cli.Learn;

/// <summary>The losses of a lesson as functions of the prediction, at one target.</summary>
internal sealed record LessonPicture(IReadOnlyList<string> Losses, double Target, double From, double To)
{
    private const int Rows = 10;
    private const int WidestPicture = 72;
    private const int Margin = 22;

    public IEnumerable<ExplainedLine> Lines(Tongue tongue, int width, bool ascii)
    {
        var columns = Math.Clamp(width - Margin, 16, WidestPicture);
        var plot = new Plot(columns, Rows, ascii);
        var count = Plot.Samples(columns, ascii);
        PlotLine[] lines = [.. Losses.Select(text => new PlotLine(text, Heights(LossSpec.Parse(text).Create(), count)))];
        yield return new("");
        foreach (var line in plot.Draw(lines, From, To, tongue.Say("prediction", "预测值"))) yield return new(new string(' ', TextLayout.Indent) + line);
        for (var i = 0; i < lines.Length; i++) yield return new($"{new string(' ', TextLayout.Indent)}{plot.Mark(i)} {lines[i].Legend}");
    }

    private double[] Heights(Loss loss, int count) => [.. Enumerable.Range(0, count).Select(i => loss.Value([From + ((To - From) * i / (count - 1))], [Target]))];
}
