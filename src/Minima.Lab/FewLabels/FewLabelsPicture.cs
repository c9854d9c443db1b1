using Minima.Lab.Pictures;

namespace Minima.Lab.FewLabels;

/// <summary>Accuracy over steps of the methods, and of the students as bars.</summary>
internal static class FewLabelsPicture
{
    private const int Width = 860;
    private const int PanelHeight = 280;
    private const int BarHeight = 22;

    public static string Draw(Words title, FewLabelResults results, Classroom classroom, Language language)
    {
        const int bars = 70 + PanelHeight + 130;
        var svg = new Svg(Width, bars + ((classroom.ToldFew.Count + classroom.ToldAll.Count + 2) * BarHeight) + 100, title.In(language));
        var lines = results.Trained.Select((one, style) => new Series(one.Name, Mean(one.Trainings), style)).ToArray();
        var low = Math.Floor(10 * lines.Min(line => line.Points.Skip(1).DefaultIfEmpty(line.Points[0]).Min(point => point.Y))) / 10;
        new LinePanel
        {
            Title = new("fifty labels: accuracy on test rows, mean over seeds", "五十个标签：测试准确率（各种子的均值）"),
            XTitle = new("step", "步"),
            YTitle = new("accuracy", "准确率"),
            Lines = lines,
            Y = (Math.Min(low, 0.9), 1),
            Levels = [(results.AllLabels.Mean, new("all labels", "全部标签"))],
        }.Draw(svg, 80, 70, Width - 120, PanelHeight, language);
        Series.Legend(svg, lines, 80, Width - 120, 70 + PanelHeight + 60, language);
        var after = DrawStudents(svg, new("a student of ten units, told five labels of each digit", "十个单元的学生，每个数字只知道五个标签"), classroom.TeacherOfHalf, classroom.ToldFew, bars, language);
        DrawStudents(svg, new("a student of ten units, told all labels", "十个单元的学生，知道全部标签"), classroom.Teacher, classroom.ToldAll, after + 50, language);
        return svg.ToString();
    }

    /// <returns>Where the bars end.</returns>
    private static double DrawStudents(Svg svg, Words title, Sample teacher, IReadOnlyList<(Words Name, Sample Accuracy)> students, double top, Language language)
    {
        (Words Name, Sample Accuracy)[] all = [(new("teacher", "教师"), teacher), .. students];
        double low = Math.Floor((all.Min(one => one.Accuracy.Mean) * 100) - 1) / 100, high = all.Max(one => one.Accuracy.Mean);
        var begin = Figure.Percent(low, 0).English;
        svg.Text(Width / 2.0, top - 10, $"{title.In(language)}{new Words($": accuracy on test rows, bars from {begin}", $"：测试准确率（条形自 {begin} 起）").In(language)}", Anchor.Middle, size: 13, isBold: true);
        for (var i = 0; i < all.Length; i++)
        {
            var y = top + (i * BarHeight);
            var (name, accuracy) = all[i];
            svg.Text(196, y + 15, name.In(language), Anchor.End, isBold: i == 1);
            svg.Box(206, y + 3, Math.Max(0.5, (accuracy.Mean - low) / (high - low) * (Width - 340)), BarHeight - 6, i == 1 ? "#D55E00" : "#0072B2");
            svg.Text(Width - 124, y + 15, Figure.PercentSpread(accuracy).In(language));
        }

        return top + (all.Length * BarHeight);
    }

    private static (double X, double Y)[] Mean(FewLabelTraining[] trainings) =>
        [.. Enumerable.Range(0, trainings[0].Looks.Count).Select(look => (trainings[0].Looks[look].X, trainings.Average(one => one.Looks[look].Y)))];
}
