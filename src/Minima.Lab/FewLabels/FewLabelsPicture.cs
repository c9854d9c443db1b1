using Minima.Lab.Studies;

namespace Minima.Lab.FewLabels;

/// <summary>The accuracy of the methods over the steps, and of the students as bars.</summary>
internal static class FewLabelsPicture
{
    private const int Width = 860;
    private const int PanelHeight = 280;
    private const int BarHeight = 22;

    public static string Draw(Words title, StudyOutcome<FewLabelTraining> methods, IReadOnlyList<(Words Title, StudyOutcome<Taught> Outcome)> students, Language language)
    {
        const int bars = 70 + PanelHeight + 130;
        var svg = new Svg(Width, bars + (students.Sum(one => one.Outcome.Methods.Count) * BarHeight) + 100, title.In(language));
        var lines = methods.Rivals.Prepend(methods.Baseline).Select((one, style) => new Series(one.Name, Mean(one.Results), style)).ToArray();
        var low = Math.Floor(10 * lines.Min(line => line.Points.Skip(1).DefaultIfEmpty(line.Points[0]).Min(point => point.Y))) / 10;
        new LinePanel
        {
            Title = new("fifty labels: accuracy on test rows, mean over seeds", "五十个标签：测试准确率（对种子取平均）"),
            XTitle = new("step", "步"),
            YTitle = new("accuracy", "准确率"),
            Lines = lines,
            Y = (Math.Min(low, 0.9), 1),
            Levels = [(methods.Methods.First(one => one.Method.IsReference).Over(one => one.Accuracy).Mean, new("all labels", "全部标签"))],
        }.Draw(svg, 80, 70, Width - 120, PanelHeight, language);
        Series.Legend(svg, lines, 80, Width - 120, 70 + PanelHeight + 60, language);
        double top = bars;
        foreach (var (name, outcome) in students) top = 50 + DrawStudents(svg, name, outcome, top, language);
        return svg.ToString();
    }

    /// <returns>The y coordinate at which the bars end.</returns>
    private static double DrawStudents(Svg svg, Words title, StudyOutcome<Taught> outcome, double top, Language language)
    {
        (Words Name, Sample Accuracy)[] all = [.. outcome.Methods.OrderBy(method => !method.Method.IsReference).Select(method => (method.Name, method.Over(Classroom.Accuracy.Of)))];
        double low = Math.Floor((all.Min(one => one.Accuracy.Mean) * 100) - 1) / 100, high = all.Max(one => one.Accuracy.Mean);
        var begin = Figure.Percent(low, 0).English;
        svg.Text(Width / 2.0, top - 10, $"{title.In(language)}{new Words($": accuracy on test rows, bars from {begin}", $"：测试准确率（条形自 {begin} 起）").In(language)}", Anchor.Middle, size: 13, isBold: true);
        for (var i = 0; i < all.Length; i++)
        {
            var y = top + (i * BarHeight);
            var (name, accuracy) = all[i];
            svg.Text(196, y + 15, name.In(language), Anchor.End, isBold: i == 1);
            svg.Box(206, y + 3, Math.Max(0.5, (accuracy.Mean - low) / (high - low) * (Width - 340)), BarHeight - 6, i == 1 ? Series.Colours[1] : Series.Colours[0]);
            svg.Text(Width - 124, y + 15, Figure.PercentMean(accuracy).In(language));
        }

        return top + (all.Length * BarHeight);
    }

    private static (double X, double Y)[] Mean(IReadOnlyList<FewLabelTraining> trainings) =>
        [.. Enumerable.Range(0, trainings[0].Looks.Count).Select(look => (trainings[0].Looks[look].X, trainings.Average(one => one.Looks[look].Y)))];
}
